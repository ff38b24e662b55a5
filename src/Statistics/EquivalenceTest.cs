using MathNet.Numerics.Statistics;

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

    /// <summary>Of two series of runs that no seed pairs, of unequal noise (Welch 1947; degrees of freedom by Satterthwaite 1946).</summary>
    /// <exception cref="ArgumentException">A series is shorter than two, holds something that is no finite number, or neither varies.</exception>
    public static EquivalenceTest Welch(IEnumerable<double> first, IEnumerable<double> second, double margin, double alpha)
    {
        Check(margin, alpha);
        var (left, right) = (first.ToList(), second.ToList());
        Require.Sample(left, least: 2, "first series");
        Require.Sample(right, least: 2, "second series");
        var (a, b) = (left.Variance() / left.Count, right.Variance() / right.Count);
        Require.That(a + b > 0, "Neither series varies: Welch's test needs noise to measure a difference by.");
        var error = Math.Sqrt(a + b);
        var freedom = (a + b) * (a + b) / ((a * a / (left.Count - 1)) + (b * b / (right.Count - 1)));
        var difference = left.Mean() - right.Mean();
        var p = Math.Max(Student.UpperTail((difference + margin) / error, freedom), Student.LowerTail((difference - margin) / error, freedom));
        var half = Student.Quantile(1 - alpha, freedom) * error;
        return new(difference, margin, error, freedom, p, new(difference - half, difference + half, 1 - (2 * alpha)), alpha);
    }

    private static void Check(double margin, double alpha)
    {
        Require.That(margin > 0 && double.IsFinite(margin), $"The margin must be a positive number; received {margin}.");
        Require.That(alpha > 0 && alpha < 0.5, $"Alpha must lie between 0 and 0.5; received {alpha}.");
    }
}
