using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class SampleMakerTests
{
    // 120 of the 300 tiny images
    private static readonly byte[] Images = TinyMnist.Idx(TinyMnist.TrainImages[16..(16 + (120 * 6))], 120, 2, 3);
    private static readonly byte[] Labels = TinyMnist.Idx(TinyMnist.TrainLabels[8..128], 120);

    private static readonly SampleSource Tiny = new(
        TinyMnist.Files.TrainImages,
        TinyMnist.Files.TrainLabels,
        TinyMnist.Describe("sample-images-idx3-ubyte", Images, 120, 2, 3),
        TinyMnist.Describe("sample-labels-idx1-ubyte", Labels, 120));

    [Test]
    public void The_sample_is_the_beginning_of_its_source()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp["from"]);

        SampleMaker.Make(temp["from"], temp["to"], Tiny, "1.2-3");

        var made = LabelledImages.Read(
            IdxSource.OfPath(temp["to", "sample-images-idx3-ubyte.gz"], Tiny.Images),
            IdxSource.OfPath(temp["to", "sample-labels-idx1-ubyte.gz"], Tiny.Labels));
        TinyMnist.Positions(made).Should().Equal(Enumerable.Range(0, 120));
        made.Labels.ToArray().Should().Equal(Enumerable.Range(0, 120).Select(i => (byte)(i % 10)));
    }

    [Test]
    public void Beside_it_stand_where_it_comes_from_and_its_license()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp["from"]);

        SampleMaker.Make(temp["from"], temp["to"], Tiny, "1.2-3");

        File.ReadAllText(temp["to", "README.md"]).Should()
            .ContainAll("version 1.2-3,", Tiny.SourceImages.Sha256, Tiny.SourceLabels.Sha256, Tiny.Images.Sha256, Tiny.Labels.Sha256)
            .And.NotContain("\r");
        File.ReadAllText(temp["to", "LICENSE"]).Should().Contain("Copyright (c) 2017 Zalando SE").And.NotContain("\r");
    }

    [Test]
    public void Made_twice_it_is_the_same_to_the_byte()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp["from"]);

        SampleMaker.Make(temp["from"], temp["once"], Tiny);
        SampleMaker.Make(temp["from"], temp["twice"], Tiny);

        foreach (var file in Directory.GetFiles(temp["once"]).Select(Path.GetFileName))
        {
            File.ReadAllBytes(temp["twice", file!]).Should().Equal(File.ReadAllBytes(temp["once", file!]));
        }
    }

    [Test]
    public void A_wrong_source_is_refused_and_nothing_is_written()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp["from"]);
        File.WriteAllBytes(temp["from", "train-labels-idx1-ubyte.gz"], TinyMnist.Gzip(TinyMnist.TestLabels));

        var make = () => SampleMaker.Make(temp["from"], temp["to"], Tiny);

        make.Should().Throw<DataException>()
            .WithMessage(temp["from", "train-labels-idx1-ubyte.gz"] + ": expected 300 items at byte 4, received 20;*");
        Directory.Exists(temp["to"]).Should().BeFalse();
    }

    [Test]
    public void A_table_that_does_not_fit_is_refused()
    {
        using var temp = new TempFolder();
        TinyMnist.WriteTo(temp["from"]);

        var make = () => SampleMaker.Make(temp["from"], temp["to"], Tiny with { Images = Tiny.Images with { Dimensions = [119, 2, 3] } });

        make.Should().Throw<DataException>().WithMessage("sample-images-idx3-ubyte made from *: expected SHA-256 *");
    }

    [Test]
    public void The_committed_page_and_license_are_what_the_maker_writes()
    {
        File.ReadAllText(Path.Combine(Checkout.Folder, "src/Data/Sample/README.md"))
            .Should().Be(SampleSource.FashionMnist.Readme(SampleSource.DefaultVersion));
        File.ReadAllText(Path.Combine(Checkout.Folder, "src/Data/Sample/LICENSE")).Should().Be(SampleSource.License);
    }
}
