using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>The same row of one to four neighbouring panels: what is read of the other operand serves all of them.</summary>
/// <remarks>Structs with a static interface, so that the compiler makes one loop for each size and keeps every row in a register.</remarks>
internal interface IPanelGroup<TSelf>
    where TSelf : struct, IPanelGroup<TSelf>
{
    /// <summary>How many panels.</summary>
    static abstract int Count { get; }

    /// <summary>The rows at a position, at position + stride, and so on, one for each panel.</summary>
    static abstract TSelf Load(FloatView values, nint position, nint stride);

    /// <summary>fma(value, row, sum) in every panel.</summary>
    static abstract TSelf MultiplyAdd(Vector512<float> value, TSelf rows, TSelf sums);

    /// <summary>Writes the rows where <see cref="Load"/> reads them.</summary>
    static abstract void Store(TSelf rows, FloatView values, nint position, nint stride);

    /// <summary>Updates the parameters that stand where <see cref="Load"/> reads them, each row with its gradient.</summary>
    static abstract void Update<TRule>(TRule rule, FloatView w, FloatView s, FloatView t, nint position, nint stride, TSelf gradients)
        where TRule : struct, IUpdateRule<TRule>;
}

/// <summary>A row of one panel.</summary>
internal readonly struct OnePanel(Vector512<float> a) : IPanelGroup<OnePanel>
{
    private readonly Vector512<float> a = a;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OnePanel Load(FloatView values, nint position, nint stride) => new(values.Load(position));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OnePanel MultiplyAdd(Vector512<float> value, OnePanel rows, OnePanel sums) =>
        new(Vector512.FusedMultiplyAdd(value, rows.a, sums.a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OnePanel rows, FloatView values, nint position, nint stride) => values.Store(position, rows.a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<TRule>(TRule rule, FloatView w, FloatView s, FloatView t, nint position, nint stride, OnePanel gradients)
        where TRule : struct, IUpdateRule<TRule>
    {
        rule.Update(w, s, t, position, gradients.a);
    }
}

/// <summary>The same row of two neighbouring panels.</summary>
internal readonly struct TwoPanels(Vector512<float> a, Vector512<float> b) : IPanelGroup<TwoPanels>
{
    private readonly Vector512<float> a = a;
    private readonly Vector512<float> b = b;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoPanels Load(FloatView values, nint position, nint stride) => new(values.Load(position), values.Load(position + stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoPanels MultiplyAdd(Vector512<float> value, TwoPanels rows, TwoPanels sums) =>
        new(Vector512.FusedMultiplyAdd(value, rows.a, sums.a), Vector512.FusedMultiplyAdd(value, rows.b, sums.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoPanels rows, FloatView values, nint position, nint stride)
    {
        values.Store(position, rows.a);
        values.Store(position + stride, rows.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<TRule>(TRule rule, FloatView w, FloatView s, FloatView t, nint position, nint stride, TwoPanels gradients)
        where TRule : struct, IUpdateRule<TRule>
    {
        rule.Update(w, s, t, position, gradients.a);
        rule.Update(w, s, t, position + stride, gradients.b);
    }
}

/// <summary>The same row of three neighbouring panels.</summary>
internal readonly struct ThreePanels(Vector512<float> a, Vector512<float> b, Vector512<float> c) : IPanelGroup<ThreePanels>
{
    private readonly Vector512<float> a = a;
    private readonly Vector512<float> b = b;
    private readonly Vector512<float> c = c;

    public static int Count => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreePanels Load(FloatView values, nint position, nint stride) =>
        new(values.Load(position), values.Load(position + stride), values.Load(position + (2 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreePanels MultiplyAdd(Vector512<float> value, ThreePanels rows, ThreePanels sums) => new(
        Vector512.FusedMultiplyAdd(value, rows.a, sums.a),
        Vector512.FusedMultiplyAdd(value, rows.b, sums.b),
        Vector512.FusedMultiplyAdd(value, rows.c, sums.c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ThreePanels rows, FloatView values, nint position, nint stride)
    {
        values.Store(position, rows.a);
        values.Store(position + stride, rows.b);
        values.Store(position + (2 * stride), rows.c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<TRule>(TRule rule, FloatView w, FloatView s, FloatView t, nint position, nint stride, ThreePanels gradients)
        where TRule : struct, IUpdateRule<TRule>
    {
        rule.Update(w, s, t, position, gradients.a);
        rule.Update(w, s, t, position + stride, gradients.b);
        rule.Update(w, s, t, position + (2 * stride), gradients.c);
    }
}

/// <summary>The same row of four neighbouring panels.</summary>
internal readonly struct FourPanels(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) : IPanelGroup<FourPanels>
{
    private readonly Vector512<float> a = a;
    private readonly Vector512<float> b = b;
    private readonly Vector512<float> c = c;
    private readonly Vector512<float> d = d;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourPanels Load(FloatView values, nint position, nint stride) =>
        new(values.Load(position), values.Load(position + stride), values.Load(position + (2 * stride)), values.Load(position + (3 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourPanels MultiplyAdd(Vector512<float> value, FourPanels rows, FourPanels sums) => new(
        Vector512.FusedMultiplyAdd(value, rows.a, sums.a),
        Vector512.FusedMultiplyAdd(value, rows.b, sums.b),
        Vector512.FusedMultiplyAdd(value, rows.c, sums.c),
        Vector512.FusedMultiplyAdd(value, rows.d, sums.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FourPanels rows, FloatView values, nint position, nint stride)
    {
        values.Store(position, rows.a);
        values.Store(position + stride, rows.b);
        values.Store(position + (2 * stride), rows.c);
        values.Store(position + (3 * stride), rows.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<TRule>(TRule rule, FloatView w, FloatView s, FloatView t, nint position, nint stride, FourPanels gradients)
        where TRule : struct, IUpdateRule<TRule>
    {
        rule.Update(w, s, t, position, gradients.a);
        rule.Update(w, s, t, position + stride, gradients.b);
        rule.Update(w, s, t, position + (2 * stride), gradients.c);
        rule.Update(w, s, t, position + (3 * stride), gradients.d);
    }
}
