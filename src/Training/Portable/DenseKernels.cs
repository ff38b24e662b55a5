using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reproduction.Training.Portable;

/// <summary>The products of a dense layer. All are sums of products, and each sum has one accumulator and one order.</summary>
/// <remarks>
/// <code>
/// x   [n, inputs]         what comes in
/// w   [inputs, outputs]   the kernel
/// y   [n, outputs]        what goes out
/// dy  [n, outputs]        the loss's gradient with respect to y
///
/// fma(a, b, c) is a * b + c, rounded once
/// </code>
/// Vectors lie across outputs, never along a sum: how wide they are changes no result, and there is nothing to be added up at the end.
/// <para>
/// Work is done in quads: four inputs at a time, whose rows of the kernel (4 x 16 floats) stay in registers while the examples go by. A quad whose four
/// inputs are 0 in an example changes no sum and is left out: in MNIST three quads of four, in the first layer, which holds most of the arithmetic.
/// </para>
/// </remarks>
internal static unsafe class DenseKernels
{
    /// <summary>y = x w + b.</summary>
    /// <remarks><code>
    /// y[n, j] = b[j]; for i = 0, 1, ..., inputs-1:  y[n, j] = fma(x[n, i], w[i, j], y[n, j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyAdd(Panels x, ActiveRows active, Panels w, Floats bias, Panels y)
    {
        var (xs, ws, ys) = (x.Values, w.Values, y.Values);
        for (var panel = 0; panel < y.Count; panel++)
        {
            var yPanel = (nint)panel * y.Rows * Panels.Width;
            Fill(ys, yPanel, y.Rows, bias.Load((nint)panel * Panels.Width), bias.Load(((nint)panel * Panels.Width) + 8));
            for (var quad = 0; quad < active.QuadCount; quad++)
            {
                var rows = active.Of(quad);
                if (rows.IsEmpty)
                {
                    continue;
                }

                var k = (((nint)panel * w.Rows) + (quad * 4)) * Panels.Width;
                Vector256<float> w00 = ws.Load(k), w01 = ws.Load(k + 8), w10 = ws.Load(k + 16), w11 = ws.Load(k + 24);
                Vector256<float> w20 = ws.Load(k + 32), w21 = ws.Load(k + 40), w30 = ws.Load(k + 48), w31 = ws.Load(k + 56);
                var xQuad = x.Position(0, quad * 4);
                foreach (var row in rows)
                {
                    var (from, to) = (xQuad + ((nint)row * Panels.Width), yPanel + ((nint)row * Panels.Width));
                    Vector256<float> y0 = ys.Load(to), y1 = ys.Load(to + 8);
                    var value = xs.Broadcast(from);
                    y0 = Vector256.FusedMultiplyAdd(value, w00, y0);
                    y1 = Vector256.FusedMultiplyAdd(value, w01, y1);
                    value = xs.Broadcast(from + 1);
                    y0 = Vector256.FusedMultiplyAdd(value, w10, y0);
                    y1 = Vector256.FusedMultiplyAdd(value, w11, y1);
                    value = xs.Broadcast(from + 2);
                    y0 = Vector256.FusedMultiplyAdd(value, w20, y0);
                    y1 = Vector256.FusedMultiplyAdd(value, w21, y1);
                    value = xs.Broadcast(from + 3);
                    ys.Store(to, Vector256.FusedMultiplyAdd(value, w30, y0));
                    ys.Store(to + 8, Vector256.FusedMultiplyAdd(value, w31, y1));
                }
            }
        }
    }

