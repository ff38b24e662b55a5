using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>Two one-sided tests, against R's t.test on either side.</summary>
public sealed class EquivalenceTestTests
{
    private static EquivalenceTest Of(string sample, double margin)
    {
        var (first, second) = sample == "sleep"
            ? (Reference.SleepFirst, Reference.SleepSecond)
            : (Reference.Maize, Reference.Maize.Reverse().Select(value => (value / 2) + 5).ToArray());
        return EquivalenceTest.Paired(PairedComparison.Of(first, second), margin, alpha: 0.05);
    }

    [ReferenceRows("tost p", "tost low", "tost high")]
    public void A_test_is_that_of_R(Reference row)
    {
        var test = Of(row.A, Reference.Number(row.B));
        var ours = row.Quantity switch { "tost p" => test.PValue, "tost low" => test.Interval.Low, _ => test.Interval.High };

        ours.Should().BeApproximately(row.Value, 1e-10 * Math.Max(1, Math.Abs(row.Value)), "R's qt and ours agree to 1e-10");
    }

    [TestCase("sleep", 0.5)]
    [TestCase("sleep", 2.2)]
    [TestCase("sleep", 3.0)]
    [TestCase("maize", 60.0)]
    public void P_and_interval_say_the_same(string sample, double margin)
    {
        var test = Of(sample, margin);

        test.IsEquivalent.Should().Be(test.Interval.Low > -margin && test.Interval.High < margin);
        test.Interval.Probability.Should().Be(0.9);
        test.DegreesOfFreedom.Should().Be(sample == "sleep" ? 9 : 14, "one less than there are pairs");
    }

    [Test]
    public void Identical_runs_are_equivalent_when_there_are_enough_of_them()
    {
        EquivalenceTest Identical(int seeds) =>
            EquivalenceTest.Paired(PairedComparison.Of(new double[seeds], new double[seeds]), margin: 0.1, alpha: 0.05);

        Identical(2).PValue.Should().Be(0.25, "two signs");
        Identical(2).IsEquivalent.Should().BeFalse();
        Identical(20).IsEquivalent.Should().BeTrue();
    }

    [Test]
    public void A_constant_difference_beyond_the_margin_is_not_equivalent() =>
        EquivalenceTest.Paired(PairedComparison.Of([2.0, 2, 2, 2, 2, 2], new double[6]), margin: 1, alpha: 0.05).PValue.Should().Be(1);

    [Test]
    public void What_cannot_be_tested_is_refused()
    {
        var pairs = PairedComparison.Of([1, 2], [2, 3.5]);
        FluentActions.Invoking(() => EquivalenceTest.Paired(pairs, 0, 0.05)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => EquivalenceTest.Paired(pairs, double.NaN, 0.05)).Should().Throw<ArgumentException>();
        foreach (var alpha in new[] { 0.5, 0, -1, 1, double.NaN })
        {
            FluentActions.Invoking(() => EquivalenceTest.Paired(pairs, 1, alpha))
                .Should().Throw<ArgumentException>().WithMessage($"Alpha must lie between 0 and 0.5; received {alpha}.*");
        }
    }
}
