using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>Anybody's IDX files, of 240 and 20 images of 2x3 pixels and three classes.</summary>
public sealed class OtherDatasetTests
{
    private TempFolder temp = null!;

    [SetUp]
    public void MakeFolder() => temp = new TempFolder();

    [TearDown]
    public void RemoveFolder() => temp.Dispose();

    [TestCase("", "t10k", ".gz")]
    [TestCase("", "test", "")]
    [TestCase("emnist-letters-", "test", ".gz")]
    public void Shape_classes_and_split_come_from_the_files(string prefix, string test, string ending)
    {
        Write($"{prefix}train-images-idx3-ubyte{ending}", Images(240));
        Write($"{prefix}train-labels-idx1-ubyte{ending}", Labels(240));
        Write($"{prefix}{test}-images-idx3-ubyte{ending}", Images(20));
        Write($"{prefix}{test}-labels-idx1-ubyte{ending}", Labels(20));

        var data = OtherDataset.Load(temp.Path, "My letters").Dataset;

        (data.Name, data.Title, data.Source, data.IsMnist).Should().Be(("My letters", "My letters", temp.Path, false));
        (data.FeatureCount, data.ClassCount).Should().Be((6, 3));
        (data.Training.Count, data.Validation.Count, data.Test!.Count).Should().Be((220, 20, 20));
    }

    [Test]
    public void The_test_may_be_missing_and_the_shape_another()
    {
        Write("train-images-idx2-ubyte", TinyMnist.Idx(new byte[24 * 5], 24, 5));
        Write("train-labels-idx1-ubyte", Labels(24));

        var data = OtherDataset.Load(temp.Path, "lengths").Dataset;

        (data.FeatureCount, data.Training.Count, data.Validation.Count, data.Test).Should().Be((5, 22, 2, null));
    }

    [TestCase(24, 2)]
    [TestCase(59_999, 4_999)]
    [TestCase(60_000, 5_000)]
    [TestCase(700_000, 5_000)]
    public void A_twelfth_is_held_out_but_no_more_than_5000(int training, int validation) =>
        DatasetFiles.ValidationCountOf(training).Should().Be(validation);

    [TestCase("MNIST")]
    [TestCase("M-N.I S(T)")]
    [TestCase("mnist")]
    [TestCase("Fashion MNIST")]
    [TestCase("sample")]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a\nb")]
    [TestCase("a,b")]
    [TestCase("a|b")]
    [TestCase("<b>")]
    [TestCase("a ")]
    [TestCase("-a")]
    [TestCase("\ud800")]
    public void A_name_that_is_taken_or_means_something_in_a_page_is_refused(string name)
    {
        WriteWhole();

        FluentActions.Invoking(() => OtherDataset.Load(temp.Path, name))
            .Should().Throw<DataException>().Which.Message.Should().StartWith("--name: ").And.NotContain("\n");
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case(
            "too few images",
            "train-labels-idx1-ubyte",
            TinyMnist.Idx(new byte[11], 11),
            "has 11 training images; at least 12 are needed",
            TinyMnist.Idx(new byte[11], 11, 1, 1));
        yield return Case("fewer labels than images", "train-labels-idx1-ubyte", Labels(239), "expected 240 labels");
        yield return Case(
            "one class",
            "train-labels-idx1-ubyte",
            TinyMnist.Idx(new byte[240], 240),
            "every label is 0",
            testLabels: TinyMnist.Idx(new byte[20], 20));
        yield return Case(
            "test images of another shape", "t10k-images-idx3-ubyte", TinyMnist.Idx(new byte[20], 20, 1, 1), "have 6 values, those for the test 1");
        yield return Case("floats", "train-images-idx3-ubyte", [0, 0, 0x0d, 3, .. new byte[12]], "holds 32-bit floats (type 0x0d)");
        yield return Case("no IDX file", "train-images-idx3-ubyte", [.. "<!DOCTYPE html>"u8], "is no IDX file: it begins with 0x3c21444f");
        yield return Case("images for labels", "train-labels-idx1-ubyte", Images(240), "has 3 dimensions; labels have 1, images 2 to 4");
        yield return Case("255 dimensions", "train-images-idx3-ubyte", [0, 0, 8, 255, .. new byte[2000]], "has 255 dimensions");
        yield return Case(
            "a count of 2^32 - 1",
            "train-images-idx3-ubyte",
            [0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 0, 1, 0, 0, 0, 1],
            "claims dimensions that it cannot hold: 4294967295 at byte 4");
        yield return Case(
            "a product beyond 32 bits",
            "train-images-idx3-ubyte",
            [0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 9, 9, 9],
            "claims dimensions that it cannot hold: 65536 at byte 4");
        yield return Case(
            "a dimension of 0",
            "train-images-idx3-ubyte",
            TinyMnist.Idx(new byte[1440], 240, 0, 3),
            "claims dimensions that it cannot hold: 0 at byte 8");
        yield return Case("values that are missing", "train-images-idx3-ubyte", Images(240)[..^1], "ends at byte 1455, expected 1456 bytes");
        yield return Case("a byte more", "train-images-idx3-ubyte", [.. Images(240), 0], "goes on past byte 1456");
        yield return Case("a header that is cut", "train-images-idx3-ubyte", Images(240)[..9], "ends within the header");
        yield return Case("an empty file", "train-images-idx3-ubyte", [], "ends within the header");
        yield return Case(
            "gzip in gzip", "train-images-idx3-ubyte", TinyMnist.Gzip(TinyMnist.Gzip(Images(240))), "is no IDX file: it begins with 0x1f8b");
        yield return Case(
            "broken gzip", "train-images-idx3-ubyte", [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], "corrupt gzip data");
    }

