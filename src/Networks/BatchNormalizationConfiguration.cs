using System.Collections.Immutable;

namespace Reproduction.Networks;

/// <summary>Which estimate of a batch's variance feeds the moving variance. The biased one normalizes in either case.</summary>
public enum MovingVarianceEstimate
{
    /// <summary>The sum of squared deviations divided by n: tf.keras on inputs of two dimensions.</summary>
    Biased,

    /// <summary>Divided by n - 1: torch, and Ioffe and Szegedy 2015, algorithm 2. Not defined for a batch of one.</summary>
    Unbiased,
}

/// <summary>How a network's batch normalization layers behave. The defaults are those of tf.keras 2.x, which the notebook relied on.</summary>
public sealed record BatchNormalizationConfiguration : NormalizationConfiguration
{
    /// <summary>tf.keras's defaults: epsilon 1e-3, momentum 0.99, moving variance from the biased estimate, after the activation.</summary>
    public static BatchNormalizationConfiguration Keras { get; } = new();

    /// <summary>
    /// torch's defaults, in the terms used here: epsilon 1e-5, moving variance from the unbiased estimate, and momentum 0.9, which
    /// torch calls 0.1 because it counts the weight of the new value.
    /// </summary>
    public static BatchNormalizationConfiguration Torch { get; } = new()
    {
        Epsilon = 1e-5,
        Momentum = 0.9,
        MovingVariance = MovingVarianceEstimate.Unbiased,
    };

    /// <summary>
    /// The weight of the old moving value in an update (no optimizer's momentum); 1 - momentum is the weight of the batch. From 0 to below 1.
    /// </summary>
    public double Momentum { get; init; } = 0.99;

    /// <summary>The estimate that feeds the moving variance.</summary>
    public MovingVarianceEstimate MovingVariance { get; init; } = MovingVarianceEstimate.Biased;

    /// <summary>
    /// How many examples of a batch share their statistics in training, at least 1; null for all of them. Smaller than the batch, it divides the
    /// batch into ghost batches (Hoffer, Hubara and Soudry 2017): that many examples each, in the batch's order, the last one what is left over.
    /// </summary>
    /// <remarks>
    /// The moving statistics move once for each ghost batch, in their order, as algorithm 1 of the paper has it: momentum then means the same as in
    /// training with batches of that size. gamma and beta are those of the whole batch, and so are their gradients: sums over all of its examples.
    /// </remarks>
    public int? GhostBatchSize { get; init; }

    /// <inheritdoc/>
    public override string Name => "batch";

    /// <inheritdoc/>
    public override string Abbreviation => "BN";

    /// <inheritdoc/>
    public override string LayerKind => "BatchNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<ParameterLayout> Parameters(int features) =>
    [
        new("gamma", [features], Trainable: true, InitialValues.Ones),
        new("beta", [features], Trainable: true, InitialValues.Zeros),
        new("moving_mean", [features], Trainable: false, InitialValues.Zeros),
        new("moving_variance", [features], Trainable: false, InitialValues.Ones),
    ];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        InvalidConfigurationException.ThrowUnless(
            Momentum >= 0 && (float)Momentum < 1, $"Momentum must be from 0 to below 1; received {Momentum}.");
        InvalidConfigurationException.ThrowUnless(
            GhostBatchSize is null or >= 1, $"The ghost batch size must be at least 1; received {GhostBatchSize}.");
    }

    /// <summary>
    /// Whether a batch can be trained on: the unbiased estimate divides by n - 1, so that it needs two examples wherever statistics are taken.
    /// </summary>
    /// <param name="batchSize">The number of examples, at least 1.</param>
    public bool HasVarianceOf(int batchSize) =>
        MovingVariance == MovingVarianceEstimate.Biased
        || (batchSize > 1 && GhostBatchSize != 1 && !(GhostBatchSize < batchSize && batchSize % GhostBatchSize == 1));
}
