using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Reproduction.Engines.Portable;

/// <summary>The products of a dense layer. All are sums of products, and each sum has one accumulator and one order.</summary>
/// <remarks>
/// <code>
/// N, I, O   the number of examples, of inputs, of outputs;  n, i, j   their indices
///
/// x    [N, I]   what comes in
/// w    [I, O]   the kernel
/// b    [O]      the bias
/// y    [N, O]   what goes out
/// dy   [N, O]   the loss's gradient with respect to y; dw, db likewise
///
/// fma(a, b, c) is a * b + c, rounded once
/// </code>
/// Vectors lie across outputs, never along a sum: how wide they are changes no result, and there is nothing to be added up at the end. One is written as
/// sixteen floats, a row of a panel; where registers are narrower, the compiler makes it two of eight or four of four.
/// <para>
/// Work is done in quads: four inputs at a time, whose rows of the kernel stay in registers while the examples go by. A quad whose four inputs are 0 in an
/// example changes no sum and is left out: in MNIST seven quads of ten, in the first layer, which holds most of the arithmetic.
/// </para>
/// <para>
/// AggressiveOptimization stands where a method has loops of its own: it is compiled once, fully, before its first call, and never replaced while it runs;
/// tiered compilation would begin every process with steps that take many times as long. Such methods are not inlined anyway, and NoInlining says so.
/// The scalar reference, one loop after the other without vectors, is tests/Engines/Portable/WrittenOrder.cs.
/// </para>
/// </remarks>
internal static class DenseKernels
{
    // Four rows of a kernel, which belong to the four inputs of a quad, begin a row of the panel apart.
    private const int Quad = NonZeroRows.QuadSize;
    private const int Row1 = PackedMatrix.Width;
    private const int Row2 = 2 * PackedMatrix.Width;
    private const int Row3 = 3 * PackedMatrix.Width;

    // A row of a panel holds so many quads.
    private const int Squares = PackedMatrix.Width / Quad;

    /// <summary>y = x w + b.</summary>
    /// <remarks><code>
    /// y[n, j] = b[j]; for i = 0, 1, ..., I-1:  y[n, j] = fma(x[n, i], w[i, j], y[n, j])
    /// </code></remarks>
    public static void MultiplyAdd(PackedMatrix x, NonZeroRows nonZero, PackedMatrix w, FloatView bias, PackedMatrix y)
    {
        var panel = 0;
        for (; panel + 1 < y.Count; panel += 2)
        {
            Fill(y, panel, bias);
            Fill(y, panel + 1, bias);
            MultiplyAddTwoPanels(x, nonZero, w, y, panel);
        }

        if (panel < y.Count)
        {
            Fill(y, panel, bias);
            MultiplyAddPanel(x, nonZero, w, y, panel);
        }
    }

