using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>Batch normalization of one panel of features: with the order of every sum.</summary>
/// <remarks>
/// <code>
/// N examples, with the index n; features have the index j
/// x, y, dy, dx, xhat                                             [N, features]
/// mean, variance, rstd, gamma, beta, dgamma, dbeta, moving       [features]
/// sums over the batch run over n = 0, 1, ..., with one accumulator for each feature; divisions and square roots are rounded once
/// </code>
/// Sources: Ioffe and Szegedy 2015, algorithms 1 and 2, and the gradients of section 3. The scalar reference is
/// tests/Engines/Portable/WrittenOrder.cs.
/// </remarks>
internal static class BatchNormalizationKernels
{
    /// <summary>Mean and biased variance of each feature over the batch.</summary>
    /// <remarks><code>
    /// mean[j]     = (x[0, j] + x[1, j] + ...) / N
    /// variance[j] = (s after s = 0; for n = 0, 1, ...:  c = x[n, j] - mean[j]; s = fma(c, c, s)) / N
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Moments(PackedMatrix x, FloatView mean, FloatView variance)
    {
        var count = Vector512.Create((float)x.Rows);
        for (var panel = 0; panel < x.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var (start, end) = x.Panel(panel);
            var sum = Vector512<float>.Zero;
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                sum += x.Values.Load(position);
            }

            var center = sum / count;
            var squares = Vector512<float>.Zero;
            for (var position = start; position < end; position += PackedMatrix.Width)
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
    /// rstd[j]    = 1 / sqrt(variance[j] + epsilon)
    /// xhat[n, j] = (x[n, j] - mean[j]) * rstd[j]
    /// y[n, j]    = fma(gamma[j], xhat[n, j], beta[j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Normalize(
        PackedMatrix x,
        FloatView means,
        FloatView variances,
        float epsilon,
        FloatView gammas,
        FloatView betas,
        FloatView rstds,
        PackedMatrix normalized,
        PackedMatrix y)
    {
        for (var panel = 0; panel < x.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var rstd = Vector512<float>.One / Vector512.Sqrt(variances.Load(feature) + Vector512.Create(epsilon));
            var (mean, gamma, beta) = (means.Load(feature), gammas.Load(feature), betas.Load(feature));
            rstds.Store(feature, rstd);
            var (start, end) = x.Panel(panel);
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                var xhat = (x.Values.Load(position) - mean) * rstd;
                normalized.Values.Store(position, xhat);
                y.Values.Store(position, Vector512.FusedMultiplyAdd(gamma, xhat, beta));
            }
        }
    }

    /// <summary>moving = fma(moving, momentum, (statistic * correction) * (1 - momentum)), for each feature.</summary>
    /// <param name="moving">The moving mean or variance.</param>
    /// <param name="statistic">The batch's.</param>
    /// <param name="correction">1, or N / (N - 1) where the moving variance follows the unbiased estimate.</param>
    /// <param name="momentum">The weight of the old value.</param>
    public static void UpdateMovingAverages(FloatView moving, FloatView statistic, float correction, double momentum)
    {
        var (old, now) = (Vector512.Create((float)momentum), Vector512.Create((float)(1 - momentum)));
        for (nint feature = 0; feature < moving.Length; feature += PackedMatrix.Width)
        {
            var batch = statistic.Load(feature) * Vector512.Create(correction) * now;
            moving.Store(feature, Vector512.FusedMultiplyAdd(moving.Load(feature), old, batch));
        }
    }

    /// <summary>The gradient with respect to x, and the update of gamma and beta.</summary>
    /// <remarks><code>
    /// dbeta = 0; dgamma = 0; for n = 0, 1, ..., N-1:  dbeta[j] = dbeta[j] + dy[n, j];  dgamma[j] = fma(dy[n, j], xhat[n, j], dgamma[j])
    /// dx[n, j] = (gamma[j] * rstd[j]) * fma(-xhat[n, j], dgamma[j] / N, dy[n, j] - dbeta[j] / N)       with gamma from before the update
    /// gamma[j] is updated with dgamma[j], beta[j] with dbeta[j]
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void BackwardAndUpdate<TRule>(
        PackedMatrix dy, PackedMatrix normalized, FloatView rstds, TrainedArray gammas, TrainedArray betas, TRule rule, PackedMatrix dx)
        where TRule : struct, IUpdateRule<TRule>
    {
        var count = Vector512.Create((float)dy.Rows);
        for (var panel = 0; panel < dy.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var (start, end) = dy.Panel(panel);
            Vector512<float> dbeta = default, dgamma = default;
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                var gradient = dy.Values.Load(position);
                dbeta += gradient;
                dgamma = Vector512.FusedMultiplyAdd(gradient, normalized.Values.Load(position), dgamma);
            }

            var scale = gammas.Values.Load(feature) * rstds.Load(feature);
            var (dbetaMean, dgammaMean) = (dbeta / count, dgamma / count);
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                var centered = dy.Values.Load(position) - dbetaMean;
                dx.Values.Store(position, scale * Vector512.FusedMultiplyAdd(-normalized.Values.Load(position), dgammaMean, centered));
            }

            rule.Update(gammas.Values, gammas.First, gammas.Second, feature, dgamma);
            rule.Update(betas.Values, betas.First, betas.Second, feature, dbeta);
        }
    }
}
