using System.Collections.Immutable;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>Between the domain's records and the shape in which they are stored.</summary>
internal static class RunLineConversion
{
    public static KeyShape Key(TrainingRecipe recipe, string datasetName, string datasetSha256, string engine, string engineDescription) => new()
    {
        Network = Network(recipe.Network),
        BatchSize = recipe.BatchSize,
        LearningRate = recipe.LearningRate,
        InitialScale = recipe.InitialScale,
        Epochs = recipe.Epochs,
        Seed = recipe.Seed,
        Dataset = datasetName,
        DatasetSha256 = datasetSha256,
        Engine = engine,
        EngineDescription = engineDescription,
        Optimizer = NamedConfigurations.Shape(recipe.Optimizer),
        Probes = recipe.Probes is { } probes ? new() { Every = probes.Every, Until = probes.Until } : null,
    };

    public static NetworkShape Network(NetworkConfiguration network) => new()
    {
        InputSize = network.InputSize,
        HiddenSizes = network.HiddenSizes,
        ClassCount = network.ClassCount,
        BatchNormalization = network.BatchNormalization is not { } normalization ? null : new()
        {
            Epsilon = normalization.Epsilon,
            Momentum = normalization.Momentum,
            Placement = normalization.Placement,
            MovingVariance = normalization.MovingVariance,
            GhostBatchSize = normalization.GhostBatchSize,
        },
        Normalization = network.Normalization is null or BatchNormalizationConfiguration
            ? null
            : new() { Name = network.Normalization.Name, Epsilon = network.Normalization.Epsilon, Placement = network.Normalization.Placement },
    };

    public static RunShape Run(RunRecord record) => new()
    {
        Key = Key(record.Recipe, record.DatasetName, record.DatasetSha256, record.Engine, record.EngineDescription),
        History =
        [
            .. record.Epochs.Select(row => new EpochShape
            {
                Loss = row.Training.Loss,
                Accuracy = row.Training.Accuracy,
                ValidationLoss = row.Validation.Loss,
                ValidationAccuracy = row.Validation.Accuracy,
            }),
        ],
        Test = record.Test is { } test ? new() { Loss = test.Loss, Accuracy = test.Accuracy } : null,
        ParametersSha256 = record.ParametersSha256,
        Failure = record.Failure,
        Probes = record.Probes is { } probes ? [.. probes.Select(ProbeConversion.Shape)] : null,
        Inference = record.Inference is not { } figures ? null : new()
        {
            TrainingLoss = figures.TrainingLoss,
            TrainingAccuracy = figures.TrainingAccuracy,
            TrainingCorrect = figures.TrainingCorrect,
            ValidationCorrect = figures.ValidationCorrect,
            TestCorrect = figures.TestCorrect,
            Wrong = figures.Wrong is not { } wrong ? null : new()
            {
                Validation = Distances(wrong.Validation),
                Test = wrong.Test is { } images ? Distances(images) : null,
            },
            Recomputed = figures.Recomputed is { } recomputed ? new() { Loss = recomputed.Loss, Accuracy = recomputed.Accuracy } : null,
        },
    };

    /// <summary>Where and how long it was computed; null where that was not kept.</summary>
    public static RunEnvironmentShape? RunEnvironment(RunRecord record) => record is not { WallTime: { } time, Machine: { } machine } ? null : new()
    {
        WallSeconds = time.Ticks / (decimal)TimeSpan.TicksPerSecond,
        Processor = machine.Processor,
        InstructionSet = machine.InstructionSet,
        ProcessorCount = machine.ProcessorCount,
        ThreadsPerRun = machine.ThreadsPerRun,
        RunsAtOnce = machine.RunsAtOnce,
        OperatingSystem = machine.OperatingSystem,
        Runtime = machine.Runtime,
        Libraries = machine.Libraries,
    };