    /// <summary>w -= rate x (transposed x) dy: the kernel's gradient and gradient descent in one.</summary>
    /// <remarks><code>
    /// g = 0; for n = 0, 1, ...:  g = fma(x[n, i], dy[n, j], g)
    /// w[i, j] = fma(-rate, g, w[i, j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Descend(Panels x, ActiveRows active, Panels dy, float rate, Panels w)
    {
        var (xs, ds, ws) = (x.Values, dy.Values, w.Values);
        var minusRate = Vector256.Create(-rate);
        for (var panel = 0; panel < w.Count; panel++)
        {
            var dyPanel = (nint)panel * dy.Rows * Panels.Width;
            for (var quad = 0; quad < active.QuadCount; quad++)
            {
                var rows = active.Of(quad);
                if (rows.IsEmpty)
                {
                    continue;
                }

                Vector256<float> g00 = default, g01 = default, g10 = default, g11 = default, g20 = default, g21 = default, g30 = default, g31 = default;
                var xQuad = x.Position(0, quad * 4);
                foreach (var row in rows)
                {
                    var (from, to) = (xQuad + ((nint)row * Panels.Width), dyPanel + ((nint)row * Panels.Width));
                    Vector256<float> d0 = ds.Load(to), d1 = ds.Load(to + 8);
                    var value = xs.Broadcast(from);
                    g00 = Vector256.FusedMultiplyAdd(value, d0, g00);
                    g01 = Vector256.FusedMultiplyAdd(value, d1, g01);
                    value = xs.Broadcast(from + 1);
                    g10 = Vector256.FusedMultiplyAdd(value, d0, g10);
                    g11 = Vector256.FusedMultiplyAdd(value, d1, g11);
                    value = xs.Broadcast(from + 2);
                    g20 = Vector256.FusedMultiplyAdd(value, d0, g20);
                    g21 = Vector256.FusedMultiplyAdd(value, d1, g21);
                    value = xs.Broadcast(from + 3);
                    g30 = Vector256.FusedMultiplyAdd(value, d0, g30);
                    g31 = Vector256.FusedMultiplyAdd(value, d1, g31);
                }

                var k = (((nint)panel * w.Rows) + (quad * 4)) * Panels.Width;
                ws.Store(k, Vector256.FusedMultiplyAdd(minusRate, g00, ws.Load(k)));
                ws.Store(k + 8, Vector256.FusedMultiplyAdd(minusRate, g01, ws.Load(k + 8)));
                ws.Store(k + 16, Vector256.FusedMultiplyAdd(minusRate, g10, ws.Load(k + 16)));
                ws.Store(k + 24, Vector256.FusedMultiplyAdd(minusRate, g11, ws.Load(k + 24)));
                ws.Store(k + 32, Vector256.FusedMultiplyAdd(minusRate, g20, ws.Load(k + 32)));
                ws.Store(k + 40, Vector256.FusedMultiplyAdd(minusRate, g21, ws.Load(k + 40)));
                ws.Store(k + 48, Vector256.FusedMultiplyAdd(minusRate, g30, ws.Load(k + 48)));
                ws.Store(k + 56, Vector256.FusedMultiplyAdd(minusRate, g31, ws.Load(k + 56)));
            }
        }
    }

    /// <summary>b -= rate x the sum of dy over the batch.</summary>
    /// <remarks><code>
    /// g = 0; for n = 0, 1, ...:  g = g + dy[n, j]
    /// b[j] = fma(-rate, g, b[j])
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void DescendBias(Panels dy, float rate, Floats bias)
    {
        var ds = dy.Values;
        var minusRate = Vector256.Create(-rate);
        for (nint panel = 0; panel < dy.Count; panel++)
        {
            Vector256<float> g0 = default, g1 = default;
            var end = (panel + 1) * dy.Rows * Panels.Width;
            for (var row = panel * dy.Rows * Panels.Width; row < end; row += Panels.Width)
            {
                g0 += ds.Load(row);
                g1 += ds.Load(row + 8);
            }

            var j = panel * Panels.Width;
            bias.Store(j, Vector256.FusedMultiplyAdd(minusRate, g0, bias.Load(j)));
            bias.Store(j + 8, Vector256.FusedMultiplyAdd(minusRate, g1, bias.Load(j + 8)));
        }
    }

    /// <summary>The transposed kernel, [outputs, inputs]: with it, <see cref="MultiplyAdd"/> gives the gradient with respect to x. Moves, and computes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transpose(Panels w, Panels transposed)
    {
        for (var panel = 0; panel < w.Count; panel++)
        {
            for (var block = 0; block < transposed.Count; block++)
            {
                // 16 x 16 floats, contiguous on both sides: 16 squares of 4 x 4
                var from = (((nint)panel * w.Rows) + (block * Panels.Width)) * Panels.Width;
                var to = (((nint)block * transposed.Rows) + (panel * Panels.Width)) * Panels.Width;
                for (nint square = 0; square < 16; square++)
                {
                    var (i, j) = (square / 4 * 4, square % 4 * 4);
                    TransposeSquare(w.Values, from + (i * Panels.Width) + j, transposed.Values, to + (j * Panels.Width) + i);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(Floats source, nint from, Floats target, nint to)
    {
        Vector128<float> a = source.LoadQuad(from), b = source.LoadQuad(from + 16), c = source.LoadQuad(from + 32), d = source.LoadQuad(from + 48);
        if (Sse.IsSupported)
        {
            Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b), cdLow = Sse.UnpackLow(c, d), cdHigh = Sse.UnpackHigh(c, d);
            target.StoreQuad(to, Sse.MoveLowToHigh(abLow, cdLow));
            target.StoreQuad(to + 16, Sse.MoveHighToLow(cdLow, abLow));
            target.StoreQuad(to + 32, Sse.MoveLowToHigh(abHigh, cdHigh));
            target.StoreQuad(to + 48, Sse.MoveHighToLow(cdHigh, abHigh));
            return;
        }

        target.StoreQuad(to, Vector128.Create(a[0], b[0], c[0], d[0]));
        target.StoreQuad(to + 16, Vector128.Create(a[1], b[1], c[1], d[1]));
        target.StoreQuad(to + 32, Vector128.Create(a[2], b[2], c[2], d[2]));
        target.StoreQuad(to + 48, Vector128.Create(a[3], b[3], c[3], d[3]));
    }

    private static void Fill(Floats values, nint start, int rows, Vector256<float> first, Vector256<float> second)
    {
        var end = start + ((nint)rows * Panels.Width);
        for (var position = start; position < end; position += Panels.Width)
        {
            values.Store(position, first);
            values.Store(position + 8, second);
        }
    }
}
