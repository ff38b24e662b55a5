using System.Collections.Immutable;

namespace Reproduction.Engines.Portable;

/// <summary>One layer in training. It keeps its activations from the forward pass to the backward pass.</summary>
/// <typeparam name="TRule">How parameters follow their gradients.</typeparam>
internal abstract class PortableLayer<TRule> : IDisposable
    where TRule : struct, IUpdateRule<TRule>
{
    /// <summary>Computes y from x, [n, inputs] to [n, outputs]; x may be overwritten by it.</summary>
    /// <param name="x">What the layer in front of it gave.</param>
    /// <param name="isTraining">Whether statistics are the batch's and moving averages follow them.</param>
    public abstract PackedMatrix Forward(PackedMatrix x, bool isTraining);

    /// <summary>
    /// Computes dx from dy, the loss's gradient with respect to y, and then updates the layer's own parameters. After a forward pass in training
    /// mode; dy may be overwritten by dx.
    /// </summary>
    public abstract PackedMatrix Backward(PackedMatrix dy, TRule rule);

    /// <summary>The layer's arrays, in the order of its layout.</summary>
    public virtual IEnumerable<ImmutableArray<float>> Export() => [];

    public void Dispose()
    {
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }

    /// <summary>What the layer keeps outside the garbage collector's reach.</summary>
    protected virtual IEnumerable<IDisposable> Owned => [];

    /// <summary>A row of features without its padding.</summary>
    protected static ImmutableArray<float> Features(FloatView values, int count) => [.. values.AsSpan()[..count]];
}

/// <summary>y = max(x, 0), in place.</summary>
internal sealed class ReluLayer<TRule> : PortableLayer<TRule>
    where TRule : struct, IUpdateRule<TRule>
{
    private PackedMatrix y;

    public override PackedMatrix Forward(PackedMatrix x, bool isTraining)
    {
        ReluKernels.Relu(x);
        return y = x;
    }

    public override PackedMatrix Backward(PackedMatrix dy, TRule rule)
    {
        ReluKernels.Mask(dy, y);
        return dy;
    }
}
