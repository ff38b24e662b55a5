using System.Globalization;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>Everything that decides a run, but for the data and the engine: two runs of one recipe give one history.</summary>
/// <remarks>The defaults are the notebook's, with batch normalization and batch size 32.</remarks>
public sealed record TrainingRecipe
{
    /// <summary>The network.</summary>
    public NetworkConfiguration Network { get; init; } = new();

    /// <summary>The number of examples in a step, from 1 to the number of training examples. The last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The learning rate of plain stochastic gradient descent: parameter -= learning rate x gradient. Greater than 0.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The number of passes over the training examples, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The seed of the initial kernels and of the shuffles, each of which has a generator of its own.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A factor on the initial kernels; 1 is Glorot's scale, which the notebook used.</summary>
    public double InitialScale { get; init; } = 1;

    /// <summary>Whether the network has batch normalization.</summary>
    public bool HasBatchNormalization => Network.BatchNormalization is not null;

    /// <summary>The four runs of the notebook: with batch normalization at batch 32, without at 32, with at 64, with at 16.</summary>
    public static IReadOnlyList<TrainingRecipe> Notebook(ulong seed = 1) => WithAndWithout([32, 64, 16], new() { Seed = seed });

    /// <summary>One run with batch normalization for each batch size, and one without at the first of them, which comes second.</summary>
    public static IReadOnlyList<TrainingRecipe> WithAndWithout(IReadOnlyList<int> batchSizes, TrainingRecipe template)
    {
        ArgumentNullException.ThrowIfNull(batchSizes);
        ArgumentNullException.ThrowIfNull(template);
        var with = batchSizes.Select(size => template with { BatchSize = size }).ToList();
        var without = with[0] with { Network = template.Network with { BatchNormalization = null } };
        return [with[0], without, .. with.Skip(1)];
    }

    /// <summary>Refuses values that no run can be made of, alone or with these data.</summary>
    /// <exception cref="InvalidConfigurationException">Says which value, what was received and what is accepted.</exception>
    public void Validate(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Network.Validate();
        InvalidConfigurationException.ThrowUnless(Epochs >= 1, $"The number of epochs must be at least 1; received {Epochs}.");
        InvalidConfigurationException.ThrowUnless(double.IsFinite(LearningRate) && LearningRate > 0, $"The learning rate must be a positive number; received {LearningRate}.");
        InvalidConfigurationException.ThrowUnless(double.IsFinite(InitialScale) && InitialScale >= 0, $"The initial scale must not be negative; received {InitialScale}.");
        InvalidConfigurationException.ThrowUnless(data.Training.Count > 0, $"The data set {data.Title} has no training examples.");
        InvalidConfigurationException.ThrowUnless(data.Validation.Count > 0, $"The data set {data.Title} has no validation examples.");
        InvalidConfigurationException.ThrowUnless(
            BatchSize >= 1 && BatchSize <= data.Training.Count,
            $"The batch size must be from 1 to the {data.Training.Count} training examples; received {BatchSize}.");
        InvalidConfigurationException.ThrowUnless(
            data.Training.FeatureCount == Network.InputSize && data.Validation.FeatureCount == Network.InputSize,
            $"The network takes {Network.InputSize} inputs; the examples have {data.Training.FeatureCount} and {data.Validation.FeatureCount}.");
        RequireLabels(data.Training, "training");
        RequireLabels(data.Validation, "validation");
        InvalidConfigurationException.ThrowUnless(
            Network.BatchNormalization?.MovingVariance != MovingVarianceEstimate.Unbiased || (BatchSize > 1 && data.Training.Count % BatchSize != 1),
            $"Batch size {BatchSize} leaves a batch of one, which has no unbiased variance; choose another size or the biased estimate.");
    }

    /// <summary>For people: <c>BN, batch 32</c> or <c>no BN, batch 32</c>.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{(HasBatchNormalization ? "BN" : "no BN")}, batch {BatchSize}");

    private void RequireLabels(Examples examples, string which)
    {
        var position = examples.Labels.IndexOfAnyExceptInRange((byte)0, (byte)Math.Min(byte.MaxValue, Network.ClassCount - 1));
        InvalidConfigurationException.ThrowUnless(position < 0, $"The network knows classes 0 to {Network.ClassCount - 1}; {which} example {position} has another label.");
    }
}
