using System.Runtime.Versioning;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>The forms in which people have MNIST on their disks: found, or named with what to do.</summary>
public sealed class DatasetLayoutTests
{
    private TempFolder temp = null!;

    [SetUp]
    public void MakeFolder() => temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => temp.Dispose();

    [TestCase("MNIST/raw")]
    [TestCase("raw")]
    [TestCase("")]
    public void The_folder_is_found_in_the_root_that_torchvision_is_given(string below)
    {
        TinyMnist.WriteTo(temp[below]);

        var located = Folder().Load();

        located.Dataset.Source.Should().Be(Path.TrimEndingDirectorySeparator(temp[below]));
        located.Notices.Should().BeEmpty();
    }

    [Test]
    public void The_checkouts_own_torchvision_root_is_among_the_places()
    {
        Directory.CreateDirectory(temp["checkout"]);
        File.WriteAllText(temp["checkout", "Reproduction.sln"], "");
        TinyMnist.WriteTo(temp["checkout", "data", "MNIST", "raw"]);

        DatasetLocator.FindLocal(new() { StartFolder = temp["checkout"], Files = TinyMnist.Files }).Found!.Dataset.Source
            .Should().Be(temp["checkout", "data", "MNIST", "raw"]);
    }

    [TestCase("train-images-idx3-ubyte", "train-images-idx3-ubyte")]
    [TestCase("train-images.idx3-ubyte", "train-images.idx3-ubyte")]
    [TestCase("train-images-idx3-ubyte.gz", "train-images-idx3-ubyte")]
    public void A_folder_named_as_a_file_is_looked_into(string folder, string name)
    {
        TinyMnist.WriteTo(temp.Path);
        File.Delete(temp["train-images-idx3-ubyte.gz"]);
        Directory.CreateDirectory(temp[folder]);
        File.WriteAllBytes(temp[folder, name], TinyMnist.TrainImages);

        Folder().Load().Dataset.Training.Count.Should().Be(250);
    }

    [Test]
    public void A_damaged_compressed_file_beside_a_whole_plain_one_is_passed_over_and_said_so()
    {
        TinyMnist.WriteTo(temp.Path);
        File.WriteAllBytes(temp["train-images-idx3-ubyte.gz"], TinyMnist.Gzip(TinyMnist.TrainImages)[..^20]);
        File.WriteAllBytes(temp["train-images-idx3-ubyte"], TinyMnist.TrainImages);

        var located = Folder().Load();

        located.Dataset.Training.Count.Should().Be(250);
        located.Notices.Should().ContainSingle().Which.Should()
            .StartWith("passed over " + temp["train-images-idx3-ubyte.gz"]).And.EndWith($"{temp["train-images-idx3-ubyte"]} is whole and is used");
    }

    [Test]
    public void Of_two_damaged_copies_the_first_is_reported()
    {
        TinyMnist.WriteTo(temp.Path);
        File.WriteAllText(temp["train-images-idx3-ubyte.gz"], "");
        File.WriteAllText(temp["train-images-idx3-ubyte"], "x");

        ShouldBeRefused(temp["train-images-idx3-ubyte.gz"] + ": is empty");
    }

    [TestCase("mnist.npz", "(mnist.npz is arrays of NumPy, as Keras keeps them, which are not read)")]
    [TestCase("archive.zip", "(archive.zip is an archive: unpack it)")]
    [TestCase("MNIST.tar.gz", "(MNIST.tar.gz is an archive: unpack it)")]
    [TestCase("mnist_train.csv", "(mnist_train.csv is a table of pixels, as Kaggle has it, which is not read)")]
    [TestCase("mnist.pkl.gz", "(mnist.pkl.gz is arrays of another program, which are not read)")]
    [TestCase("train-00000-of-00001.parquet", "(train-00000-of-00001.parquet is a table of Hugging Face's kind, which is not read)")]
    public void Another_form_is_named_with_what_to_do(string name, string says)
    {
        File.WriteAllText(temp[name], "");

        ShouldBeRefused($"{temp.Path}: holds no file of MNIST {says}; put the four files of MNIST there");
        FluentActions.Invoking(() => new DatasetFolder(temp[name], TinyMnist.Files).Load()).Should().Throw<DataException>()
            .WithMessage($"{temp[name]}: is a file, not a folder {says}; name the folder that holds the four files of MNIST");
    }

