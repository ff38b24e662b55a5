using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>Consecutive rows of a batch that are normalized by their own statistics; the whole batch where it is not divided.</summary>
/// <param name="Number">Which of the batch's, from 0 on.</param>
/// <param name="First">Its first row.</param>
/// <param name="Count">The number of its rows, at least 1.</param>
internal readonly record struct GhostBatch(int Number, int First, int Count);

/// <summary>Batch normalization of one panel of features: with the order of every sum.</summary>
/// <remarks>
/// <code>
/// a ghost batch, the k-th, has N examples, with the index n; features have the index j
/// x, y, dy, dx, xhat                                             [N, features]
/// mean, variance, rstd                                           [features], for each ghost batch
/// gamma, beta, dgamma, dbeta, moving                             [features]
/// sums over a ghost batch run over n = 0, 1, ..., with one accumulator for each feature; divisions and square roots are rounded once
/// </code>
/// Sources: Ioffe and Szegedy 2015, algorithms 1 and 2, and the gradients of section 3. The scalar reference is
/// tests/Engines/Portable/WrittenOrder.cs.
/// </remarks>
internal static class BatchNormalizationKernels
{
    /// <summary>Mean and biased variance of each feature over a ghost batch.</summary>
    /// <remarks><code>
    /// mean[j]     = (x[0, j] + x[1, j] + ...) / N
    /// variance[j] = (s after s = 0; for n = 0, 1, ...:  c = x[n, j] - mean[j]; s = fma(c, c, s)) / N
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Moments(PackedMatrix x, GhostBatch batch, FloatView mean, FloatView variance)
    {
        var count = Vector512.Create((float)batch.Count);
        for (var panel = 0; panel < x.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var (start, end) = x.Panel(panel, batch);
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
        GhostBatch batch,
        FloatView means,
        FloatView variances,
        float epsilon,
        FloatView gammas,
        FloatView betas,
        PackedMatrix rstds,
        PackedMatrix normalized,
        PackedMatrix y)
    {
        for (var panel = 0; panel < x.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var rstd = Vector512<float>.One / Vector512.Sqrt(variances.Load(feature) + Vector512.Create(epsilon));
            var (mean, gamma, beta) = (means.Load(feature), gammas.Load(feature), betas.Load(feature));
            rstds.Values.Store(rstds.RowOfPanel(panel, batch.Number), rstd);
            var (start, end) = x.Panel(panel, batch);
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
    /// <param name="statistic">The ghost batch's.</param>
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

    /// <summary>The gradient with respect to x; the sums over the ghost batch are added to the gradients of gamma and beta.</summary>
    /// <remarks><code>
    /// b = 0; g = 0; for n = 0, 1, ..., N-1:  b[j] = b[j] + dy[n, j];  g[j] = fma(dy[n, j], xhat[n, j], g[j])
    /// dx[n, j] = (gamma[j] * rstd[j]) * fma(-xhat[n, j], g[j] / N, dy[n, j] - b[j] / N)
    /// dbeta[j] = dbeta[j] + b[j];  dgamma[j] = dgamma[j] + g[j]          both are 0 before ghost batch 0
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(
        PackedMatrix dy,
        GhostBatch batch,
        PackedMatrix normalized,
        PackedMatrix rstds,
        FloatView gammas,
        FloatView dgammas,
        FloatView dbetas,
        PackedMatrix dx)
    {
        var count = Vector512.Create((float)batch.Count);
        for (var panel = 0; panel < dy.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var (start, end) = dy.Panel(panel, batch);
            Vector512<float> dbeta = default, dgamma = default;
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                var gradient = dy.Values.Load(position);
                dbeta += gradient;
                dgamma = Vector512.FusedMultiplyAdd(gradient, normalized.Values.Load(position), dgamma);
            }

            var scale = gammas.Load(feature) * rstds.Values.Load(rstds.RowOfPanel(panel, batch.Number));
            var (dbetaMean, dgammaMean) = (dbeta / count, dgamma / count);
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                var centered = dy.Values.Load(position) - dbetaMean;
                dx.Values.Store(position, scale * Vector512.FusedMultiplyAdd(-normalized.Values.Load(position), dgammaMean, centered));
            }

            dbetas.Store(feature, dbetas.Load(feature) + dbeta);
            dgammas.Store(feature, dgammas.Load(feature) + dgamma);
        }
    }

    /// <summary>Updates gamma or beta with its gradient over the whole batch, which is 0 again afterwards.</summary>
    public static void Update<TRule>(TrainedArray array, FloatView gradient, TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        for (nint feature = 0; feature < gradient.Length; feature += PackedMatrix.Width)
        {
            rule.Update(array.Values, array.First, array.Second, feature, gradient.Load(feature));
            gradient.Store(feature, Vector512<float>.Zero);
        }
    }
}
