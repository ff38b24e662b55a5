using Reproduction.Data;
using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>What a number of correlated figures is worth.</summary>
public sealed class EffectiveNumberTests
{
    private static readonly double[] One = [1, -1, 1, -1];
    private static readonly double[] Other = [1, 1, -1, -1];
    private static readonly double[] Third = [1, -1, -1, 1];

    [Test]
    public void Uncorrelated_figures_count_each_and_figures_that_go_together_once()
    {
        EffectiveNumber.Of([One, Other, Third]).Should().BeApproximately(3, 1e-12);
        EffectiveNumber.Of([One, [3, -5, 3, -5], [-1, 1, -1, 1]]).Should().BeApproximately(1, 1e-12);
        EffectiveNumber.Of([One, One, Other, Other]).Should().BeApproximately(2, 1e-12);
    }

    /// <summary>Eigenvalues 1 + r and 1 - r: (sum)^2 / (sum of squares) = 4 / (2 + 2 r^2).</summary>
    [Test]
    public void Two_figures_that_correlate_by_r_are_worth_2_divided_by_1_plus_r_squared()
    {
        double[] mixed = [.. One.Zip(Other, (a, b) => (0.6 * a) + (0.8 * b))];

        EffectiveNumber.Of([One, mixed]).Should().BeApproximately(2 / 1.36, 1e-12);
    }

    /// <summary>M independent figures of n samples are worth about M n / (M + n), 40 of 60 here: chance correlates them.</summary>
    [Test]
    public void Chance_makes_it_smaller_as_stated()
    {
        var random = new Pcg32(3, 5);

        double[] Draws() => [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];

        EffectiveNumber.Of([.. Enumerable.Range(0, 120).Select(_ => Draws())]).Should().BeInRange(38, 42);
    }

    [Test]
    public void A_figure_that_does_not_vary_has_no_correlation() =>
        FluentActions.Invoking(() => EffectiveNumber.Of([One, [2, 2, 2, 2]])).Should().Throw<ArgumentException>().WithMessage("*differ*");
}
