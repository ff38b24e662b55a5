using Reproduction.Report.Page;

namespace Reproduction.Tests.Report.Page;

public sealed class SpreadTests
{
    // R: x <- c(1, 2, 4, 8); mean(x); sd(x); t.test(x)$conf.int; quantile(x, c(.1, .5, .9))
    private static readonly Spread Four = new([8, 1, 4, 2]);

    [Test]
    public void Mean_and_interval_are_students()
    {
        Four.Mean.Should().BeApproximately(3.75, 1e-12);
        Four.StandardDeviation.Should().BeApproximately(3.095696, 1e-6);
        Four.HalfWidth.Should().BeApproximately(4.925943, 1e-6);
    }

    [TestCase(0.1, 1.3)]
    [TestCase(0.5, 3)]
    [TestCase(0.9, 6.8)]
    public void Quantiles_are_those_of_R(double fraction, double expected) => Four.Quantile(fraction).Should().BeApproximately(expected, 1e-12);

    [Test]
    public void A_single_seed_has_a_value_and_no_width()
    {
        var one = new Spread([0.5]);

        one.Quantile(0.1).Should().Be(0.5);
        one.HalfWidth.Should().Be(0);
    }
}