    [TestCaseSource(nameof(Faults))]
    public void A_file_that_is_none_is_refused_in_one_line(string name, byte[] content, string problem, byte[]? images, byte[]? testLabels)
    {
        WriteWhole();
        Write(name, content);
        if (images is not null)
        {
            Write("train-images-idx3-ubyte", images);
        }

        if (testLabels is not null)
        {
            Write("t10k-labels-idx1-ubyte", testLabels);
        }

        ShouldBeRefused(problem);
    }

    [Test]
    public void Missing_and_ambiguous_files_are_named()
    {
        ShouldBeRefused("holds no IDX file by a name such as train-images-idx3-ubyte.gz");
        Write("train-images-idx3-ubyte", Images(240));
        ShouldBeRefused("lacks the file of the training labels");
        WriteWhole();
        File.Delete(temp["t10k-labels-idx1-ubyte"]);
        ShouldBeRefused("lacks the file of the test labels");
        Write("emnist-digits-train-images-idx3-ubyte.gz", Images(240));
        ShouldBeRefused("holds several data sets ('', 'emnist-digits-')");
        FluentActions.Invoking(() => OtherDataset.Load(temp["gone"], "mine"))
            .Should().Throw<DataException>().Which.Message.Should().StartWith(temp["gone"] + ": there is no such folder");
    }

    [Test]
    public void A_damaged_copy_beside_a_whole_one_is_passed_over()
    {
        WriteWhole();
        File.WriteAllText(temp["train-images-idx3-ubyte.gz"], "damaged");

        OtherDataset.Load(temp.Path, "mine").Notices
            .Should().ContainSingle().Which.Should().StartWith("passed over " + temp["train-images-idx3-ubyte.gz"]);
    }

    private static byte[] Images(int count) => TinyMnist.Idx([.. Enumerable.Range(0, count * 6).Select(i => (byte)i)], count, 2, 3);

    private static byte[] Labels(int count) => TinyMnist.Idx([.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))], count);

    private static TestCaseData Case(string name, string file, byte[] content, string problem, byte[]? images = null, byte[]? testLabels = null) =>
        new TestCaseData(file, content, problem, images, testLabels).SetArgDisplayNames(name);

    private void Write(string name, byte[] content) =>
        File.WriteAllBytes(temp[name], name.EndsWith(".gz", StringComparison.Ordinal) ? TinyMnist.Gzip(content) : content);

    private void WriteWhole()
    {
        Write("train-images-idx3-ubyte", Images(240));
        Write("train-labels-idx1-ubyte", Labels(240));
        Write("t10k-images-idx3-ubyte", Images(20));
        Write("t10k-labels-idx1-ubyte", Labels(20));
    }

    private void ShouldBeRefused(string problem) => FluentActions.Invoking(() => OtherDataset.Load(temp.Path, "mine"))
        .Should().Throw<DataException>().Which.Message.Should().Contain(problem).And.NotContain("\n");
}
