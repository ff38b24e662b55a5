using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reproduction.Engines.Portable;

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
/// Vectors lie across outputs, never along a sum: how wide they are changes no result, and there is nothing to be added up at the end. One is written as
/// sixteen floats, a row of a panel; where registers are narrower, the compiler makes it two of eight or four of four.
/// <para>
/// Work is done in quads: four inputs at a time, whose rows of the kernel stay in registers while the examples go by. A quad whose four inputs are 0 in an
/// example changes no sum and is left out: in MNIST seven quads of ten, in the first layer, which holds most of the arithmetic.
/// </para>
/// </remarks>
internal static unsafe class DenseKernels
{
    /// <summary>y = x w + b.</summary>
    /// <remarks><code>
    /// y[n, j] = b[j]; for i = 0, 1, ..., inputs-1:  y[n, j] = fma(x[n, i], w[i, j], y[n, j])
    /// </code></remarks>
    public static void MultiplyAdd(Panels x, ActiveRows active, Panels w, Floats bias, Panels y)
    {
        var panel = 0;
        for (; panel + 1 < y.Count; panel += 2)
        {
            Fill(y, panel, bias);
            Fill(y, panel + 1, bias);
            MultiplyAddTwoPanels(x, active, w, y, panel);
        }

        if (panel < y.Count)
        {
            Fill(y, panel, bias);
            MultiplyAddPanel(x, active, w, y, panel);
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
        var minusRate = Vector512.Create(-rate);
        for (var panel = 0; panel < w.Count; panel++)
        {
            var dyPanel = dy.RowOfPanel(panel, 0);
            for (var quad = 0; quad < active.QuadCount; quad++)
            {
                var rows = active.Of(quad);
                if (rows.IsEmpty)
                {
                    continue;
                }

                Vector512<float> g0 = default, g1 = default, g2 = default, g3 = default;
                var xQuad = x.Position(0, quad * 4);
                foreach (var row in rows)
                {
                    var from = xQuad + ((nint)row * Panels.Width);
                    var d = ds.Load(dyPanel + ((nint)row * Panels.Width));
                    g0 = Vector512.FusedMultiplyAdd(xs.Broadcast(from), d, g0);
                    g1 = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 1), d, g1);
                    g2 = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 2), d, g2);
                    g3 = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 3), d, g3);
                }

                var k = w.RowOfPanel(panel, quad * 4);
                ws.Store(k, Vector512.FusedMultiplyAdd(minusRate, g0, ws.Load(k)));
                ws.Store(k + 16, Vector512.FusedMultiplyAdd(minusRate, g1, ws.Load(k + 16)));
                ws.Store(k + 32, Vector512.FusedMultiplyAdd(minusRate, g2, ws.Load(k + 32)));
                ws.Store(k + 48, Vector512.FusedMultiplyAdd(minusRate, g3, ws.Load(k + 48)));
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
        var minusRate = Vector512.Create(-rate);
        for (var panel = 0; panel < dy.Count; panel++)
        {
            var g = Vector512<float>.Zero;
            var (start, end) = dy.Panel(panel);
            for (var row = start; row < end; row += Panels.Width)
            {
                g += ds.Load(row);
            }

            var j = (nint)panel * Panels.Width;
            bias.Store(j, Vector512.FusedMultiplyAdd(minusRate, g, bias.Load(j)));
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
                var (from, to) = (w.RowOfPanel(panel, block * Panels.Width), transposed.RowOfPanel(block, panel * Panels.Width));
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

    /// <summary>A panel of y += x w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyAddPanel(Panels x, ActiveRows active, Panels w, Panels y, int panel)
    {
        var (xs, ws, ys) = (x.Values, w.Values, y.Values);
        var yPanel = y.RowOfPanel(panel, 0);
        for (var quad = 0; quad < active.QuadCount; quad++)
        {
            var k = w.RowOfPanel(panel, quad * 4);
            Vector512<float> w0 = ws.Load(k), w1 = ws.Load(k + 16), w2 = ws.Load(k + 32), w3 = ws.Load(k + 48);
            var xQuad = x.Position(0, quad * 4);
            foreach (var row in active.Of(quad))
            {
                var (from, to) = (xQuad + ((nint)row * Panels.Width), yPanel + ((nint)row * Panels.Width));
                var sum = ys.Load(to);
                sum = Vector512.FusedMultiplyAdd(xs.Broadcast(from), w0, sum);
                sum = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 1), w1, sum);
                sum = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 2), w2, sum);
                ys.Store(to, Vector512.FusedMultiplyAdd(xs.Broadcast(from + 3), w3, sum));
            }
        }
    }

    /// <summary>Two neighbouring panels of y += x w: what is read of x serves both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyAddTwoPanels(Panels x, ActiveRows active, Panels w, Panels y, int panel)
    {
        var (xs, ws, ys) = (x.Values, w.Values, y.Values);
        var (yPanel, yNext, wNext) = (y.RowOfPanel(panel, 0), (nint)y.Rows * Panels.Width, (nint)w.Rows * Panels.Width);
        for (var quad = 0; quad < active.QuadCount; quad++)
        {
            var rows = active.Of(quad);
            if (rows.IsEmpty)
            {
                continue;
            }

            var k = w.RowOfPanel(panel, quad * 4);
            Vector512<float> w00 = ws.Load(k), w10 = ws.Load(k + 16), w20 = ws.Load(k + 32), w30 = ws.Load(k + 48);
            k += wNext;
            Vector512<float> w01 = ws.Load(k), w11 = ws.Load(k + 16), w21 = ws.Load(k + 32), w31 = ws.Load(k + 48);
            var xQuad = x.Position(0, quad * 4);
            foreach (var row in rows)
            {
                var (from, to) = (xQuad + ((nint)row * Panels.Width), yPanel + ((nint)row * Panels.Width));
                Vector512<float> sum0 = ys.Load(to), sum1 = ys.Load(to + yNext);
                var value = xs.Broadcast(from);
                sum0 = Vector512.FusedMultiplyAdd(value, w00, sum0);
                sum1 = Vector512.FusedMultiplyAdd(value, w01, sum1);
                value = xs.Broadcast(from + 1);
                sum0 = Vector512.FusedMultiplyAdd(value, w10, sum0);
                sum1 = Vector512.FusedMultiplyAdd(value, w11, sum1);
                value = xs.Broadcast(from + 2);
                sum0 = Vector512.FusedMultiplyAdd(value, w20, sum0);
                sum1 = Vector512.FusedMultiplyAdd(value, w21, sum1);
                value = xs.Broadcast(from + 3);
                ys.Store(to, Vector512.FusedMultiplyAdd(value, w30, sum0));
                ys.Store(to + yNext, Vector512.FusedMultiplyAdd(value, w31, sum1));
            }
        }
    }

    /// <summary>Puts the bias into every row of a panel.</summary>
    private static void Fill(Panels y, int panel, Floats bias)
    {
        var (values, biases) = (y.Values, bias.Load((nint)panel * Panels.Width));
        var (start, end) = y.Panel(panel);
        for (var row = start; row < end; row += Panels.Width)
        {
            values.Store(row, biases);
        }
    }
}
