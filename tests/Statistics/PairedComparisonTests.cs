using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>The paired t-test, its interval and effect size, against textbooks and R.</summary>
public sealed class PairedComparisonTests
{
    private static PairedComparison Of(string sample) => sample == "sleep"
        ? PairedComparison.Of(Reference.SleepFirst, Reference.SleepSecond)
        : PairedComparison.Of(Reference.Maize, new double[15]);

    /// <summary>Student 1908, The probable error of a mean, as every textbook prints it: t = -4.0621, p = 0.002833.</summary>
    [Test]
    public void Students_own_example()
    {
        var sleep = Of("sleep");

        sleep.Mean.Should().BeApproximately(-1.58, 1e-12);
        sleep.Statistic.Should().BeApproximately(-4.0621, 5e-5, "printed to four decimals");
        sleep.PValue(Alternative.TwoSided).Should().BeApproximately(0.002833, 5e-7, "printed to six decimals");
        sleep.EffectSize.Should().BeApproximately(-1.58 / 1.229995, 1e-5, "Cohen's d_z: R's mean over its standard deviation");
        sleep.ToString().Should().Be("mean -1.5800 (standard deviation 1.2300, 10 seeds, from -4.6000 to 0.0000)");
    }

    /// <summary>Fisher 1935, section 17: t = 2.148 on 14 degrees of freedom, just beyond the 5 % point, 2.145.</summary>
    [Test]
    public void Fishers_own_example()
    {
        Of("maize").Statistic.Should().BeApproximately(2.148, 5e-4, "printed to three decimals");
        Student.Quantile(0.975, 14).Should().BeApproximately(2.145, 5e-4, "printed to three decimals");
    }

    [ReferenceRows("t-test p", "t-test t", "t-test mean", "t-test sd")]
    public void A_t_test_is_that_of_R(Reference row)
    {
        var comparison = Of(row.A);
        var ours = row.Quantity switch
        {
            "t-test p" => comparison.PValue(Reference.Alternative(row.B)),
            "t-test t" => comparison.Statistic!.Value,
            "t-test mean" => comparison.Mean,
            _ => comparison.StandardDeviation,
        };
        ours.Should().BeApproximately(row.Value, 1e-12 * Math.Max(1, Math.Abs(row.Value)), "the same formula in the same precision");
    }

    [ReferenceRows("t-test interval")]
    public void An_interval_is_that_of_R(Reference row)
    {
        var level = Reference.Number(row.B);
        var interval = Of(row.A).ConfidenceInterval(level);

        (row.C == "low" ? interval.Low : interval.High).Should().BeApproximately(row.Value, 1e-9 * Math.Max(1, Math.Abs(row.Value)));
        interval.Probability.Should().Be(level);
    }

    /// <summary>t is near 125: the tail is far out, and no series or clipped root search may end before it.</summary>
    [Test]
    public void An_effect_of_batch_normalization_s_size_has_a_p()
    {
        var lead = PairedComparison.Of(Enumerable.Range(0, 20).Select(i => 0.0195 + (0.0007 * Math.Sin(i * 1.7) * Math.Sqrt(2))), new double[20]);

        lead.PValue(Alternative.Greater).Should().BePositive().And.BeLessThan(1e-25);
    }

    [Test]
    public void The_direction_counts()
    {
        var (lower, higher) = (PairedComparison.Of([1.0, 2, 3], [2.0, 3.5, 4]), PairedComparison.Of([2.0, 3.5, 4], [1.0, 2, 3]));

        lower.PValue(Alternative.Less).Should().BeLessThan(0.05).And.Be(higher.PValue(Alternative.Greater));
        lower.PValue(Alternative.Greater).Should().BeGreaterThan(0.95);
    }

    [TestCase(2, 0.5)]
    [TestCase(3, 0.25)]
    [TestCase(20, 1.0 / 524288)]
    public void Equal_differences_leave_no_noise_and_p_is_that_of_signs(int seeds, double expected)
    {
        // in binary, 0.9772 - 0.9770 is not 0.9774 - 0.9772
        var constant = PairedComparison.Of(
            Enumerable.Range(0, seeds).Select(i => 0.9772 + (i * 0.0002)), Enumerable.Range(0, seeds).Select(i => 0.9770 + (i * 0.0002)));

        constant.IsConstant.Should().BeTrue();
        constant.IsZero.Should().BeFalse();
        constant.Statistic.Should().BeNull();
        constant.EffectSize.Should().BeNull();
        constant.PValue(Alternative.TwoSided).Should().BeApproximately(expected, 1e-15, "2^(1 - n), exactly");
    }

    [Test]
    public void Identical_runs_differ_in_nothing()
    {
        var same = PairedComparison.Of([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]);

        (same.IsZero, same.Mean, same.PValue(Alternative.TwoSided), same.PValue(Alternative.Greater)).Should().Be((true, 0.0, 1.0, 1.0));
        same.ConfidenceInterval(0.95).Should().Be(new Interval(0, 0, 0.95));
    }

    [Test]
    public void A_pair_without_a_difference_does_not_make_all_identical()
    {
        PairedComparison.Of([1.0, 6], [1.0, 1]).IsZero.Should().BeFalse();
        PairedComparison.Of([0.0002, 0.9774], [0.0, 0.9772]).IsConstant.Should().BeTrue("the largest figure says how far rounding goes");
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        TestCaseData Case(string name, double[] first, double[] second) => new TestCaseData(first, second).SetArgDisplayNames(name);
        yield return Case("nothing", [], []);
        yield return Case("one pair", [1], [2]);
        yield return Case("unequal lengths", [1, 2, 3], [1, 2]);
        yield return Case("not a number", [1, double.NaN], [1, 2]);
        yield return Case("infinite", [1, 2], [1, double.PositiveInfinity]);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_paired_is_refused(double[] first, double[] second) =>
        FluentActions.Invoking(() => PairedComparison.Of(first, second)).Should().Throw<ArgumentException>();

    [TestCase(0.0)]
    [TestCase(1.0)]
    [TestCase(double.NaN)]
    public void A_level_lies_between_0_and_1(double level) =>
        FluentActions.Invoking(() => Of("sleep").ConfidenceInterval(level)).Should().Throw<ArgumentException>();

    [Test]
    public void An_interval_never_contains_what_is_no_number()
    {
        new Interval(0, 1, 0.95).Contains(0).Should().BeTrue();
        new Interval(0, 1, 0.95).Contains(1).Should().BeTrue();
        new Interval(0, 1, 0.95).Contains(2).Should().BeFalse();
        new Interval(0, 1, 0.95).Contains(-1).Should().BeFalse();
        new Interval(0, 1, 0.95).Contains(double.NaN).Should().BeFalse();
        new Interval(double.NaN, double.NaN, 0.95).Contains(0).Should().BeFalse();
    }
}
