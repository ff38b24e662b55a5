using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Spec.Evidence;

/// <summary>Runs that were trained twice, with native and with pinned numerics, which differ in nothing but the last bits of sums.</summary>
/// <remarks>README.md in this folder says how they were made. Their figures are known, and no hash: they belong to no evidence of a claim.</remarks>
public static class LastBits
{
    /// <summary>With native numerics.</summary>
    public static ImmutableArray<RunRecord> Native { get; } = Load("last-bits-native.csv");

    /// <summary>The same recipes, in the same order, with pinned numerics.</summary>
    public static ImmutableArray<RunRecord> Pinned { get; } = Load("last-bits-pinned.csv");

    private static ImmutableArray<RunRecord> Load(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
                .GroupBy(cells => string.Join(',', cells[..5]), StringComparer.Ordinal)
                .Select(run => Record(run.First(), [.. run.Select(Epoch)])),
        ];
    }

    /// <summary>The columns dataset, batch_normalization, batch_size, learning_rate and seed.</summary>
    private static RunRecord Record(string[] cells, ImmutableArray<EpochMetrics> epochs) => new(
        new TrainingRecipe
        {
            Network = cells[1] == "true" ? new() : new() { BatchNormalization = null },
            BatchSize = int.Parse(cells[2], CultureInfo.InvariantCulture),
            LearningRate = Number(cells[3]),
            Seed = ulong.Parse(cells[4], CultureInfo.InvariantCulture),
        },
        DatasetName: cells[0],
        DatasetSha256: "not stored",
        Engine: "torch",
        EngineDescription: "not stored",
        epochs,
        Test: null,
        ParametersSha256: null,
        Failure: null,
        TimeSpan.Zero,
        new(string.Empty, string.Empty, 0, string.Empty, string.Empty));

    /// <summary>The columns epoch, loss, accuracy, val_loss and val_accuracy.</summary>
    private static EpochMetrics Epoch(string[] cells) =>
        new(int.Parse(cells[5], CultureInfo.InvariantCulture), new(Number(cells[6]), Number(cells[7])), new(Number(cells[8]), Number(cells[9])));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
