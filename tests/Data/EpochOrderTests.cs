using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class EpochOrderTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(55_000)]
    public void Every_epoch_visits_every_example_once(int count)
    {
        var order = new EpochOrder(count, new Pcg32(1, 2));

        for (var epoch = 0; epoch < 3; epoch++)
        {
            order.Next().ToArray().Order().Should().Equal(Enumerable.Range(0, count));
        }
    }

    [Test]
    public void Every_epoch_has_an_order_of_its_own()
    {
        var order = new EpochOrder(100, new Pcg32(1, 2));

        var epochs = Enumerable.Range(0, 10).Select(_ => string.Join(' ', order.Next().ToArray()));

        epochs.Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void Equal_generators_give_equal_orders_and_different_seeds_different_ones()
    {
        var order = new EpochOrder(100, new Pcg32(1, 2)).Next().ToArray();

        new EpochOrder(100, new Pcg32(1, 2)).Next().ToArray().Should().Equal(order);
        new EpochOrder(100, new Pcg32(2, 2)).Next().ToArray().Should().NotEqual(order);
    }

    [Test]
    public void An_epoch_is_shuffled_from_ascending_order_whatever_the_epoch_before()
    {
        // two epochs of five examples draw four numbers each; a second generator is brought to the same place by hand
        var order = new EpochOrder(5, new Pcg32(3, 4));
        var sameAfterOneEpoch = new Pcg32(3, 4);
        foreach (var bound in new uint[] { 5, 4, 3, 2 })
        {
            sameAfterOneEpoch.NextBelow(bound);
        }

        order.Next();

        order.Next().ToArray().Should().Equal(new EpochOrder(5, sameAfterOneEpoch).Next().ToArray());
    }

    [Test]
    public void All_orders_of_three_come_about_equally_often()
    {
        var order = new EpochOrder(3, new Pcg32(5, 6));

        var counts = Enumerable.Range(0, 6_000).Select(_ => string.Concat(order.Next().ToArray())).CountBy(text => text).ToArray();

        // 1,000 of each are expected, with a standard deviation of 29: five of those
        counts.Should().HaveCount(6);
        counts.Should().OnlyContain(pair => pair.Value >= 855 && pair.Value <= 1_145);
    }

    [Test]
    public void An_epoch_allocates_nothing()
    {
        var order = new EpochOrder(1_000, new Pcg32(1, 2));
        order.Next();

        var before = GC.GetAllocatedBytesForCurrentThread();
        order.Next();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Less_than_one_example_is_refused(int count)
    {
        var create = () => new EpochOrder(count, new Pcg32(1, 2));

        create.Should().Throw<ArgumentOutOfRangeException>();
    }
}
