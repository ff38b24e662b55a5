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
/// Vectors lie across outputs, never along a sum: how wide they are changes no result, and there is nothing to be added up at the end. One is written
/// as sixteen floats, a row of a panel; where registers are narrower, the compiler makes it two of eight or four of four.
/// <para>
/// Work is done in quads: four inputs at a time, whose rows of the kernel stay in registers while the examples go by. A quad whose four inputs are 0
/// in an example changes no sum and is left out: in MNIST seven quads of ten, in the first layer, which holds most of the arithmetic.
/// </para>
/// <para>
/// The loop over a quad's examples is short (ten of them at batch 32) and its length cannot be predicted; so several panels are done in one pass, as
/// many as the registers hold: four with AVX-512, which has 32 of them, and what is left of them in one pass more; else two forward and one backward
/// (<see cref="IPanelGroup{TSelf}"/>). The sums are the same.
/// </para>
/// <para>
/// AggressiveOptimization stands where a method has loops of its own: it is compiled once, fully, before its first call, and never replaced while it
/// runs; tiered compilation would begin every process with steps that take many times as long. Such methods are not inlined anyway, and NoInlining
/// says so. The scalar reference, one loop after the other without vectors, is tests/Engines/Portable/WrittenOrder.cs.
/// </para>
/// </remarks>
internal static class DenseKernels
{
    // Four rows of a kernel, which belong to the four inputs of a quad, begin a row of the panel apart.
    private const int Quad = NonZeroRows.QuadSize;
    private const int Row1 = PackedMatrix.Width;
    private const int Row2 = 2 * PackedMatrix.Width;
    private const int Row3 = 3 * PackedMatrix.Width;

    /// <summary>y = x w + b.</summary>
    /// <remarks><code>
    /// y[n, j] = b[j]; for i = 0, 1, ..., I-1:  y[n, j] = fma(x[n, i], w[i, j], y[n, j])
    /// </code></remarks>
    public static void MultiplyAdd(PackedMatrix x, NonZeroRows nonZero, PackedMatrix w, FloatView bias, PackedMatrix y)
    {
        Fill(y, bias);
        var done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = MultiplyAdd<FourPanels>(x, nonZero, w, y, done);
            done = MultiplyAdd<ThreePanels>(x, nonZero, w, y, done);
        }

