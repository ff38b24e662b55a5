using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace Reproduction.Statistics;

/// <summary>How many seeds a paired t-test needs, and what it finds with those it has.</summary>
/// <remarks>
/// Exact for normal differences, by the noncentral t (Cohen 1988, chapter 2; R's power.t.test with type "paired" and strict TRUE). The effect is
/// Cohen's d_z, in units of the differences' true standard deviation: one measured on few seeds is itself uncertain, so plan with the lower end of
/// its interval.
/// </remarks>
public static class PairedPower
{
    /// <summary>More seeds than these are not looked for.</summary>
    public const int MostSeeds = 1_000_000;

    /// <summary>The probability that the test rejects.</summary>
    /// <param name="effect">The true d_z. With <see cref="Alternative.Less"/> negative effects are found.</param>
    /// <param name="seeds">The number of pairs, at least 2.</param>
    /// <param name="alpha">The level; of several comparisons, that of one (alpha / number, Bonferroni).</param>
    /// <param name="alternative">The test's direction. On two sides a rejection in the wrong direction counts too.</param>
    public static double Of(double effect, int seeds, double alpha, Alternative alternative)
    {
        Require.That(double.IsFinite(effect), $"The effect must be finite; received {effect}.");
        Require.That(seeds >= 2, $"A pair of seeds is the least; received {seeds}.");
        Require.Probability(alpha, "level alpha");
        var (freedom, delta) = (seeds - 1, Math.Sqrt(seeds) * effect);
        var critical = Student.Quantile(1 - (alternative == Alternative.TwoSided ? alpha / 2 : alpha), freedom);
        return alternative switch
        {
            Alternative.Less => NoncentralT.LowerTail(-critical, freedom, delta),
            Alternative.Greater => NoncentralT.UpperTail(critical, freedom, delta),
            _ => Math.Min(1, NoncentralT.UpperTail(critical, freedom, delta) + NoncentralT.LowerTail(-critical, freedom, delta)),
        };
    }

    /// <summary>The smallest number of seeds with which an effect is found with a probability.</summary>
    /// <exception cref="ArgumentException">Not even <see cref="MostSeeds"/> are enough: the effect is zero, or points the other way.</exception>
    /// <param name="effect">The true d_z.</param>
    /// <param name="power">The probability asked for, 0.8 or 0.9 usually.</param>
    /// <param name="alpha">The level of one comparison.</param>
    /// <param name="alternative">The test's direction.</param>
    public static int SeedsFor(double effect, double power, double alpha, Alternative alternative)
    {
        Require.Probability(power, "power");
        return SampleSizeSearch.Smallest(
            seeds => Of(effect, seeds, alpha, alternative) >= power, MostSeeds, $"an effect of {effect} with a power of {power}");
    }

    /// <summary>
    /// The smallest true mean difference that is found with a probability, when beside the t-test's p on two sides the observed mean has to exceed
    /// a smallest relevant difference: given s, that is one bound on a normal mean.
    /// </summary>
    /// <param name="seeds">The number of pairs.</param>
    /// <param name="standardDeviation">The differences' true standard deviation, 0 or more.</param>
    /// <param name="relevant">The smallest relevant difference, 0 or more.</param>
    /// <param name="power">The probability asked for.</param>
    /// <param name="alpha">The level of this one comparison.</param>
    public static double SmallestDifference(int seeds, double standardDeviation, double relevant, double power, double alpha)
    {
        Require.That(seeds >= 2, $"A pair of seeds is the least; received {seeds}.");
        Require.That(
            standardDeviation >= 0 && double.IsFinite(standardDeviation),
            $"The standard deviation must not be negative; received {standardDeviation}.");
        Require.That(relevant >= 0 && double.IsFinite(relevant), $"The relevant difference must not be negative; received {relevant}.");
        Require.Probability(power, "power");
        Require.Probability(alpha, "level alpha");
        if (standardDeviation == 0)
        {
            return relevant;
        }

        var error = standardDeviation / Math.Sqrt(seeds);
        var critical = Student.Quantile(1 - (alpha / 2), seeds - 1);
        double Found(double difference) => ChiExpectation.Of(
            s => Normal.CDF(mean: 0, stddev: 1, (difference / error) - Math.Max(relevant / error, critical * s)),
            seeds - 1,
            relevant / error / critical);
        var high = relevant + error;
        while (Found(high) < power)
        {
            high *= 2;
        }

        return Brent.FindRoot(difference => Found(difference) - power, 0, high, accuracy: 1e-10 * high, maxIterations: 1000);
    }
}
