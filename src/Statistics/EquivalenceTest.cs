namespace Reproduction.Statistics;

/// <summary>Two one-sided tests (TOST; Schuirmann 1987): whether a difference is shown to lie within a margin, in both directions.</summary>
/// <param name="Difference">The mean difference, first minus second, in the metric's units.</param>
/// <param name="Margin">The largest difference that would not matter, greater than 0; stated beforehand.</param>
/// <param name="StandardError">The standard deviation of the mean difference.</param>
/// <param name="DegreesOfFreedom">Of its t distribution.</param>
/// <param name="PValue">The larger p of the two tests; small means equivalent.</param>
/// <param name="Interval">The confidence interval of level 1 - 2 alpha: it lies within the margins just when p is below alpha.</param>
/// <param name="Alpha">The level of the test: how often runs that are a margin apart would be called equivalent.</param>
/// <remarks>
/// "No difference" is never shown by a test that found none; it is shown by refuting both that the difference is the margin or more, and that it
/// is minus the margin or less. Neither test is corrected for the other: both have to reject.
/// </remarks>
public sealed record EquivalenceTest(
    double Difference, double Margin, double StandardError, double DegreesOfFreedom, double PValue, Interval Interval, double Alpha)
{
    /// <summary>Whether the difference is shown to lie within the margin.</summary>
    public bool IsEquivalent => PValue < Alpha;

    /// <summary>Of runs paired by seed.</summary>
    /// <remarks>
    /// Where all differences are equal there is no noise to estimate: p is then that of signs, 2^(-n) for a difference within the margin,
    /// so that two identical runs show nothing and twenty do.
    /// </remarks>
    public static EquivalenceTest Paired(PairedComparison comparison, double margin, double alpha)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        Check(margin, alpha);
        var p = Math.Max(comparison.PValue(Alternative.Greater, -margin), comparison.PValue(Alternative.Less, margin));
        return new(comparison.Mean, margin, comparison.StandardError, comparison.Count - 1, p, comparison.ConfidenceInterval(1 - (2 * alpha)), alpha);
    }

    private static void Check(double margin, double alpha)
    {
        Require.That(margin > 0 && double.IsFinite(margin), $"The margin must be a positive number; received {margin}.");
        Require.That(alpha > 0 && alpha < 0.5, $"Alpha must lie between 0 and 0.5; received {alpha}.");
    }
}
