using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Spec.Evidence;

/// <summary>The four runs of the notebook on full MNIST for seeds 1 to 20, as stored in this folder: how much a figure varies from seed to seed.</summary>
/// <remarks>README.md in this folder has the commands that made the file.</remarks>
public sealed class SeedEvidence
{
    private readonly ImmutableArray<Row> rows;

    private SeedEvidence(ImmutableArray<Row> rows) => this.rows = rows;

    /// <summary>The stored figures of a file in this folder; by default the 20 seeds.</summary>
    public static SeedEvidence Load(string file = "mnist-seeds-1-to-20.csv")
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return new([.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => Row.Parse(line.Split(',')))]);
    }

    /// <summary>One figure for every seed, in the order of the seeds.</summary>
    public ImmutableArray<double> Of(
        bool batchNormalization, int batchSize, int epoch, string metric, string dataset = "mnist", double learningRate = 0.01) =>
    [
        .. rows.Where(row => (row.Dataset, row.LearningRate) == (dataset, learningRate))
            .Where(row => (row.BatchNormalization, row.BatchSize, row.Epoch) == (batchNormalization, batchSize, epoch))
            .OrderBy(row => row.Seed)
            .Select(row => row[metric]),
    ];

    /// <summary>The notebook's runs among them, as records: a recipe, its history, and no more than that.</summary>
    public ImmutableArray<RunRecord> Runs() =>
    [
        .. rows.Where(row => (row.Dataset, row.LearningRate) == ("mnist", 0.01))
            .GroupBy(row => (row.Seed, row.BatchNormalization, row.BatchSize))
            .Select(run => new RunRecord(
                new TrainingRecipe
                {
                    Seed = run.Key.Seed,
                    BatchSize = run.Key.BatchSize,
                    Network = run.Key.BatchNormalization ? new() : new() { BatchNormalization = null },
                },
                DatasetName: "mnist",
                DatasetSha256: "not stored",
                Engine: "torch",
                EngineDescription: "not stored",
                [.. run.OrderBy(row => row.Epoch).Select(row => new EpochMetrics(row.Epoch, new(row.Loss, row.Accuracy), new(row.ValidationLoss, row.ValidationAccuracy)))],
                Test: null,
                ParametersSha256: null,
                Failure: null,
                TimeSpan.Zero,
                new(string.Empty, string.Empty, 0, string.Empty, string.Empty))),
    ];

    private sealed record Row(
        string Dataset,
        bool BatchNormalization,
        int BatchSize,
        double LearningRate,
        ulong Seed,
        int Epoch,
        double Loss,
        double Accuracy,
        double ValidationLoss,
        double ValidationAccuracy)
    {
        public double this[string metric] => metric switch
        {
            "loss" => Loss,
            "accuracy" => Accuracy,
            "val_loss" => ValidationLoss,
            "val_accuracy" => ValidationAccuracy,
            _ => throw new ArgumentException($"There is no metric {metric}.", nameof(metric)),
        };

        public static Row Parse(string[] cells)
        {
            double Value(int column) => double.Parse(cells[column], CultureInfo.InvariantCulture);
            return new(
                cells[0],
                cells[1] == "true",
                int.Parse(cells[2], CultureInfo.InvariantCulture),
                Value(3),
                ulong.Parse(cells[4], CultureInfo.InvariantCulture),
                int.Parse(cells[5], CultureInfo.InvariantCulture),
                Value(6),
                Value(7),
                Value(8),
                Value(9));
        }
    }
}
