using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Engines.Portable;

/// <summary>A layer normalization layer's learned values, and what its backward pass remembers of the forward pass.</summary>
internal sealed class LayerNormalizationLayer<TRule> : PortableLayer<TRule>, INormalizationLayer<TRule, LayerNormalizationConfiguration>
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly float epsilon;
    private readonly int features;
    private readonly TrainedArray gamma;
    private readonly TrainedArray beta;
    private readonly Activations normalized;
    private readonly Activations y;
    private readonly Activations rstd = new(columns: 1);

    /// <summary>A layer with given values, each [features]: gamma, beta.</summary>
    private LayerNormalizationLayer(LayerNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values)
    {
        (epsilon, this.features) = ((float)configuration.Epsilon, features);
        gamma = new(values[0], TRule.StateCount);
        beta = new(values[1], TRule.StateCount);
        normalized = new(features);
        y = new(features);
    }

    public static PortableLayer<TRule> Create(
        LayerNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values) =>
        new LayerNormalizationLayer<TRule>(configuration, features, values);

    /// <summary>Normalizes each example by its own statistics, in training and in inference.</summary>
    public override PackedMatrix Forward(PackedMatrix x, bool isTraining)
    {
        var result = y.Of(x.Rows);
        LayerNormalizationKernels.Normalize(x, epsilon, gamma.Values, beta.Values, rstd.Of(x.Rows), normalized.Of(x.Rows), result);
        return result;
    }

    public override PackedMatrix Backward(PackedMatrix dy, TRule rule)
    {
        LayerNormalizationKernels.BackwardAndUpdate(dy, normalized.Of(dy.Rows), rstd.Of(dy.Rows), gamma, beta, rule, dx: dy);
        return dy;
    }

    public override IEnumerable<ImmutableArray<float>> Export() => [Features(gamma.Values, features), Features(beta.Values, features)];

    protected override IEnumerable<IDisposable> Owned => [gamma, beta, normalized, y, rstd];
}