        done = MultiplyAdd<TwoPanels>(x, nonZero, w, y, done);
        MultiplyAdd<OnePanel>(x, nonZero, w, y, done);
    }

    /// <summary>The kernel's gradient, (transposed x) dy, and the kernel's update in one.</summary>
    /// <remarks><code>
    /// dw = 0; for n = 0, 1, ..., N-1:  dw = fma(x[n, i], dy[n, j], dw)
    /// w[i, j] is updated with dw
    /// </code></remarks>
    public static void BackwardAndUpdate<TRule>(
        PackedMatrix x, NonZeroRows nonZero, PackedMatrix dy, PackedMatrix w, FloatView s, FloatView t, TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        var done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = BackwardAndUpdate<TRule, FourPanels>(x, nonZero, dy, w, s, t, rule, done);
            done = BackwardAndUpdate<TRule, ThreePanels>(x, nonZero, dy, w, s, t, rule, done);
            done = BackwardAndUpdate<TRule, TwoPanels>(x, nonZero, dy, w, s, t, rule, done);
        }

        BackwardAndUpdate<TRule, OnePanel>(x, nonZero, dy, w, s, t, rule, done);
    }

    /// <summary>As many groups of panels of w as there are from a panel on.</summary>
    /// <returns>The first panel that is left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int BackwardAndUpdate<TRule, TPanels>(
        PackedMatrix x, NonZeroRows nonZero, PackedMatrix dy, PackedMatrix w, FloatView s, FloatView t, TRule rule, int panel)
        where TRule : struct, IUpdateRule<TRule>
        where TPanels : struct, IPanelGroup<TPanels>
    {
        var (xs, ds, ws) = (x.Values, dy.Values, w.Values);
        var (dyNext, wNext) = ((nint)dy.Rows * PackedMatrix.Width, (nint)w.Rows * PackedMatrix.Width);
        for (; panel + TPanels.Count <= w.Count; panel += TPanels.Count)
        {
            var dyPanel = dy.RowOfPanel(panel, 0);
            for (var quad = 0; quad < nonZero.QuadCount; quad++)
            {
                var rows = nonZero.Of(quad);
                if (rows.IsEmpty && !TRule.MovesWithoutGradient)
                {
                    continue;
                }

                TPanels g0 = default, g1 = default, g2 = default, g3 = default;
                var xQuad = x.Position(0, quad * Quad);
                foreach (var row in rows)
                {
                    var from = xQuad + ((nint)row * PackedMatrix.Width);
                    var d = TPanels.Load(ds, dyPanel + ((nint)row * PackedMatrix.Width), dyNext);
                    g0 = TPanels.MultiplyAdd(xs.Broadcast(from), d, g0);
                    g1 = TPanels.MultiplyAdd(xs.Broadcast(from + 1), d, g1);
                    g2 = TPanels.MultiplyAdd(xs.Broadcast(from + 2), d, g2);
                    g3 = TPanels.MultiplyAdd(xs.Broadcast(from + 3), d, g3);
                }

                var k = w.RowOfPanel(panel, quad * Quad);
                TPanels.Update(rule, ws, s, t, k, wNext, g0);
                TPanels.Update(rule, ws, s, t, k + Row1, wNext, g1);
                TPanels.Update(rule, ws, s, t, k + Row2, wNext, g2);
                TPanels.Update(rule, ws, s, t, k + Row3, wNext, g3);
            }
        }

        return panel;
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

    /// <summary>
    /// The transposed kernel, [outputs, inputs]: with it, <see cref="MultiplyAdd"/> gives the gradient with respect to x. Moves, and computes
    /// nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transpose(PackedMatrix w, PackedMatrix transposed)
    {
        for (var panel = 0; panel < w.Count; panel++)
        {
            for (var block = 0; block < transposed.Count; block++)
            {
                // 16 x 16 floats, contiguous on both sides: four columns at a time, each column a row of the result
                var (from, to) = (w.RowOfPanel(panel, block * PackedMatrix.Width), transposed.RowOfPanel(block, panel * PackedMatrix.Width));
                for (nint j = 0; j < PackedMatrix.Width; j += Quad)
                {
                    TransposeColumns(w.Values, from + j, transposed.Values, to + (j * PackedMatrix.Width));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeColumns(FloatView source, nint from, FloatView target, nint to)
    {
        if (!Avx512F.IsSupported)
        {
            // 4 x 4 floats at a time
            for (nint i = 0; i < PackedMatrix.Width; i += Quad)
            {
                TransposeSquare(source, from + (i * PackedMatrix.Width), target, to + i);
            }

            return;
        }

        // In each of a vector's four lanes of 4 floats one square: a has rows 0, 4, 8 and 12 of the block, b rows 1, 5, 9 and 13, ...
        Vector512<float> a = Lanes(source, from), b = Lanes(source, from + Row1), c = Lanes(source, from + Row2), d = Lanes(source, from + Row3);
        Vector512<double> abLow = Avx512F.UnpackLow(a, b).AsDouble(), abHigh = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cdLow = Avx512F.UnpackLow(c, d).AsDouble(), cdHigh = Avx512F.UnpackHigh(c, d).AsDouble();
        target.Store(to, Avx512F.UnpackLow(abLow, cdLow).AsSingle());
        target.Store(to + Row1, Avx512F.UnpackHigh(abLow, cdLow).AsSingle());
        target.Store(to + Row2, Avx512F.UnpackLow(abHigh, cdHigh).AsSingle());
        target.Store(to + Row3, Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle());
    }

    /// <summary>Four floats of a row, and of the rows four, eight and twelve below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Lanes(FloatView source, nint from)
    {
        const int Next = Quad * PackedMatrix.Width;
        return Vector512.Create(
            Vector256.Create(source.LoadQuad(from), source.LoadQuad(from + Next)),
            Vector256.Create(source.LoadQuad(from + (2 * Next)), source.LoadQuad(from + (3 * Next))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(FloatView source, nint from, FloatView target, nint to)
    {
        Vector128<float> a = source.LoadQuad(from), b = source.LoadQuad(from + Row1);
        Vector128<float> c = source.LoadQuad(from + Row2), d = source.LoadQuad(from + Row3);
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

    /// <summary>As many groups of panels of y += x w as there are from a panel on.</summary>
    /// <returns>The first panel that is left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int MultiplyAdd<TPanels>(PackedMatrix x, NonZeroRows nonZero, PackedMatrix w, PackedMatrix y, int panel)
        where TPanels : struct, IPanelGroup<TPanels>
    {
        var (xs, ws, ys) = (x.Values, w.Values, y.Values);
        var (yNext, wNext) = ((nint)y.Rows * PackedMatrix.Width, (nint)w.Rows * PackedMatrix.Width);
        for (; panel + TPanels.Count <= y.Count; panel += TPanels.Count)
        {
            var yPanel = y.RowOfPanel(panel, 0);
            for (var quad = 0; quad < nonZero.QuadCount; quad++)
            {
                var rows = nonZero.Of(quad);
                if (rows.IsEmpty)
                {
                    continue;
                }

                var k = w.RowOfPanel(panel, quad * Quad);
                TPanels w0 = TPanels.Load(ws, k, wNext), w1 = TPanels.Load(ws, k + Row1, wNext);
                TPanels w2 = TPanels.Load(ws, k + Row2, wNext), w3 = TPanels.Load(ws, k + Row3, wNext);
                var xQuad = x.Position(0, quad * Quad);
                foreach (var row in rows)
                {
                    var (from, to) = (xQuad + ((nint)row * PackedMatrix.Width), yPanel + ((nint)row * PackedMatrix.Width));
                    var sum = TPanels.Load(ys, to, yNext);
                    sum = TPanels.MultiplyAdd(xs.Broadcast(from), w0, sum);
                    sum = TPanels.MultiplyAdd(xs.Broadcast(from + 1), w1, sum);
                    sum = TPanels.MultiplyAdd(xs.Broadcast(from + 2), w2, sum);
                    TPanels.Store(TPanels.MultiplyAdd(xs.Broadcast(from + 3), w3, sum), ys, to, yNext);
                }
            }
        }

        return panel;
    }

    /// <summary>Puts the bias into every row.</summary>
    private static void Fill(PackedMatrix y, FloatView bias)
    {
        for (var panel = 0; panel < y.Count; panel++)
        {
            var biases = bias.Load((nint)panel * PackedMatrix.Width);
            var (start, end) = y.Panel(panel);
            for (var row = start; row < end; row += PackedMatrix.Width)
            {
                y.Values.Store(row, biases);
            }
        }
    }
}
