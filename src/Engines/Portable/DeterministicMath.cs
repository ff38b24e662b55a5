using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>The exponential and the logarithm, from additions, multiplications and fused multiply-adds alone.</summary>
/// <remarks>
/// Those of the system's mathematics library differ between platforms in the last bit; these do not. Within 1e-15 of the true value, relatively
/// (tests compare).
/// </remarks>
internal static class DeterministicMath
{
    // ln 2 in two parts; a whole number of up to 20 bits times the high part is exact.
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SqrtHalf = 0.70710678118654752440;

    /// <summary>e to the power x, eight at a time. Below -708, where the result would be less than 1e-307, it is 0.</summary>
    /// <param name="x">0 or less; NaN stays NaN.</param>
    /// <remarks><code>
    /// k = x / ln 2, rounded to the nearest whole number;  r = x - k ln 2, so that |r| is at most 0.35
    /// e^x = 2^k (1 + r + r^2/2! + ... + r^13/13!)          Horner's scheme, each step fused
    /// </code></remarks>
    public static Vector512<double> Exp(Vector512<double> x)
    {
        var k = Vector512.Round(x * 1.4426950408889634074);
        var r = Vector512.FusedMultiplyAdd(-k, Vector512.Create(Ln2Low), Vector512.FusedMultiplyAdd(-k, Vector512.Create(Ln2High), x));
        var sum = Vector512.Create(1.0 / 6227020800);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 479001600));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 39916800));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 3628800));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 362880));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 40320));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 5040));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 720));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 120));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 24));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 6));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0));

        // Added to 1.5 x 2^52, a whole number of up to 51 bits stands in the lowest bits; the shift makes k + 1023 the exponent of 2^k.
        var power = ((k + Vector512.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-708.0)), Vector512<double>.Zero, sum * power);
    }

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">1 or more and finite; for anything else the result is not a number.</param>
    /// <remarks><code>
    /// x = 2^e m with m from sqrt(1/2) to sqrt(2);  f = (m - 1) / (m + 1), so that |f| is at most 0.172
    /// ln x = e ln 2 + 2 (f + f^3/3 + f^5/5 + ... + f^21/21)     Horner's scheme in f^2, each step fused
    /// </code></remarks>
    public static double Log(double x)
    {
        if (!(x >= 1 && double.IsFinite(x)))
        {
            return double.NaN;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (bits >> 52) - 1022;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | (1022L << 52));
        if (m < SqrtHalf)
        {
            m *= 2;
            exponent--;
        }

        var f = (m - 1) / (m + 1);
        var square = f * f;
        var sum = 1.0 / 21;
        for (var odd = 19; odd >= 1; odd -= 2)
        {
            sum = Math.FusedMultiplyAdd(sum, square, 1.0 / odd);
        }

        return Math.FusedMultiplyAdd(exponent, Ln2High, Math.FusedMultiplyAdd(exponent, Ln2Low, 2 * f * sum));
    }
}
