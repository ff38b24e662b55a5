using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>How a parameter follows its gradient: a type parameter of the kernels, so that each rule has kernels compiled for it alone.</summary>
/// <remarks>
/// <code>
/// w      a parameter;  g  its gradient
/// s, t   what the rule keeps for the parameter, at the same position of buffers of its own; 0 at first
/// </code>
/// </remarks>
internal interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>How many numbers the rule keeps for each parameter: 0, 1 (s) or 2 (s and t).</summary>
    static abstract int StateCount { get; }

    /// <summary>Whether a parameter may move although its gradient is 0.</summary>
    static abstract bool MovesWithoutGradient { get; }

    /// <summary>The rule as it stands at the first step.</summary>
    static abstract TSelf First(OptimizerConfiguration optimizer, double learningRate);

    /// <summary>The rule as it stands at the step after this one.</summary>
    TSelf Next();

    /// <summary>Moves the sixteen parameters from a position on.</summary>
    void Update(FloatView w, FloatView s, FloatView t, nint position, Vector512<float> g);
}

/// <summary>Plain gradient descent.</summary>
/// <remarks><code>
/// w = fma(-rate, g, w)
/// </code></remarks>
internal readonly struct PlainDescent(float rate) : IUpdateRule<PlainDescent>
{
    private readonly Vector512<float> minusRate = Vector512.Create(-rate);

    public static int StateCount => 0;

    public static bool MovesWithoutGradient => false;

    public static PlainDescent First(OptimizerConfiguration optimizer, double learningRate) => new((float)learningRate);

    public PlainDescent Next() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(FloatView w, FloatView s, FloatView t, nint position, Vector512<float> g) =>
        w.Store(position, Vector512.FusedMultiplyAdd(minusRate, g, w.Load(position)));
}

/// <summary>Gradient descent with momentum.</summary>
/// <remarks><code>
/// s = fma(momentum, s, -rate * g)
/// w = w + s
/// </code></remarks>
internal readonly struct MomentumDescent(float rate, float momentum) : IUpdateRule<MomentumDescent>
{
    private readonly Vector512<float> minusRate = Vector512.Create(-rate);
    private readonly Vector512<float> momentum = Vector512.Create(momentum);

    public static int StateCount => 1;

    public static bool MovesWithoutGradient => true;

    public static MomentumDescent First(OptimizerConfiguration optimizer, double learningRate) =>
        new((float)learningRate, (float)((SgdConfiguration)optimizer).Momentum);

    public MomentumDescent Next() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(FloatView w, FloatView s, FloatView t, nint position, Vector512<float> g)
    {
        var velocity = Vector512.FusedMultiplyAdd(momentum, s.Load(position), minusRate * g);
        s.Store(position, velocity);
        w.Store(position, w.Load(position) + velocity);
    }
}

/// <summary>Gradient descent with Nesterov's momentum.</summary>
/// <remarks><code>
/// s = fma(momentum, s, -rate * g)
/// w = w + fma(momentum, s, -rate * g)       with s from after its update
/// </code></remarks>
internal readonly struct NesterovDescent(float rate, float momentum) : IUpdateRule<NesterovDescent>
{
    private readonly Vector512<float> minusRate = Vector512.Create(-rate);
    private readonly Vector512<float> momentum = Vector512.Create(momentum);

    public static int StateCount => 1;

    public static bool MovesWithoutGradient => true;

    public static NesterovDescent First(OptimizerConfiguration optimizer, double learningRate) =>
        new((float)learningRate, (float)((SgdConfiguration)optimizer).Momentum);

    public NesterovDescent Next() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(FloatView w, FloatView s, FloatView t, nint position, Vector512<float> g)
    {
        var descent = minusRate * g;
        var velocity = Vector512.FusedMultiplyAdd(momentum, s.Load(position), descent);
        s.Store(position, velocity);
        w.Store(position, w.Load(position) + Vector512.FusedMultiplyAdd(momentum, velocity, descent));
    }
}

/// <summary>Adam.</summary>
/// <remarks><code>
/// s = fma(1 - beta1, g - s, s)
/// t = fma(1 - beta2, fma(g, g, -t), t)
/// w = fma(-r, s / (sqrt(t) + epsilon), w)
///
/// r = rate * sqrt(1 - beta2^n) / (1 - beta1^n) at step n = 1, 2, ..., in double precision and rounded once; the powers are products, step by step
/// </code></remarks>
internal readonly struct AdamDescent : IUpdateRule<AdamDescent>
{
    private readonly AdamConfiguration configuration;
    private readonly double rate;
    private readonly double power1;
    private readonly double power2;
    private readonly Vector512<float> minusRate;
    private readonly Vector512<float> weight1;
    private readonly Vector512<float> weight2;
    private readonly Vector512<float> epsilon;

    private AdamDescent(AdamConfiguration configuration, double rate, double power1, double power2)
    {
        (this.configuration, this.rate, this.power1, this.power2) = (configuration, rate, power1, power2);
        minusRate = Vector512.Create((float)-(rate * Math.Sqrt(1 - power2) / (1 - power1)));
        weight1 = Vector512.Create((float)(1 - configuration.Beta1));
        weight2 = Vector512.Create((float)(1 - configuration.Beta2));
        epsilon = Vector512.Create((float)configuration.Epsilon);
    }

    public static int StateCount => 2;

    public static bool MovesWithoutGradient => true;

    public static AdamDescent First(OptimizerConfiguration optimizer, double learningRate)
    {
        var adam = (AdamConfiguration)optimizer;
        return new(adam, learningRate, adam.Beta1, adam.Beta2);
    }

    public AdamDescent Next() => new(configuration, rate, power1 * configuration.Beta1, power2 * configuration.Beta2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(FloatView w, FloatView s, FloatView t, nint position, Vector512<float> g)
    {
        Vector512<float> mean = s.Load(position), square = t.Load(position);
        mean = Vector512.FusedMultiplyAdd(weight1, g - mean, mean);
        square = Vector512.FusedMultiplyAdd(weight2, Vector512.FusedMultiplyAdd(g, g, -square), square);
        s.Store(position, mean);
        t.Store(position, square);
        w.Store(position, Vector512.FusedMultiplyAdd(minusRate, mean / (Vector512.Sqrt(square) + epsilon), w.Load(position)));
    }
}
