using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class DatasetFolderTests
{
    [Test]
    public void The_first_training_images_are_for_validation_and_all_stay_in_order()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp.Path);

        var dataset = Folder(temp).Load().Dataset;

        TinyMnist.Positions(dataset.Validation).Should().Equal(Enumerable.Range(0, 50));
        TinyMnist.Positions(dataset.Training).Should().Equal(Enumerable.Range(50, 250));
        TinyMnist.Positions(dataset.Test!).Should().Equal(Enumerable.Range(1000, 20));
    }

    [Test]
    public void Labels_go_with_their_images()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp.Path);

        var dataset = Folder(temp).Load().Dataset;

        foreach (var examples in new[] { dataset.Training, dataset.Validation, dataset.Test! })
        {
            examples.Labels.ToArray().Should().Equal(TinyMnist.Positions(examples).Select(position => (byte)(position % 10)));
        }
    }

    [Test]
    public void The_dataset_says_what_it_is_and_where_it_came_from()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp.Path);

        var dataset = Folder(temp).Load().Dataset;

        (dataset.Name, dataset.Title, dataset.Source, dataset.IsMnist).Should().Be(("mnist", "MNIST", temp.Path, true));
    }

    [TestCase("{0}-idx{1}-ubyte.gz", true)]
    [TestCase("{0}-idx{1}-ubyte", false)]
    [TestCase("{0}.idx{1}-ubyte.gz", true)]
    [TestCase("{0}.idx{1}-ubyte", false)]
    [TestCase("{0}-idx{1}-ubyte", true, TestName = "Every_spelling_is_found(compressed, though the name does not say so)")]
    public void Every_spelling_is_found(string spelling, bool compressed)
    {
        using var temp = new TempFolder();
        foreach (var (file, content) in TinyMnist.Files.All.Zip(TinyMnist.Contents))
        {
            var parts = file.Name.Split("-idx");
            var name = spelling.Replace("{0}", parts[0], StringComparison.Ordinal).Replace("{1}", parts[1][..1], StringComparison.Ordinal);
            File.WriteAllBytes(temp[name], compressed ? TinyMnist.Gzip(content) : content);
        }

        Folder(temp).Load().Dataset.Training.Count.Should().Be(250);
    }

    [Test]
    public void A_folder_named_as_a_file_does_not_hide_the_file()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp.Path);
        File.Move(temp["train-images-idx3-ubyte.gz"], temp["train-images.idx3-ubyte"]);
        Directory.CreateDirectory(temp["train-images-idx3-ubyte"]);

        Folder(temp).Load().Dataset.Training.Count.Should().Be(250);
    }

    [Test]
    public void Missing_files_are_named_all_at_once()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp.Path);
        File.Delete(temp["train-labels-idx1-ubyte.gz"]);
        File.Delete(temp["t10k-images-idx3-ubyte.gz"]);

        Folder(temp).Invoking(folder => folder.Load()).Should().Throw<DataException>()
            .WithMessage(temp.Path + ": lacks train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz; put the four files of MNIST there");
    }

    [Test]
    public void A_damaged_file_is_named_with_its_path()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp.Path);
        File.WriteAllBytes(temp["t10k-images-idx3-ubyte.gz"], TinyMnist.TestImages[..^1]);

        Folder(temp).Invoking(folder => folder.Load()).Should().Throw<DataException>()
            .WithMessage(temp["t10k-images-idx3-ubyte.gz"] + ": ends at byte 135, expected 136 bytes (decompressed); replace it with a whole copy");
    }

    private static DatasetFolder Folder(TempFolder temp) => new(temp.Path, TinyMnist.Files);
}
