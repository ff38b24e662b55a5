using Reproduction.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>Batch normalization of a batch of feature vectors, with the semantics of tf.keras or of torch.</summary>
/// <remarks>
/// <code>
/// x                [n, features]   a batch; n is at least 1
/// mean, variance   [features]      over the batch; the variance is biased: divided by n
/// gamma, beta      [features]      learned
/// moving values    [features]      not learned, part of the saved state
///
/// training    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
///             moving_mean     = momentum * moving_mean     + (1 - momentum) * mean
///             moving_variance = momentum * moving_variance + (1 - momentum) * variance
/// inference   y = gamma * (x - moving_mean) / sqrt(moving_variance + epsilon) + beta
/// </code>
/// With a ghost batch size (Hoffer, Hubara and Soudry 2017, algorithm 1) training does this part by part, the batch's rows in order: each part of
/// that many rows, the last one maybe smaller, has its own mean and variance, and the moving values take one step for each.
/// <para>
/// Sources: Ioffe and Szegedy 2015, algorithms 1 (training) and 2 (inference); Keras's batch_normalization.py for the moving averages.
/// The paper and torch feed the moving variance the unbiased estimate, variance * n / (n - 1); Keras, on inputs of two dimensions,
/// the biased one. <see cref="MovingVarianceEstimate"/> chooses.
/// </para>
/// <para>
/// A batch of one has no spread: with Keras's semantics every feature becomes beta, whatever the input, and the moving variance is
/// pulled toward 0; with torch's semantics such a batch is refused.
/// </para>
/// <para>
/// One operation of torch computes y and, in the backward pass, the gradients with respect to x, gamma and beta, mean and variance included.
/// It rounds as Keras does, y = x * scale + (beta - mean * scale) with scale = gamma / sqrt(variance + epsilon). The specs hold it against the
/// formula above, computed in double precision (Oracle), and against Keras's and PyTorch's values.
/// </para>
/// </remarks>
public sealed class BatchNormalization : nn.Module<Tensor, Tensor>, INormalizationModule<BatchNormalizationConfiguration>
{
    private readonly BatchNormalizationConfiguration configuration;
    private readonly OwnedScalar momentum;
    private readonly OwnedScalar batchWeight;
    private readonly BatchStatistics batch;
    private readonly Parameter gamma;
    private readonly Parameter beta;
    private readonly Tensor movingMean;
    private readonly Tensor movingVariance;