    public static RunRecord Record(RunLineShape line)
    {
        var (run, key, how) = (line.Run, line.Run.Key, line.RunEnvironment);
        if (run.History.IsDefault || key.Network.HiddenSizes.IsDefault)
        {
            throw new FormatException("a list is null");
        }

        return new(
            Recipe(key),
            key.Dataset,
            key.DatasetSha256,
            key.Engine,
            key.EngineDescription,
            [
                .. run.History.Select((row, i) =>
                    new EpochMetrics(i + 1, new(row.Loss, row.Accuracy), new(row.ValidationLoss, row.ValidationAccuracy))),
            ],
            run.Test is { } test ? new Metrics(test.Loss, test.Accuracy) : null,
            run.ParametersSha256,
            run.Failure,
            how is null ? null : Duration(how.WallSeconds),
            how is null ? null : new(how.Processor, how.InstructionSet, how.ProcessorCount, how.OperatingSystem, how.Runtime)
            {
                ThreadsPerRun = how.ThreadsPerRun,
                RunsAtOnce = how.RunsAtOnce,
                Libraries = how.Libraries,
            })
        {
            Probes = run.Probes is { } probes
                ? [.. (probes.IsDefault ? throw new FormatException("a list is null") : probes).Select(ProbeConversion.Row)]
                : null,
            Inference = run.Inference is not { } figures ? null : new(
                figures.TrainingLoss, figures.TrainingAccuracy, figures.TrainingCorrect, figures.ValidationCorrect, figures.TestCorrect)
            {
                Wrong = figures.Wrong is not { } wrong
                    ? null
                    : new(Positions(wrong.Validation), wrong.Test is { } images ? Positions(images) : null),
                Recomputed = figures.Recomputed is { } recomputed ? new Metrics(recomputed.Loss, recomputed.Accuracy) : null,
            },
        };
    }

    private static TrainingRecipe Recipe(KeyShape key) => new()
    {
        Network = new()
        {
            InputSize = key.Network.InputSize,
            HiddenSizes = key.Network.HiddenSizes,
            ClassCount = key.Network.ClassCount,
            Normalization = Normalization(key.Network),
        },
        BatchSize = key.BatchSize,
        LearningRate = key.LearningRate,
        InitialScale = key.InitialScale,
        Epochs = key.Epochs,
        Seed = key.Seed,
        Optimizer = Optimizer(key.Optimizer),
        Probes = key.Probes is { } probes ? new(probes.Every, probes.Until) : null,
    };

    private static NormalizationConfiguration? Normalization(NetworkShape network) => (network.BatchNormalization, network.Normalization) switch
    {
        (null, null) => null,
        ({ } batch, null) => new BatchNormalizationConfiguration
        {
            Epsilon = batch.Epsilon,
            Momentum = batch.Momentum,
            Placement = batch.Placement,
            MovingVariance = batch.MovingVariance,
            GhostBatchSize = batch.GhostBatchSize,
        },
        (null, { } other) when NormalizationConfiguration.All.FirstOrDefault(one => one.Name == other.Name)
            is { } named and not BatchNormalizationConfiguration =>
            named with { Epsilon = other.Epsilon, Placement = other.Placement },
        (null, { } unknown) => throw new FormatException($"there is no normalization '{unknown.Name}' in this place"),
        _ => throw new FormatException("a network has one normalization, not two"),
    };

    private static OptimizerConfiguration Optimizer(OptimizerShape? shape)
    {
        try
        {
            // What is stored is written in one way: a line that says it in another would be the same run under another text.
            var optimizer = shape is null ? new SgdConfiguration() : NamedConfigurations.Optimizer("the optimizer", shape);
            return NamedConfigurations.Shape(optimizer) == shape
                ? optimizer
                : throw new FormatException($"the optimizer {shape?.Name} lacks settings, or is the one that is not written");
        }
        catch (InvalidConfigurationException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static ImmutableArray<int> Distances(ImmutableArray<int> positions) =>
        [.. positions.Select((position, i) => i == 0 ? position : position - positions[i - 1])];

    private static ImmutableArray<int> Positions(ImmutableArray<int> distances)
    {
        if (distances.IsDefault)
        {
            throw new FormatException("a list is null");
        }

        var (positions, position) = (ImmutableArray.CreateBuilder<int>(distances.Length), 0L);
        foreach (var distance in distances)
        {
            position += distance;
            positions.Add(distance < (positions.Count == 0 ? 0 : 1) || position > int.MaxValue
                ? throw new FormatException("the wrong images are not in ascending order")
                : (int)position);
        }

        return positions.MoveToImmutable();
    }

    private static TimeSpan Duration(decimal seconds) => seconds is >= 0 and < 1_000_000_000
        ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : throw new FormatException("the duration is not a number of seconds from 0 on");
}
