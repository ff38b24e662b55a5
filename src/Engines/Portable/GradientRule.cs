using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>No descent: each parameter becomes its gradient. A session of one step gives all gradients away so, by the kernels that train.</summary>
/// <remarks><code>
/// w = g
/// </code></remarks>
internal readonly struct GradientRule : IUpdateRule<GradientRule>
{
    public static int StateCount => 0;

    public static bool MovesWithoutGradient => true;

    public static GradientRule First(OptimizerConfiguration optimizer, double learningRate) => default;

    public GradientRule Next() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(FloatView w, FloatView s, FloatView t, nint position, Vector512<float> g) => w.Store(position, g);
}
