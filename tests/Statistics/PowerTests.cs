using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>Power and numbers of seeds, against R's power.t.test and integrals.</summary>
public sealed class PowerTests
{
    /// <summary>Between R's series (1e-12, with warnings) and our integral: 1e-9.</summary>
    [ReferenceRows("power two.sided", "power one.sided")]
    public void The_power_of_a_paired_t_test_is_that_of_R(Reference row)
    {
        var alternative = row.Quantity == "power two.sided" ? Alternative.TwoSided : Alternative.Greater;
        var power = PairedPower.Of(Reference.Number(row.A), Reference.Whole(row.B), Reference.Number(row.C), alternative);

        power.Should().BeApproximately(row.Value, 1e-9);
        if (alternative == Alternative.Greater)
        {
            PairedPower.Of(-Reference.Number(row.A), Reference.Whole(row.B), Reference.Number(row.C), Alternative.Less)
                .Should().BeApproximately(power, 1e-12);
        }
    }

    [ReferenceRows("seeds two.sided")]
    public void The_number_of_seeds_is_that_of_R(Reference row) =>
        PairedPower.SeedsFor(Reference.Number(row.A), Reference.Number(row.C), Reference.Number(row.B), Alternative.TwoSided)
            .Should().Be((int)row.Value);

    /// <summary>
    /// Cohen 1988, table 2.4.1: a medium effect, d = 0.5, at 5 % on two sides with a power of 0.80 needs 34 pairs by the exact computation.
    /// </summary>
    [Test]
    public void A_medium_effect_needs_34_pairs() => PairedPower.SeedsFor(0.5, 0.8, 0.05, Alternative.TwoSided).Should().Be(34);

    [Test]
    public void The_smallest_difference_follows_the_test_or_the_relevance_whichever_asks_for_more()
    {
        var byTest = PairedPower.SmallestDifference(20, 0.004, relevant: 0, 0.8, 0.000625);

        PairedPower.Of(byTest / 0.004, 20, 0.000625, Alternative.TwoSided).Should().BeApproximately(0.8, 1e-7, "no bound but the test's");
        PairedPower.SmallestDifference(20, 0.004, relevant: 0.02, 0.8, 0.000625).Should().BeApproximately(
            0.02 + (0.8416212 * 0.004 / Math.Sqrt(20)), 1e-6, "the test rejects anyway: the bound and the normal distribution's 80 % point");
        PairedPower.SmallestDifference(20, 0, relevant: 0.02, 0.8, 0.000625).Should().Be(0.02);
    }

    [Test]
    public void What_no_number_of_seeds_can_find_is_refused()
    {
        FluentActions.Invoking(() => PairedPower.SeedsFor(0, 0.8, 0.05, Alternative.TwoSided))
            .Should().Throw<ArgumentException>().WithMessage("Not even 1000000 seeds*");
        FluentActions.Invoking(() => PairedPower.SeedsFor(1, 0.8, 0.05, Alternative.Less)).Should().Throw<ArgumentException>();
    }

    [Test]
    public void What_is_out_of_range_is_refused()
    {
        Refused(() => PairedPower.Of(double.NaN, 20, 0.05, Alternative.TwoSided), "The effect must be finite; received NaN.*");
        Refused(() => PairedPower.Of(1, 1, 0.05, Alternative.TwoSided), "A pair of seeds is the least; received 1.*");
        Refused(() => PairedPower.Of(1, 20, 0, Alternative.TwoSided), "The level alpha must lie between 0 and 1,*received 0.*");
        Refused(() => PairedPower.SeedsFor(1, 1, 0.05, Alternative.TwoSided), "The power must lie between 0 and 1,*received 1.*");
        Refused(() => PairedPower.SmallestDifference(1, 0.01, 0, 0.8, 0.05), "A pair of seeds is the least; received 1.*");
        Refused(() => PairedPower.SmallestDifference(20, 0.01, 0, 1, 0.05), "The power must lie between 0 and 1,*received 1.*");
        Refused(() => PairedPower.SmallestDifference(20, 0, 0, 0.8, 1), "The level alpha must lie between 0 and 1,*received 1.*");
        foreach (var value in new[] { double.NaN, -1, double.PositiveInfinity })
        {
            Refused(() => PairedPower.SmallestDifference(20, value, 0, 0.8, 0.05), $"The standard deviation must not be *; received {value}.*");
            Refused(() => PairedPower.SmallestDifference(20, 0, value, 0.8, 0.05), $"The relevant difference must not be *; received {value}.*");
        }

        PairedPower.SmallestDifference(2, 0.01, 0, 0.8, 0.05).Should().BePositive("two seeds are the least");

        static void Refused(Func<double> ask, string message) => ask.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
