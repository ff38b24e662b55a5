using MathNet.Numerics.Distributions;

namespace Reproduction.Statistics;

/// <summary>How many seeds an equivalence test of pairs needs.</summary>
/// <remarks>
/// Exact for normal differences. Both one-sided tests reject when |mean| is at most margin - t s sigma / sqrt(n); given s, that is an interval of a
/// normal mean, empty when s is too large, and what remains is the average over s. It is the difference of two values of Owen's Q (Owen 1965;
/// Phillips 1990, equation 4), without the cancellation. Absolute error below 1e-10.
/// </remarks>
public static class EquivalencePower
{
    /// <summary>The probability that both tests reject.</summary>
    /// <param name="margin">The margin, in units of the differences' standard deviation; greater than 0.</param>
    /// <param name="shift">The true mean difference in the same units; 0 where nothing is different.</param>
    /// <param name="seeds">The number of pairs, at least 2.</param>
    /// <param name="alpha">The level of each of the two tests.</param>
    public static double Of(double margin, double shift, int seeds, double alpha)
    {
        Require.That(seeds >= 2, $"A pair of seeds is the least; received {seeds}.");
        return Of(margin, shift, 1 / Math.Sqrt(seeds), seeds - 1, alpha);
    }

    /// <summary>The smallest number of seeds that show equivalence with a probability.</summary>
    /// <exception cref="ArgumentException">Not even a million are enough: the shift reaches the margin.</exception>
    /// <param name="margin">The margin, in units of the differences' standard deviation.</param>
    /// <param name="shift">The true mean difference in the same units.</param>
    /// <param name="power">The probability asked for, 0.8 or 0.9 usually.</param>
    /// <param name="alpha">The level of each of the two tests.</param>
    public static int SeedsFor(double margin, double shift, double power, double alpha)
    {
        Require.Probability(power, "power");
        return Smallest.Count(seeds => Of(margin, shift, seeds, alpha) >= power, PairedPower.MostSeeds, $"equivalence within {margin} at a shift of {shift}");
    }

    /// <summary>The same for any design whose difference has a standard error and degrees of freedom.</summary>
    internal static double Of(double margin, double shift, double standardError, int degreesOfFreedom, double alpha)
    {
        Require.That(margin > 0 && double.IsFinite(margin), $"The margin must be a positive number; received {margin}.");
        Require.That(double.IsFinite(shift), $"The shift must be finite; received {shift}.");
        Require.That(alpha > 0 && alpha < 0.5, $"Alpha must lie between 0 and 0.5; received {alpha}.");
        var t = Student.Quantile(1 - alpha, degreesOfFreedom);
        var largest = margin / standardError / t;
        double Within(double s) => s >= largest ? 0 : Between(((-margin - shift) / standardError) + (t * s), ((margin - shift) / standardError) - (t * s));

        // each bound crosses zero, where the probability bends, at (margin -+ shift) / (t x standard error); it climbs within a few 1/t of that
        var (up, down) = ((margin + shift) / standardError / t, (margin - shift) / standardError / t);
        return SampleDeviation.Average(Within, degreesOfFreedom, largest, up - (6 / t), up - (2 / t), up, down - (6 / t), down - (2 / t), down);
    }

    /// <summary>The probability of a standard normal value between two bounds, from the tail that loses no digits.</summary>
    private static double Between(double low, double high) => low > 0
        ? Normal.CDF(mean: 0, stddev: 1, -low) - Normal.CDF(mean: 0, stddev: 1, -high)
        : Normal.CDF(mean: 0, stddev: 1, high) - Normal.CDF(mean: 0, stddev: 1, low);
}
