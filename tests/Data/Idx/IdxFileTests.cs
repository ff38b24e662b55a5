using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class IdxFileTests
{
    [Test]
    public void Magic_and_lengths_follow_from_the_dimensions()
    {
        var images = new IdxFile("train-images-idx3-ubyte", [60_000, 28, 28], "");
        var labels = new IdxFile("train-labels-idx1-ubyte", [60_000], "");

        (images.Magic, images.HeaderLength, images.ValueCount, images.Length, images.Count)
            .Should().Be((0x803u, 16, 47_040_000, 47_040_016L, 60_000));
        (labels.Magic, labels.HeaderLength, labels.ValueCount, labels.Length, labels.Count)
            .Should().Be((0x801u, 8, 60_000, 60_008L, 60_000));
    }

    [Test]
    public void File_names_are_with_and_without_gz_with_a_hyphen_and_with_a_dot()
    {
        new IdxFile("train-images-idx3-ubyte", [1, 1, 1], "").FileNames.Should().Equal(
            "train-images-idx3-ubyte.gz", "train-images-idx3-ubyte", "train-images.idx3-ubyte.gz", "train-images.idx3-ubyte");
    }
}
