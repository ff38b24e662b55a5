using MathNet.Numerics.Distributions;

namespace Reproduction.Statistics;

/// <summary>The noncentral t distribution: what the t statistic is distributed like when there is an effect.</summary>
/// <remarks>
/// <code>
/// T = (Z + delta) / s    Z standard normal, s = sqrt(chi-squared(nu) / nu) independent of it, delta the noncentrality
/// P(T at most t) = E over s of Phi(t s - delta)
/// </code>
/// Of n pairs whose differences have mean m and standard deviation sigma, nu = n - 1 and delta = sqrt(n) m / sigma (Johnson, Kotz and
/// Balakrishnan 1995, Continuous Univariate Distributions 2, chapter 31). MathNet has no such distribution. The usual series (Lenth 1989, AS 243,
/// which R's pt uses) gives up beyond a noncentrality of 37.6, and the effects of batch normalization reach 100 and more; the integral does not.
/// Absolute error below 1e-11.
/// </remarks>
public static class NoncentralT
{
    /// <summary>The probability of a value of at most <paramref name="t"/>.</summary>
    /// <param name="t">A finite value.</param>
    /// <param name="degreesOfFreedom">At least 1.</param>
    /// <param name="noncentrality">Finite.</param>
    public static double LowerTail(double t, int degreesOfFreedom, double noncentrality) => Tail(t, degreesOfFreedom, noncentrality, sign: +1);

    /// <summary>The probability of a value above <paramref name="t"/>; not 1 minus the other tail, so that small ones keep their digits.</summary>
    /// <inheritdoc cref="LowerTail"/>
    public static double UpperTail(double t, int degreesOfFreedom, double noncentrality) => Tail(t, degreesOfFreedom, noncentrality, sign: -1);

    private static double Tail(double t, int degreesOfFreedom, double noncentrality, int sign)
    {
        Require.That(double.IsFinite(t), $"The value of t must be finite; received {t}.");
        Require.That(double.IsFinite(noncentrality), $"The noncentrality must be finite; received {noncentrality}.");

        // Phi climbs from 0 to 1 within a few 1/t of s = delta / t
        var (centre, width) = t == 0 ? (0, 0) : (noncentrality / t, 1 / Math.Abs(t));
        var tail = ChiExpectation.Of(
            s => Normal.CDF(mean: 0, stddev: 1, sign * ((t * s) - noncentrality)),
            degreesOfFreedom,
            centre - (8 * width),
            centre - (3 * width),
            centre,
            centre + (3 * width),
            centre + (8 * width));
        return Math.Clamp(tail, 0, 1);
    }
}
