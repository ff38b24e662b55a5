using MathNet.Numerics.Statistics;

namespace Reproduction.Statistics;

/// <summary>
/// Whether two samples spread alike: the t-test of the distances from each sample's mean (Levene 1960), which bears other distributions.
/// </summary>
/// <remarks>The samples are taken as independent: of two kinds of runs over the same seeds it is asked how each spreads, not how they pair.</remarks>
public static class LeveneTest
{
    /// <summary>The p on two sides; 1 where all distances are equal.</summary>
    /// <param name="first">One sample, at least two values.</param>
    /// <param name="second">The other.</param>
    public static double PValue(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Require.Sample(first, least: 2, "first sample");
        Require.Sample(second, least: 2, "second sample");
        static double[] Distances(IReadOnlyList<double> sample) => [.. sample.Select(value => Math.Abs(value - sample.Mean()))];
        var (one, other) = (Distances(first), Distances(second));
        var degrees = one.Length + other.Length - 2;

        // The pooled variance of the distances, (n - 1) s^2 of each sample.
        var pooled = (((one.Length - 1) * one.Variance()) + ((other.Length - 1) * other.Variance())) / degrees;
        var difference = one.Mean() - other.Mean();
        return difference == 0 ? 1
            : Math.Min(1, 2 * Student.UpperTail(Math.Abs(difference) / Math.Sqrt(pooled * ((1.0 / one.Length) + (1.0 / other.Length))), degrees));
    }
}
