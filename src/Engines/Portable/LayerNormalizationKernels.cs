using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>Layer normalization: every example by the mean and the variance of its own features, with the order of every sum.</summary>
/// <remarks>
/// <code>
/// x, y, dy, dx, xhat   [n, features]    N examples, F features
/// rstd                 [n]              1 / sqrt(variance + epsilon)
/// gamma, beta          [features]
///
/// S(a)   the sum of a[0] to a[F - 1]: sixteen partial sums p[0] to p[15], p[l] = a[l] + a[16 + l] + a[32 + l] + ... in this order,
///        each from 0 on, and then ((p[0] + p[1]) + p[2]) + ... + p[15]
/// </code>
/// Vectors lie across features here, along the sums; sixteen partial sums are part of the definition, so that the width of a processor's vectors
/// changes no result. Sources: Ba, Kiros and Hinton 2016, section 3, and the gradients as in llm.c's train_gpt2.c.
/// A scalar reference is tests/Engines/Portable/WrittenOrder.cs.
/// </remarks>
internal static class LayerNormalizationKernels
{
    /// <summary>Normalizes each example.</summary>
    /// <remarks><code>
    /// mean[n]     = S(x[n, j]) / F
    /// variance[n] = S(c * c) / F with c = x[n, j] - mean[n]; the partial sums are p = fma(c, c, p)
    /// rstd[n]     = 1 / sqrt(variance[n] + epsilon)
    /// xhat[n, j]  = (x[n, j] - mean[n]) * rstd[n]
    /// y[n, j]     = fma(gamma[j], xhat[n, j], beta[j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Normalize(
        PackedMatrix x, float epsilon, FloatView gamma, FloatView beta, PackedMatrix rstd, PackedMatrix normalized, PackedMatrix y)
    {
        var (features, scales) = ((float)x.Columns, rstd.Values);
        for (var row = 0; row < x.Rows; row++)
        {
            var sums = Vector512<float>.Zero;
            for (var panel = 0; panel < x.Count; panel++)
            {
                sums += x.Values.Load(x.RowOfPanel(panel, row));
            }

            var mean = Vector512.Create(Sum(sums) / features);
            var squares = Vector512<float>.Zero;
            for (var panel = 0; panel < x.Count; panel++)
            {
                var centered = Mask(x, panel) & (x.Values.Load(x.RowOfPanel(panel, row)) - mean);
                normalized.Values.Store(normalized.RowOfPanel(panel, row), centered);
                squares = Vector512.FusedMultiplyAdd(centered, centered, squares);
            }

            var scale = 1f / MathF.Sqrt((Sum(squares) / features) + epsilon);
            scales[rstd.Position(row, 0)] = scale;
            for (var panel = 0; panel < x.Count; panel++)
            {
                var (position, feature) = (normalized.RowOfPanel(panel, row), (nint)panel * PackedMatrix.Width);
                var value = normalized.Values.Load(position) * Vector512.Create(scale);
                normalized.Values.Store(position, value);
                y.Values.Store(y.RowOfPanel(panel, row), Vector512.FusedMultiplyAdd(gamma.Load(feature), value, beta.Load(feature)));
            }
        }
    }

    /// <summary>The gradient with respect to x, and the update of gamma and beta.</summary>
    /// <remarks><code>
    /// dxhat[n, j] = dy[n, j] * gamma[j]                                with gamma from before the update
    /// a = S(dxhat[n, j]) / F;  b = S(dxhat[n, j] * xhat[n, j]) / F; the partial sums of b are p = fma(dxhat, xhat, p)
    /// dx[n, j]    = rstd[n] * fma(-xhat[n, j], b, dxhat[n, j] - a)
    /// dbeta = 0; dgamma = 0; for n = 0, 1, ..., N-1:  dbeta[j] = dbeta[j] + dy[n, j];  dgamma[j] = fma(dy[n, j], xhat[n, j], dgamma[j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void BackwardAndUpdate<TRule>(
        PackedMatrix dy, PackedMatrix normalized, PackedMatrix rstd, TrainedArray gamma, TrainedArray beta, TRule rule, PackedMatrix dx)
        where TRule : struct, IUpdateRule<TRule>
    {
        var scales = gamma.Values;
        for (var panel = 0; panel < dy.Count; panel++)
        {
            Vector512<float> dbeta = default, dgamma = default;
            var (start, end) = dy.Panel(panel);
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                var gradient = dy.Values.Load(position);
                dbeta += gradient;
                dgamma = Vector512.FusedMultiplyAdd(gradient, normalized.Values.Load(position), dgamma);

                // dy becomes dxhat here, as gamma is about to move and dy is not needed any longer
                dx.Values.Store(position, gradient * scales.Load((nint)panel * PackedMatrix.Width));
            }

            rule.Update(gamma.Values, gamma.First, gamma.Second, (nint)panel * PackedMatrix.Width, dgamma);
            rule.Update(beta.Values, beta.First, beta.Second, (nint)panel * PackedMatrix.Width, dbeta);
        }

        float features = dx.Columns;
        for (var row = 0; row < dx.Rows; row++)
        {
            Vector512<float> sums = default, products = default;
            for (var panel = 0; panel < dx.Count; panel++)
            {
                var (position, gradient) = (dx.RowOfPanel(panel, row), dx.Values.Load(dx.RowOfPanel(panel, row)));
                sums += gradient;
                products = Vector512.FusedMultiplyAdd(gradient, normalized.Values.Load(position), products);
            }

            var (a, b) = (Vector512.Create(Sum(sums) / features), Vector512.Create(Sum(products) / features));
            var scale = Vector512.Create(rstd.Values[rstd.Position(row, 0)]);
            for (var panel = 0; panel < dx.Count; panel++)
            {
                var position = dx.RowOfPanel(panel, row);
                var gradient = scale * Vector512.FusedMultiplyAdd(-normalized.Values.Load(position), b, dx.Values.Load(position) - a);
                dx.Values.Store(position, Mask(dx, panel) & gradient);
            }
        }
    }

    /// <summary>The sum of sixteen partial sums, from the first to the last.</summary>
    private static float Sum(Vector512<float> partial)
    {
        var sum = partial[0];
        for (var lane = 1; lane < Vector512<float>.Count; lane++)
        {
            sum += partial[lane];
        }

        return sum;
    }

    /// <summary>All bits for the columns of the matrix, none for the padding of its last panel.</summary>
    private static Vector512<float> Mask(PackedMatrix matrix, int panel) => Vector512.LessThan(
        Vector512<int>.Indices, Vector512.Create(matrix.Columns - (panel * PackedMatrix.Width))).AsSingle();
}
