using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace Reproduction.Statistics;

/// <summary>Student's t distribution: tails and quantiles that hold far out.</summary>
/// <remarks>
/// The tails are MathNet's. Its quantile is not used: StudentT.InvCDF looks for the root between -800 and 800 and fails beyond, where a
/// single degree of freedom already leads at a level of 0.0003 (tests/Statistics/StudentTests.cs). Relative error of a tail and of a
/// quantile: below 1e-9, checked against R's pt and qt.
/// </remarks>
public static class Student
{
    /// <summary>The probability of a value below <paramref name="t"/>.</summary>
    /// <param name="t">A value; infinities have probability 0 and 1.</param>
    /// <param name="degreesOfFreedom">Greater than 0, not necessarily whole (Welch).</param>
    public static double LowerTail(double t, double degreesOfFreedom)
    {
        Require.That(!double.IsNaN(t), "The value of t is not a number.");
        Require.That(degreesOfFreedom > 0 && double.IsFinite(degreesOfFreedom), $"Degrees of freedom must be positive; received {degreesOfFreedom}.");
        return double.IsInfinity(t) ? (t > 0 ? 1 : 0) : StudentT.CDF(location: 0, scale: 1, degreesOfFreedom, t);
    }

    /// <summary>The probability of a value above <paramref name="t"/>, to full relative precision: not 1 minus the other tail.</summary>
    public static double UpperTail(double t, double degreesOfFreedom) => LowerTail(-t, degreesOfFreedom);

    /// <summary>The value that t stays below with a probability.</summary>
    /// <param name="probability">Between 0 and 1, both excluded.</param>
    /// <param name="degreesOfFreedom">Greater than 0.</param>
    public static double Quantile(double probability, double degreesOfFreedom)
    {
        Require.Probability(probability, "probability");
        var tail = Math.Min(probability, 1 - probability);
        if (tail == 0.5)
        {
            return 0;
        }

        // t = sinh(u): u grows like t near zero and like its logarithm far out, so that one accuracy serves both
        double Excess(double u) => Math.Log(UpperTail(Math.Sinh(u), degreesOfFreedom) / tail);
        var high = 1.0;
        while (Excess(high) > 0)
        {
            high *= 2;
        }

        var t = Math.Sinh(Brent.FindRoot(Excess, 0, high, accuracy: 1e-13, maxIterations: 1000));
        return probability < 0.5 ? -t : t;
    }
}
