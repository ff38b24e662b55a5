using System.Collections.Immutable;
using Reproduction.Data;
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
    private readonly FloatBuffer dgamma;
    private readonly FloatBuffer dbeta;
    private readonly Activations rstd;
    private readonly Activations normalized;
    private readonly Activations y;

    /// <summary>A layer with given values, each [features]: gamma, beta, moving mean, moving variance.</summary>
    public BatchNormalizationLayer(BatchNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values)
    {
        (this.configuration, this.features) = (configuration, features);
        gamma = new(values[0], TRule.StateCount);
        beta = new(values[1], TRule.StateCount);
        movingMean = new(values[2], stateCount: 0);
        movingVariance = new(values[3], stateCount: 0);
        mean = new(PackedMatrix.Padded(features));
        variance = new(PackedMatrix.Padded(features));
        dgamma = new(PackedMatrix.Padded(features));
        dbeta = new(PackedMatrix.Padded(features));
        rstd = new(features);
        normalized = new(features);
        y = new(features);
    }

    public static PortableLayer<TRule> Create(
        BatchNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values) =>
        new BatchNormalizationLayer<TRule>(configuration, features, values);

    /// <summary>
    /// Normalizes each ghost batch with its own statistics, which the moving statistics follow; in inference all of it with the moving statistics.
    /// </summary>
    public override PackedMatrix Forward(PackedMatrix x, bool isTraining)
    {
        var size = isTraining ? GhostBatchSize(x.Rows) : x.Rows;
        var (count, result) = (Batches.CountOf(x.Rows, size), y.Of(x.Rows));
        for (var k = 0; k < count; k++)
        {
            var batch = Batch(k, size, x.Rows);
            if (isTraining)
            {
                TakeStatistics(x, batch);
            }

            var (center, spread) = isTraining ? (mean.All, variance.All) : (movingMean.Values, movingVariance.Values);
            BatchNormalizationKernels.Normalize(
                x, batch, center, spread, (float)configuration.Epsilon, gamma.Values, beta.Values, rstd.Of(count), normalized.Of(x.Rows), result);
        }

        return result;
    }

    public override PackedMatrix Backward(PackedMatrix dy, TRule rule)
    {
        var size = GhostBatchSize(dy.Rows);
        var count = Batches.CountOf(dy.Rows, size);
        for (var k = 0; k < count; k++)
        {
            BatchNormalizationKernels.Backward(
                dy, Batch(k, size, dy.Rows), normalized.Of(dy.Rows), rstd.Of(count), gamma.Values, dgamma.All, dbeta.All, dx: dy);
        }

        BatchNormalizationKernels.Update(gamma, dgamma.All, rule);
        BatchNormalizationKernels.Update(beta, dbeta.All, rule);
        return dy;
    }

    private void TakeStatistics(PackedMatrix x, GhostBatch batch)
    {
        BatchNormalizationKernels.Moments(x, batch, mean.All, variance.All);
        var unbias = configuration.MovingVariance == MovingVarianceEstimate.Unbiased ? (float)((double)batch.Count / (batch.Count - 1)) : 1f;
        BatchNormalizationKernels.UpdateMovingAverages(movingMean.Values, mean.All, 1f, configuration.Momentum);
        BatchNormalizationKernels.UpdateMovingAverages(movingVariance.Values, variance.All, unbias, configuration.Momentum);
    }

    private int GhostBatchSize(int rows) => Math.Min(configuration.GhostBatchSize ?? rows, rows);

    private static GhostBatch Batch(int number, int size, int rows) => new(number, number * size, Math.Min(size, rows - (number * size)));

    public override IEnumerable<ImmutableArray<float>> Export() =>
        [.. new[] { gamma, beta, movingMean, movingVariance }.Select(array => Features(array.Values, features))];

    protected override IEnumerable<IDisposable> Owned =>
        [gamma, beta, movingMean, movingVariance, mean, variance, dgamma, dbeta, rstd, normalized, y];
}