    /// <summary>The kernel's gradient, (transposed x) dy, and the kernel's update in one.</summary>
    /// <remarks><code>
    /// dw = 0; for n = 0, 1, ..., N-1:  dw = fma(x[n, i], dy[n, j], dw)
    /// w[i, j] is updated with dw
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void BackwardAndUpdate<TRule>(
        PackedMatrix x, NonZeroRows nonZero, PackedMatrix dy, PackedMatrix w, FloatView s, FloatView t, TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        var (xs, ds, ws) = (x.Values, dy.Values, w.Values);
        for (var panel = 0; panel < w.Count; panel++)
        {
            var dyPanel = dy.RowOfPanel(panel, 0);
            for (var quad = 0; quad < nonZero.QuadCount; quad++)
            {
                var rows = nonZero.Of(quad);
                if (rows.IsEmpty && !TRule.MovesWithoutGradient)
                {
                    continue;
                }

                Vector512<float> g0 = default, g1 = default, g2 = default, g3 = default;
                var xQuad = x.Position(0, quad * Quad);
                foreach (var row in rows)
                {
                    var from = xQuad + ((nint)row * PackedMatrix.Width);
                    var d = ds.Load(dyPanel + ((nint)row * PackedMatrix.Width));
                    g0 = Vector512.FusedMultiplyAdd(xs.Broadcast(from), d, g0);
                    g1 = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 1), d, g1);
                    g2 = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 2), d, g2);
                    g3 = Vector512.FusedMultiplyAdd(xs.Broadcast(from + 3), d, g3);
                }

                var k = w.RowOfPanel(panel, quad * Quad);
                rule.Update(ws, s, t, k, g0);
                rule.Update(ws, s, t, k + Row1, g1);
                rule.Update(ws, s, t, k + Row2, g2);
                rule.Update(ws, s, t, k + Row3, g3);
            }
        }
    }

    /// <summary>The bias's gradient, the sum of dy over the batch, and the bias's update in one.</summary>
    /// <remarks><code>
    /// db = 0; for n = 0, 1, ..., N-1:  db = db + dy[n, j]
    /// b[j] is updated with db
    /// </code></remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void BackwardAndUpdateBias<TRule>(PackedMatrix dy, FloatView b, FloatView s, FloatView t, TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        var ds = dy.Values;
        for (var panel = 0; panel < dy.Count; panel++)
        {
            var g = Vector512<float>.Zero;
            var (start, end) = dy.Panel(panel);
            for (var row = start; row < end; row += PackedMatrix.Width)
            {
                g += ds.Load(row);
            }

            rule.Update(b, s, t, (nint)panel * PackedMatrix.Width, g);
        }
    }

    /// <summary>The transposed kernel, [outputs, inputs]: with it, <see cref="MultiplyAdd"/> gives the gradient with respect to x. Moves, and computes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transpose(PackedMatrix w, PackedMatrix transposed)
    {
        for (var panel = 0; panel < w.Count; panel++)
        {
            for (var block = 0; block < transposed.Count; block++)
            {
                // 16 x 16 floats, contiguous on both sides: 4 x 4 squares of 4 x 4 floats
                var (from, to) = (w.RowOfPanel(panel, block * PackedMatrix.Width), transposed.RowOfPanel(block, panel * PackedMatrix.Width));
                for (nint square = 0; square < Squares * Squares; square++)
                {
                    var (i, j) = (square / Squares * Quad, square % Squares * Quad);
                    TransposeSquare(w.Values, from + (i * PackedMatrix.Width) + j, transposed.Values, to + (j * PackedMatrix.Width) + i);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(FloatView source, nint from, FloatView target, nint to)
    {
        Vector128<float> a = source.LoadQuad(from), b = source.LoadQuad(from + Row1), c = source.LoadQuad(from + Row2), d = source.LoadQuad(from + Row3);
        if (Sse.IsSupported)
        {
            Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b), cdLow = Sse.UnpackLow(c, d), cdHigh = Sse.UnpackHigh(c, d);
            target.StoreQuad(to, Sse.MoveLowToHigh(abLow, cdLow));
            target.StoreQuad(to + Row1, Sse.MoveHighToLow(cdLow, abLow));
            target.StoreQuad(to + Row2, Sse.MoveLowToHigh(abHigh, cdHigh));
            target.StoreQuad(to + Row3, Sse.MoveHighToLow(cdHigh, abHigh));
            return;
        }

        target.StoreQuad(to, Vector128.Create(a[0], b[0], c[0], d[0]));
        target.StoreQuad(to + Row1, Vector128.Create(a[1], b[1], c[1], d[1]));
        target.StoreQuad(to + Row2, Vector128.Create(a[2], b[2], c[2], d[2]));
        target.StoreQuad(to + Row3, Vector128.Create(a[3], b[3], c[3], d[3]));
    }

    /// <summary>A panel of y += x w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyAddPanel(PackedMatrix x, NonZeroRows nonZero, PackedMatrix w, PackedMatrix y, int panel)
    {
        var (xs, ws, ys) = (x.Values, w.Values, y.Values);
        var yPanel = y.RowOfPanel(panel, 0);
        for (var quad = 0; quad < nonZero.QuadCount; quad++)
        {
            var k = w.RowOfPanel(panel, quad * Quad);
            Vector512<float> w0 = ws.Load(k), w1 = ws.Load(k + Row1), w2 = ws.Load(k + Row2), w3 = ws.Load(k + Row3);
            var xQuad = x.Position(0, quad * Quad);
            foreach (var row in nonZero.Of(quad))
            {
                var (from, to) = (xQuad + ((nint)row * PackedMatrix.Width), yPanel + ((nint)row * PackedMatrix.Width));
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
    private static void MultiplyAddTwoPanels(PackedMatrix x, NonZeroRows nonZero, PackedMatrix w, PackedMatrix y, int panel)
    {
        var (xs, ws, ys) = (x.Values, w.Values, y.Values);
        var (yPanel, yNext, wNext) = (y.RowOfPanel(panel, 0), (nint)y.Rows * PackedMatrix.Width, (nint)w.Rows * PackedMatrix.Width);
        for (var quad = 0; quad < nonZero.QuadCount; quad++)
        {
            var rows = nonZero.Of(quad);
            if (rows.IsEmpty)
            {
                continue;
            }

            var k = w.RowOfPanel(panel, quad * Quad);
            Vector512<float> w00 = ws.Load(k), w10 = ws.Load(k + Row1), w20 = ws.Load(k + Row2), w30 = ws.Load(k + Row3);
            k += wNext;
            Vector512<float> w01 = ws.Load(k), w11 = ws.Load(k + Row1), w21 = ws.Load(k + Row2), w31 = ws.Load(k + Row3);
            var xQuad = x.Position(0, quad * Quad);
            foreach (var row in rows)
            {
                var (from, to) = (xQuad + ((nint)row * PackedMatrix.Width), yPanel + ((nint)row * PackedMatrix.Width));
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
    private static void Fill(PackedMatrix y, int panel, FloatView bias)
    {
        var (values, biases) = (y.Values, bias.Load((nint)panel * PackedMatrix.Width));
        var (start, end) = y.Panel(panel);
        for (var row = start; row < end; row += PackedMatrix.Width)
        {
            values.Store(row, biases);
        }
    }
}
