using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>A row that the notebook published.</summary>
/// <param name="Row">The four figures.</param>
/// <param name="Decimals">To how many decimals they are known.</param>
public sealed record PublishedRow(EpochMetrics Row, int Decimals);

/// <summary>The notebook's figures: three whole histories with batch normalization, and one row without.</summary>
/// <remarks>They are MNIST's, and of the notebook's recipe alone.</remarks>
public sealed class Published
{
    private readonly ImmutableDictionary<int, ImmutableArray<EpochMetrics>> histories;

    private Published(ImmutableDictionary<int, ImmutableArray<EpochMetrics>> histories) => this.histories = histories;

    /// <summary>The run without batch normalization, batch 32: claims I4 to I7. The notebook printed no more of it.</summary>
    public PublishedRow WithoutBatchNormalization { get; } = new(new(10, new(0.108, 0.969), new(0.111, 0.967)), Decimals: 3);

    /// <summary>Reads the figures from the file embedded in this assembly.</summary>
    public static Published Load()
    {
        using var stream = typeof(Published).Assembly.GetManifestResourceStream("published-histories.csv")!;
        using var reader = new StreamReader(stream);
        return new(reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(','))
            .GroupBy(cells => int.Parse(cells[1], CultureInfo.InvariantCulture))
            .ToImmutableDictionary(group => group.Key, group => group.Select(Parse).ToImmutableArray()));
    }

    /// <summary>The published history of a batch size with batch normalization; empty where none was published.</summary>
    public ImmutableArray<EpochMetrics> History(int batchSize) => histories.GetValueOrDefault(batchSize, []);

    /// <summary>The published history that a run may be held against; empty where there is none.</summary>
    public ImmutableArray<EpochMetrics> HistoryFor(TrainingHistory history) =>
        IsComparable(history) && history.Recipe.HasBatchNormalization ? History(history.Recipe.BatchSize) : [];

    /// <summary>The published row that belongs to a run's last epoch; null where there is none.</summary>
    public PublishedRow? RowFor(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var epoch = history.Final.Epoch;
        if (!history.Recipe.HasBatchNormalization)
        {
            return IsComparable(history) && history.Recipe.BatchSize == 32 && epoch == WithoutBatchNormalization.Row.Epoch
                ? WithoutBatchNormalization
                : null;
        }

        return HistoryFor(history).FirstOrDefault(row => row.Epoch == epoch) is { } row ? new(row, Decimals: 4) : null;
    }

    /// <summary>Whether a run is of the notebook's data and recipe, its seed and number of epochs aside.</summary>
    private static bool IsComparable(TrainingHistory history)
    {
        var recipe = history.Recipe;
        var notebook = new TrainingRecipe { Seed = recipe.Seed, Epochs = recipe.Epochs, BatchSize = recipe.BatchSize };
        return history.DatasetName == Data.Dataset.MnistName
            && recipe with { Network = notebook.Network } == notebook
            && (recipe.Network == notebook.Network || recipe.Network == new NetworkConfiguration { BatchNormalization = null });
    }

    private static EpochMetrics Parse(string[] cells)
    {
        double Value(int column) => double.Parse(cells[column], CultureInfo.InvariantCulture);
        return new(int.Parse(cells[2], CultureInfo.InvariantCulture), new(Value(3), Value(4)), new(Value(5), Value(6)));
    }
}
