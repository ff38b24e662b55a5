namespace Reproduction.Networks;

/// <summary>On which side of the nonlinearity a batch normalization layer stands.</summary>
public enum BatchNormalizationPlacement
{
    /// <summary>Dense, ReLU, BN: the notebook's order.</summary>
    AfterActivation,

    /// <summary>Dense, BN, ReLU: the order of Ioffe and Szegedy 2015, section 3.2.</summary>
    BeforeActivation,
}

/// <summary>Which estimate of a batch's variance feeds the moving variance. The biased one normalizes in either case.</summary>
public enum MovingVarianceEstimate
{
    /// <summary>The sum of squared deviations divided by n: tf.keras on inputs of two dimensions.</summary>
    Biased,

    /// <summary>Divided by n - 1: torch, and Ioffe and Szegedy 2015, algorithm 2. Not defined for a batch of one.</summary>
    Unbiased,
}

/// <summary>How a network's batch normalization layers behave. The defaults are those of tf.keras 2.x, which the notebook relied on.</summary>
public sealed record BatchNormalizationConfiguration
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

    /// <summary>Added to the variance under the square root. Greater than 0.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>The weight of the old moving value in an update; 1 - momentum is the weight of the batch. From 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.99;

    /// <summary>Before or after the activation.</summary>
    public BatchNormalizationPlacement Placement { get; init; } = BatchNormalizationPlacement.AfterActivation;

    /// <summary>The estimate that feeds the moving variance.</summary>
    public MovingVarianceEstimate MovingVariance { get; init; } = MovingVarianceEstimate.Biased;

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="InvalidConfigurationException">Epsilon is not positive, or momentum is outside its range.</exception>
    public void Validate()
    {
        InvalidConfigurationException.ThrowUnless(
            double.IsFinite(Epsilon) && Epsilon > 0, $"Epsilon must be a positive number; received {Epsilon}.");
        InvalidConfigurationException.ThrowUnless(
            Momentum >= 0 && Momentum < 1, $"Momentum must be from 0 to below 1; received {Momentum}.");
    }
}
