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

    /// <summary>The optimizer's learning rate; with plain descent, parameter -= learning rate x gradient. Greater than 0.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How the parameters follow their gradients; plain stochastic gradient descent, the notebook's, where nothing else is said.</summary>
    public OptimizerConfiguration Optimizer { get; init; } = new SgdConfiguration();

    /// <summary>The number of passes over the training examples, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The seed of the initial kernels and of the shuffles, each of which has a generator of its own.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A factor on the initial kernels; 1 is Glorot's scale, which the notebook used.</summary>
    public double InitialScale { get; init; } = 1;

    /// <summary>When the run is looked into on its way; null for never. It changes no figure of the run.</summary>
    public ProbeSchedule? Probes { get; init; }

    /// <summary>Whether the network has batch normalization.</summary>
    public bool HasBatchNormalization => Network.BatchNormalization is not null;

    /// <summary>The four runs of the notebook: with batch normalization at batch 32, without at 32, with at 64, with at 16.</summary>
    public static IReadOnlyList<TrainingRecipe> Notebook(ulong seed = 1) => WithAndWithout([32, 64, 16], new() { Seed = seed });

    /// <summary>One run with the template's normalization for each batch size, and one without at the first of them, which comes second.</summary>
    public static IReadOnlyList<TrainingRecipe> WithAndWithout(IReadOnlyList<int> batchSizes, TrainingRecipe template)
    {
        ArgumentNullException.ThrowIfNull(batchSizes);
        ArgumentNullException.ThrowIfNull(template);
        var with = batchSizes.Select(size => template with { BatchSize = size }).ToList();
        if (template.Network.Normalization is null)
        {
            return with;
        }

        var without = with[0] with { Network = template.Network with { Normalization = null } };
        return [with[0], without, .. with.Skip(1)];
    }

    /// <summary>The same recipe with as many inputs and classes as the data have: 784 and 10 on MNIST.</summary>
    public TrainingRecipe For(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return this with { Network = Network with { InputSize = data.FeatureCount, ClassCount = data.ClassCount } };
    }

    /// <summary>Refuses values that no run can be made of, alone or with these data.</summary>
    /// <exception cref="InvalidConfigurationException">Says which value, what was received and what is accepted.</exception>
    public void Validate(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Network.Validate();
        InvalidConfigurationException.ThrowUnless(Epochs >= 1, $"The number of epochs must be at least 1; received {Epochs}.");
        SinglePrecision.RequirePositive(LearningRate, "The learning rate");
        Optimizer.Validate();
        Probes?.Validate();
        InvalidConfigurationException.ThrowUnless(
            InitialScale >= 0 && float.IsFinite((float)InitialScale), $"The initial scale must be from 0 to 3.4e38; received {InitialScale}.");
        EngineSeam.Require(Network, data.Training, "training");
        EngineSeam.Require(Network, data.Validation, "validation");
        if (data.Test is { } test)
        {
            EngineSeam.Require(Network, test, "test");
        }

        InvalidConfigurationException.ThrowUnless(
            BatchSize >= 1 && BatchSize <= data.Training.Count,
            $"The batch size must be from 1 to the {data.Training.Count} training examples; received {BatchSize}.");
        const string limit = "for the results of one layer, and 1.1 GB is the limit; choose smaller layers or batches";
        var activations = Network.LayerSizes.Max(size => (size + 15L) * Math.Max(BatchSize, Trainer.EvaluationBatchSize));
        InvalidConfigurationException.ThrowUnless(
            activations <= NetworkConfiguration.MaximumArrayLength,
            $"{Network} at batch size {BatchSize} needs {activations * sizeof(float) / 1e9:F1} GB {limit}.");
        var last = data.Training.Count % BatchSize;
        InvalidConfigurationException.ThrowUnless(
            Network.BatchNormalization is not { } batch || (batch.HasVarianceOf(BatchSize) && (last == 0 || batch.HasVarianceOf(last))),
            $"Batch size {BatchSize} leaves a batch of one, which has no unbiased variance; choose another size or the biased estimate.");
    }

    /// <summary>
    /// For people: <c>BN, batch 32</c>, <c>no BN, batch 32</c>, <c>LN, batch 32, Adam</c> or <c>BN, batch 64, ghost batch 16</c>.
    /// </summary>
    public string Title =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Network.NormalizationTitle}, batch {BatchSize}"
                + $"{(Network.BatchNormalization?.GhostBatchSize is { } size ? $", ghost batch {size}" : string.Empty)}"
                + $"{(IsPlainDescent ? string.Empty : $", {Optimizer.Title}")}");

    /// <summary>Of what varies within a grid: who looks recipes up by the thousand does not hash a network each time.</summary>
    public override int GetHashCode() => HashCode.Combine(BatchSize, LearningRate, Epochs, Seed, InitialScale, HasBatchNormalization);

    /// <summary>Whether the optimizer is plain gradient descent, the notebook's, which titles leave out.</summary>
    public bool IsPlainDescent => Optimizer is SgdConfiguration { IsPlain: true };
}
