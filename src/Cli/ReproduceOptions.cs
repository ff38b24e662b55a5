using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>Which data to train on.</summary>
internal enum DatasetChoice
{
    /// <summary>MNIST where it can be found or downloaded, the sample otherwise.</summary>
    Auto,

    /// <summary>MNIST or nothing.</summary>
    Mnist,

    /// <summary>The embedded sample.</summary>
    Sample,

    /// <summary>Fashion-MNIST or nothing.</summary>
    FashionMnist,

    /// <summary>Anybody's IDX files.</summary>
    Idx,
}

/// <summary>Which data were asked for.</summary>
internal sealed record DatasetOptions
{
    public DatasetChoice Dataset { get; init; } = DatasetChoice.Auto;

    public string? DataFolder { get; init; }

    /// <summary>What anybody's IDX files are called.</summary>
    public string? Name { get; init; }

    public DownloadSettings Download { get; init; } = new();
}

/// <summary>What is to compute.</summary>
internal sealed record EngineOptions
{
    public EngineKind Kind { get; init; } = EngineKind.Torch;

    public Numerics Numerics { get; init; } = Numerics.Pinned;

    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The engine.</summary>
    public IEngine Create() => EngineFactory.Create(Kind, Numerics);
}

/// <summary>What a call prints at its end.</summary>
internal enum OutputForm
{
    /// <summary>A table for people.</summary>
    Table,

    /// <summary>JSON, and nothing else, for programs.</summary>
    Json,

    /// <summary>Comma-separated values, and nothing else, for programs.</summary>
    Csv,
}

/// <summary>What the program does without a command's name: the notebook's runs, a table and files.</summary>
internal sealed record ReproduceOptions
{
    public DatasetOptions Data { get; init; } = new();

    public EngineOptions Engine { get; init; } = new();

    public ImmutableArray<int> BatchSizes { get; init; } = [32, 64, 16];

    public double LearningRate { get; init; } = 0.01;

    public NormalizationConfiguration? Normalization { get; init; } = BatchNormalizationConfiguration.Keras;

    public OptimizerConfiguration Optimizer { get; init; } = new SgdConfiguration();

    public ImmutableArray<int> HiddenSizes { get; init; } = new NetworkConfiguration().HiddenSizes;

    public int Epochs { get; init; } = 10;

    public ulong Seed { get; init; } = 1;

    public string OutputFolder { get; init; } = "artifacts";

    public OutputForm Form { get; init; }

    /// <summary>Whether nothing is printed before the outcome.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The runs asked for, the notebook's by default, with as many inputs and classes as the data have.</summary>
    public IReadOnlyList<TrainingRecipe> Recipes(Dataset data) => TrainingRecipe.WithAndWithout(
        BatchSizes, new TrainingRecipe
        {
            Network = new() { HiddenSizes = HiddenSizes, Normalization = Normalization },
            Optimizer = Optimizer,
            LearningRate = LearningRate,
            Epochs = Epochs,
            Seed = Seed,
        }.For(data));
}
