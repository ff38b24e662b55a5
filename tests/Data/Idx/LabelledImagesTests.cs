using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class LabelledImagesTests
{
    [Test]
    public void Every_byte_becomes_itself_over_255_in_single_precision()
    {
        var images = TinyMnist.Idx([.. Enumerable.Range(0, 256).Select(i => (byte)i)], 4, 8, 8);
        var labels = TinyMnist.Idx([9, 0, 5, 1], 4);

        var examples = LabelledImages.Read(
            Source(images, TinyMnist.Describe("images", images, 4, 8, 8)), Source(labels, TinyMnist.Describe("labels", labels, 4)));

        examples.FeatureCount.Should().Be(64);
        examples.Inputs.ToArray().Should().Equal(Enumerable.Range(0, 256).Select(i => (float)i / 255f));
        examples.Labels.ToArray().Should().Equal(9, 0, 5, 1);
    }

    [Test]
    public void A_label_above_9_is_refused_with_its_place()
    {
        var labels = TinyMnist.Idx([9, 0, 10, 1], 4);
        var images = TinyMnist.Idx(new byte[4], 4, 1, 1);

        var read = () => LabelledImages.Read(
            Source(images, TinyMnist.Describe("images", images, 4, 1, 1)), Source(labels, TinyMnist.Describe("labels", labels, 4)));

        read.Should().Throw<DataException>().WithMessage("labels: expected a label of 0..9 at byte 10, received 10; drop it");
    }

    [Test]
    public void Fewer_labels_than_images_are_refused()
    {
        var labels = TinyMnist.Idx([1, 2, 3], 3);
        var images = TinyMnist.Idx(new byte[4], 4, 1, 1);

        var read = () => LabelledImages.Read(
            Source(images, TinyMnist.Describe("images", images, 4, 1, 1)), Source(labels, TinyMnist.Describe("labels", labels, 3)));

        read.Should().Throw<DataException>()
            .WithMessage("labels: expected 4 labels, as many as there are images in images, received 3; drop it");
    }

    private static IdxSource Source(byte[] content, IdxFile file) => new(file, file.Name, "drop it", () => new MemoryStream(content));
}
