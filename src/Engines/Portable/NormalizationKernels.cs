using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>Batch normalization of one panel of features: with the order of every sum.</summary>
/// <remarks>
/// <code>
/// x, y, dy, dx, xhat    [n, features]
/// mean, variance, scale, gamma, beta, moving values    [features]
/// sums over the batch run over n = 0, 1, ..., with one accumulator for each feature; divisions and square roots are rounded once
/// </code>
/// Sources: Ioffe and Szegedy 2015, algorithms 1 and 2, and the gradients of section 3.
/// </remarks>
internal static class NormalizationKernels
{
    /// <summary>Mean and biased variance of each feature over the batch.</summary>
    /// <remarks><code>
    /// mean[j]     = (x[0, j] + x[1, j] + ...) / n
    /// variance[j] = (s after s = 0; for n = 0, 1, ...:  c = x[n, j] - mean[j]; s = fma(c, c, s)) / n
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Moments(Panels x, Floats mean, Floats variance)
    {
        var count = Vector512.Create((float)x.Rows);
        for (var panel = 0; panel < x.Count; panel++)
        {
            var feature = (nint)panel * Panels.Width;
            var (start, end) = x.Panel(panel);
            var sum = Vector512<float>.Zero;
            for (var position = start; position < end; position += Panels.Width)
            {
                sum += x.Values.Load(position);
            }

            var center = sum / count;
            var squares = Vector512<float>.Zero;
            for (var position = start; position < end; position += Panels.Width)
            {
                var centered = x.Values.Load(position) - center;
                squares = Vector512.FusedMultiplyAdd(centered, centered, squares);
            }

            mean.Store(feature, center);
            variance.Store(feature, squares / count);
        }
    }

    /// <summary>Normalizes with given statistics.</summary>
    /// <remarks><code>
    /// scale[j]   = 1 / sqrt(variance[j] + epsilon)
    /// xhat[n, j] = (x[n, j] - mean[j]) x scale[j]
    /// y[n, j]    = fma(gamma[j], xhat[n, j], beta[j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Normalize(
        Panels x, Floats mean, Floats variance, float epsilon, Floats gamma, Floats beta, Floats scale, Panels normalized, Panels y)
    {
        for (var panel = 0; panel < x.Count; panel++)
        {
            var feature = (nint)panel * Panels.Width;
            var factor = Vector512<float>.One / Vector512.Sqrt(variance.Load(feature) + Vector512.Create(epsilon));
            var (center, slope, shift) = (mean.Load(feature), gamma.Load(feature), beta.Load(feature));
            scale.Store(feature, factor);
            var (start, end) = x.Panel(panel);
            for (var position = start; position < end; position += Panels.Width)
            {
                var value = (x.Values.Load(position) - center) * factor;
                normalized.Values.Store(position, value);
                y.Values.Store(position, Vector512.FusedMultiplyAdd(slope, value, shift));
            }
        }
    }

    /// <summary>moving = fma(moving, momentum, (statistic x factor) x (1 - momentum)), for each feature.</summary>
    /// <param name="moving">The moving mean or variance.</param>
    /// <param name="statistic">The batch's.</param>
    /// <param name="factor">1, or n / (n - 1) where the moving variance follows the unbiased estimate.</param>
    /// <param name="momentum">The weight of the old value.</param>
    public static void Follow(Floats moving, Floats statistic, float factor, double momentum)
    {
        var (old, now) = (Vector512.Create((float)momentum), Vector512.Create((float)(1 - momentum)));
        for (nint feature = 0; feature < moving.Length; feature += Panels.Width)
        {
            var batch = statistic.Load(feature) * Vector512.Create(factor) * now;
            moving.Store(feature, Vector512.FusedMultiplyAdd(moving.Load(feature), old, batch));
        }
    }

    /// <summary>The gradient with respect to x, and gradient descent of gamma and beta.</summary>
    /// <remarks><code>
    /// a = 0; b = 0; for n = 0, 1, ...:  a = a + dy[n, j];  b = fma(dy[n, j], xhat[n, j], b)
    /// dx[n, j] = (gamma[j] x scale[j]) x fma(-xhat[n, j], b / n, dy[n, j] - a / n)       with gamma from before the update
    /// gamma[j] = fma(-rate, b, gamma[j]);  beta[j] = fma(-rate, a, beta[j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Descend(Panels dy, Panels normalized, Floats scale, float rate, Floats gamma, Floats beta, Panels dx)
    {
        var count = Vector512.Create((float)dy.Rows);
        var minusRate = Vector512.Create(-rate);
        for (var panel = 0; panel < dy.Count; panel++)
        {
            var feature = (nint)panel * Panels.Width;
            var (start, end) = dy.Panel(panel);
            Vector512<float> shiftGradient = default, slopeGradient = default;
            for (var position = start; position < end; position += Panels.Width)
            {
                var gradient = dy.Values.Load(position);
                shiftGradient += gradient;
                slopeGradient = Vector512.FusedMultiplyAdd(gradient, normalized.Values.Load(position), slopeGradient);
            }

            var slope = gamma.Load(feature);
            var (factor, meanShift, meanSlope) = (slope * scale.Load(feature), shiftGradient / count, slopeGradient / count);
            for (var position = start; position < end; position += Panels.Width)
            {
                var centered = dy.Values.Load(position) - meanShift;
                dx.Values.Store(position, factor * Vector512.FusedMultiplyAdd(-normalized.Values.Load(position), meanSlope, centered));
            }

            gamma.Store(feature, Vector512.FusedMultiplyAdd(minusRate, slopeGradient, slope));
            beta.Store(feature, Vector512.FusedMultiplyAdd(minusRate, shiftGradient, beta.Load(feature)));
        }
    }
}
