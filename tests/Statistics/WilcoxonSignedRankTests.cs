using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>The exact signed-rank test, ties and zeros included.</summary>
public sealed class WilcoxonSignedRankTests
{
    private static IEnumerable<double> Sample(string name) => name switch
    {
        "maize" => Reference.Maize,
        "ties" => Reference.Ties,
        _ => PairedComparison.Of(Reference.SleepFirst, Reference.SleepSecond).Values,
    };

    /// <summary>Both count assignments of signs: the same fractions of powers of two.</summary>
    [ReferenceRows("wilcoxon p")]
    public void A_p_is_that_of_R(Reference row) =>
        WilcoxonSignedRank.Of(Sample(row.A), resolution: 1e-12).PValue(Reference.Alternative(row.B)).Should().BeApproximately(row.Value, 1e-14);

    [ReferenceRows("wilcoxon V")]
    public void A_statistic_is_that_of_R(Reference row) => WilcoxonSignedRank.Of(Sample(row.A), resolution: 0).Statistic.Should().Be(row.Value);

    [Test]
    public void Ties_share_their_mean_rank_and_zeros_have_none() =>
        WilcoxonSignedRank.Of([0, 3, -1, 1, -3, 3, 8], resolution: 0).Ranks.Should().Equal(1.5, 1.5, 4, 4, 4, 6);

    [Test]
    public void Differences_that_only_rounding_tells_apart_are_ties()
    {
        (0.9772 - 0.9770).Should().NotBe(0.9774 - 0.9772, "these are different doubles");
        PairedComparison.Of([0.9772, 0.9774, 0.9], [0.9770, 0.9772, 0.8]).Wilcoxon.Ranks.Should().Equal(1.5, 1.5, 3);
    }

    [Test]
    public void With_nothing_but_zeros_p_is_1()
    {
        var nothing = WilcoxonSignedRank.Of([0.0, 0, 0], resolution: 0);

        nothing.Statistic.Should().Be(0);
        nothing.PValue(Alternative.TwoSided).Should().Be(1);
        nothing.PValue(Alternative.Less).Should().Be(1);
    }

    [Test]
    public void A_hundred_pairs_are_exact_too() =>
        WilcoxonSignedRank.Of(Enumerable.Range(1, 100).Select(i => (double)i), resolution: 0).PValue(Alternative.Greater)
            .Should().BeApproximately(Math.Pow(2, -100), 1e-40, "one assignment of 2^100");

    [Test]
    public void What_is_no_number_is_refused()
    {
        FluentActions.Invoking(() => WilcoxonSignedRank.Of([], 0)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => WilcoxonSignedRank.Of([1, double.NaN], 0)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => WilcoxonSignedRank.Of([1, 2], -1)).Should().Throw<ArgumentException>();
    }
}