    [Test]
    public void A_folder_above_is_told_the_name_of_the_right_one()
    {
        TinyMnist.WriteTo(temp["archive"]);

        ShouldBeRefused($"{temp.Path}: holds no file of MNIST (they are in archive: name that folder); put");
    }

    [Test]
    public void An_empty_folder_and_one_of_strange_names_hold_no_file_of_MNIST()
    {
        ShouldBeRefused($"{temp.Path}: holds no file of MNIST; put the four files of MNIST there");
        File.WriteAllText(temp["a\u0301\ud83d\ude00"], "");
        ShouldBeRefused($"{temp.Path}: holds no file of MNIST; put the four files of MNIST there");
    }

    [Test]
    public void Fashion_MNIST_where_MNIST_is_meant_is_named_by_its_hash()
    {
        const string Folder = "/usr/share/datasets/fashion-mnist";
        if (!Directory.Exists(Folder))
        {
            Assert.Ignore($"the package dataset-fashion-mnist is not installed: there is no {Folder}");
        }

        FluentActions.Invoking(() => new DatasetFolder(Folder, DatasetFiles.Mnist).Load()).Should().Throw<DataException>()
            .WithMessage(
                $"{Folder}/t10k-labels-idx1-ubyte.gz: is t10k-labels-idx1-ubyte of Fashion-MNIST, another data set than was asked for; "
                    + "--dataset fashion-mnist reads it");
        var found = DatasetLocator.FindLocal(new() { Files = DatasetFiles.FashionMnist }).Found!.Dataset;
        (found.Name, found.Title, found.IsMnist, found.Source).Should().Be(("fashion-mnist", "Fashion-MNIST", false, Folder));
        (found.Training.Count, found.Validation.Count, found.Test!.Count).Should().Be((55_000, 5_000, 10_000));
    }

    [Test]
    public void A_number_of_images_that_is_EMNISTs_says_so()
    {
        TinyMnist.WriteTo(temp.Path);
        File.WriteAllBytes(temp["train-labels-idx1-ubyte.gz"], TinyMnist.Idx([1, 2], 124_800));

        ShouldBeRefused(
            temp["train-labels-idx1-ubyte.gz"]
                + ": expected 300 items at byte 4, received 124800, as many as EMNIST has in its split letters (--dataset idx reads it)");
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    [CancelAfter(20_000)]
    public void A_pipe_named_as_a_file_does_not_make_anybody_wait(CancellationToken cancellation)
    {
        TinyMnist.WriteTo(temp.Path);
        File.Delete(temp["train-images-idx3-ubyte.gz"]);
        System.Diagnostics.Process.Start("mkfifo", temp["train-images-idx3-ubyte.gz"]).WaitForExit(10_000).Should().BeTrue();
        var load = () => Folder().Load(cancellation);

        load.Should().Throw<DataException>().Which.Message.Should().StartWith(temp["train-images-idx3-ubyte.gz"])
            .And.Contain("it is a pipe (FIFO), not a regular file");

        File.WriteAllBytes(temp["train-images-idx3-ubyte"], TinyMnist.TrainImages);
        load().Dataset.Training.Count.Should().Be(250);
    }

    private DatasetFolder Folder() => new(temp.Path, TinyMnist.Files);

    private void ShouldBeRefused(string problem) =>
        FluentActions.Invoking(() => Folder().Load()).Should().Throw<DataException>().Which.Message.Should().StartWith(problem).And.NotContain("\n");
}
