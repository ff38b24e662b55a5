using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Engines.Portable;

/// <summary>A batch normalization layer's learned values, moving statistics, and what its backward pass remembers of the forward pass.</summary>
internal sealed class BatchNormalizationLayer<TRule> : PortableLayer<TRule>, INormalizationLayer<TRule, BatchNormalizationConfiguration>
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly BatchNormalizationConfiguration configuration;
    private readonly int features;
    private readonly TrainedArray gamma;
    private readonly TrainedArray beta;
    private readonly TrainedArray movingMean;
    private readonly TrainedArray movingVariance;
    private readonly FloatBuffer mean;
    private readonly FloatBuffer variance;
    private readonly FloatBuffer rstd;
    private readonly Activations normalized;
    private readonly Activations y;

    /// <summary>A layer with given values, each [features]: gamma, beta, moving mean, moving variance.</summary>
    private BatchNormalizationLayer(BatchNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values)
    {
        (this.configuration, this.features) = (configuration, features);
        gamma = new(values[0], TRule.StateCount);
        beta = new(values[1], TRule.StateCount);
        movingMean = new(values[2], stateCount: 0);
        movingVariance = new(values[3], stateCount: 0);
        mean = new(PackedMatrix.Padded(features));
        variance = new(PackedMatrix.Padded(features));
        rstd = new(PackedMatrix.Padded(features));
        normalized = new(features);
        y = new(features);
    }

    public static PortableLayer<TRule> Create(
        BatchNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values) =>
        new BatchNormalizationLayer<TRule>(configuration, features, values);

    /// <summary>Normalizes with the batch's statistics, which the moving statistics follow; in inference with the moving statistics.</summary>
    public override PackedMatrix Forward(PackedMatrix x, bool isTraining)
    {
        if (isTraining)
        {
            BatchNormalizationKernels.Moments(x, mean.All, variance.All);
            var unbias = configuration.MovingVariance == MovingVarianceEstimate.Unbiased ? (float)((double)x.Rows / (x.Rows - 1)) : 1f;
            BatchNormalizationKernels.UpdateMovingAverages(movingMean.Values, mean.All, 1f, configuration.Momentum);
            BatchNormalizationKernels.UpdateMovingAverages(movingVariance.Values, variance.All, unbias, configuration.Momentum);
        }

        var (center, spread) = isTraining ? (mean.All, variance.All) : (movingMean.Values, movingVariance.Values);
        var result = y.Of(x.Rows);
        BatchNormalizationKernels.Normalize(
            x, center, spread, (float)configuration.Epsilon, gamma.Values, beta.Values, rstd.All, normalized.Of(x.Rows), result);
        return result;
    }

    public override PackedMatrix Backward(PackedMatrix dy, TRule rule)
    {
        BatchNormalizationKernels.BackwardAndUpdate(dy, normalized.Of(dy.Rows), rstd.All, gamma, beta, rule, dx: dy);
        return dy;
    }

    public override IEnumerable<ImmutableArray<float>> Export() =>
        [.. new[] { gamma, beta, movingMean, movingVariance }.Select(array => Features(array.Values, features))];

    protected override IEnumerable<IDisposable> Owned => [gamma, beta, movingMean, movingVariance, mean, variance, rstd, normalized, y];
}