    /// <summary>A layer with gamma 1, beta 0, moving mean 0 and moving variance 1.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="featureCount">The number of features, at least 1.</param>
    /// <param name="configuration">Epsilon, momentum and the semantics of the moving variance.</param>
    /// <param name="type">The precision: float32 unless told otherwise.</param>
    public BatchNormalization(string name, long featureCount, BatchNormalizationConfiguration configuration, ScalarType type = ScalarType.Float32)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        configuration.Validate();
        this.configuration = configuration;
        momentum = new(configuration.Momentum);
        batchWeight = new(1 - configuration.Momentum);
        FeatureCount = featureCount;
        gamma = new Parameter(ones(featureCount, type));
        beta = new Parameter(zeros(featureCount, type));
        movingMean = zeros(featureCount, type);
        movingVariance = ones(featureCount, type);
        batch = new(zeros(featureCount, type).DetachFromDisposeScope(), zeros(featureCount, type).DetachFromDisposeScope());
        register_parameter("gamma", gamma);
        register_parameter("beta", beta);
        register_buffer("moving_mean", movingMean);
        register_buffer("moving_variance", movingVariance);
        this.OutliveScope();
    }

    /// <summary>The number of features.</summary>
    public long FeatureCount { get; }

    /// <summary>The learned scale, [features].</summary>
    public Parameter Gamma => gamma;

    /// <summary>The learned shift, [features].</summary>
    public Parameter Beta => beta;

    /// <summary>The moving mean, [features]: what inference uses in place of the batch's mean.</summary>
    public Tensor MovingMean => movingMean;

    /// <summary>The moving variance, [features]: what inference uses in place of the batch's variance.</summary>
    public Tensor MovingVariance => movingVariance;

    /// <summary>Normalizes a batch; in training mode the moving statistics follow it.</summary>
    /// <param name="input">[n, features], in the layer's precision.</param>
    /// <returns>[n, features].</returns>
    /// <exception cref="ArgumentException">The input has another shape, no rows, or one row where torch's semantics are asked for.</exception>
    public override Tensor forward(Tensor input)
    {
        RequireShape(input);
        if (!training)
        {
            return nn.functional.batch_norm(input, movingMean, movingVariance, gamma, beta, training: false, eps: configuration.Epsilon);
        }

        return configuration.GhostBatchSize is { } size && size < input.shape[0]
            ? cat([.. input.split(size).Select(NormalizeByOwnStatistics)])
            : NormalizeByOwnStatistics(input);
    }

    static nn.Module<Tensor, Tensor> INormalizationModule<BatchNormalizationConfiguration>.Create(
        string name, int features, BatchNormalizationConfiguration configuration, ScalarType type) =>
        new BatchNormalization(name, features, configuration, type);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            momentum.Dispose();
            batchWeight.Dispose();
            batch.Mean.Dispose();
            batch.Variance.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Normalizes a batch, or a ghost batch, by the statistics of its rows, which the moving statistics follow.</summary>
    private Tensor NormalizeByOwnStatistics(Tensor input)
    {
        var rows = input.shape[0];
        if (rows == 1)
        {
            return NormalizeOne(input);
        }

        // With momentum 1 torch replaces the two buffers by the batch's mean and its unbiased variance; a moving variance of torch's own would
        // follow the latter, which Keras's does not.
        var output = nn.functional.batch_norm(
            input, batch.Mean, batch.Variance, gamma, beta, training: true, momentum: 1, eps: configuration.Epsilon);
        UpdateMovingStatistics(batch.Mean, batch.Variance, rows);
        return output;
    }

    /// <summary>A batch of one, which torch refuses: its mean is the row, its variance 0, and so the result is beta, whatever gamma is.</summary>
    private Tensor NormalizeOne(Tensor input)
    {
        // Not into the buffers: the backward pass of a ghost batch in front of this one refuses to go on where they changed.
        using var mean = input.detach().squeeze(0);
        using var variance = zeros_like(movingVariance);
        UpdateMovingStatistics(mean, variance, rows: 1);

        // Beta less nothing: so gamma and the input get gradients of 0 rather than none.
        return beta - ((input - input) * gamma);
    }

    /// <summary>Moves the moving statistics one step toward those of a batch.</summary>
    private void UpdateMovingStatistics(Tensor mean, Tensor variance, long rows)
    {
        using var withoutGradients = no_grad();
        momentum.Scale(movingMean);
        batchWeight.AddMultiple(movingMean, mean);

        // Keras follows the biased variance: the unbiased one times (n - 1) / n.
        var share = configuration.MovingVariance == MovingVarianceEstimate.Biased ? (rows - 1.0) / rows : 1;
        using var varianceWeight = new OwnedScalar((1 - configuration.Momentum) * share);
        momentum.Scale(movingVariance);
        varianceWeight.AddMultiple(movingVariance, variance);
    }

    private void RequireShape(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 2 || input.shape[1] != FeatureCount || input.shape[0] == 0)
        {
            throw new ArgumentException(
                $"{GetName()} expects a batch of shape [n, {FeatureCount}] with n at least 1; received [{string.Join(", ", input.shape)}].",
                nameof(input));
        }

        if (training && !configuration.HasVarianceOf(checked((int)input.shape[0])))
        {
            throw new ArgumentException(
                $"{GetName()} cannot train on a batch of one: the unbiased variance divides by n - 1. Use larger batches, or the biased estimate.",
                nameof(input));
        }
    }

    /// <summary>What torch finds out about a batch, [features] each. A field that is a tensor would become part of the module's state.</summary>
    private sealed record BatchStatistics(Tensor Mean, Tensor Variance);
}
