using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class BatchesTests
{
    [TestCase(55_000, 32, 1_719, 24)]
    [TestCase(55_000, 55_000, 1, 55_000)]
    [TestCase(55_000, 60_000, 1, 55_000)]
    [TestCase(6, 3, 2, 3)]
    [TestCase(7, 3, 3, 1)]
    [TestCase(2, 1, 2, 1)]
    public void The_last_partial_batch_is_kept(int exampleCount, int batchSize, int batchCount, int lastBatch)
    {
        var sizes = Cut(Enumerable.Range(0, exampleCount).ToArray(), batchSize).Select(batch => batch.Length).ToArray();

        sizes.Should().Equal([.. Enumerable.Repeat(batchSize, batchCount - 1), lastBatch]);
        Batches.CountOf(exampleCount, batchSize).Should().Be(batchCount);
    }

    [Test]
    public void Batches_are_consecutive_slices_of_the_order()
    {
        int[] order = [4, 0, 3, 1, 2];

        Cut(order, 2).Should().BeEquivalentTo(new int[][] { [4, 0], [3, 1], [2] }, options => options.WithStrictOrdering());
    }

    [Test]
    public void An_empty_order_has_no_batch()
    {
        Cut([], 3).Should().BeEmpty();
        Batches.CountOf(0, 3).Should().Be(0);
    }

    [Test]
    public void The_largest_batch_size_does_not_overflow()
    {
        new Batches([1, 2, 3], int.MaxValue).Count.Should().Be(1);
    }

    [TestCase(0)]
    [TestCase(-32)]
    public void A_batch_size_below_one_is_refused(int batchSize)
    {
        var cut = () => Cut([1, 2, 3], batchSize);
        var count = () => Batches.CountOf(3, batchSize);

        cut.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(batchSize));
        count.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(batchSize));
    }

    private static int[][] Cut(int[] order, int batchSize)
    {
        var batches = new List<int[]>();
        foreach (var batch in new Batches(order, batchSize))
        {
            batches.Add(batch.ToArray());
        }

        return [.. batches];
    }
}
