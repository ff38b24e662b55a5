using MathNet.Numerics.Statistics;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>How much a figure differs from seed to seed, by the stored runs: what the change of an approved figure is held against.</summary>
/// <param name="Stored">The selected runs, of one engine: two engines' runs of one seed are alike, and would be counted as two seeds.</param>
public sealed record SeedSpreads(EvidenceRuns Stored)
{
    /// <summary>The standard deviation (divided by n - 1) over the seeds of an approved run; null where fewer than two are stored.</summary>
    /// <param name="history">The approved run; its data, batch normalization, batch size and learning rate are looked at.</param>
    /// <param name="metric">Which figure.</param>
    /// <param name="epoch">After which epoch, counted from 1.</param>
    public double? Of(ApprovedHistory history, Metric metric, int epoch)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(metric);
        var values = Stored.Runs
            .Where(run => run.Succeeded && run.Epochs.Length >= epoch && Describes(history, run))
            .Select(run => metric.Of(run.Epochs[epoch - 1]))
            .ToList();
        return values.Count < 2 ? null : values.StandardDeviation();
    }

    private static bool Describes(ApprovedHistory history, RunRecord run)
    {
        var recipe = run.Recipe;
        var notebook = new TrainingRecipe { Seed = recipe.Seed, BatchSize = recipe.BatchSize, LearningRate = recipe.LearningRate };
        var plain = new NetworkConfiguration { BatchNormalization = null };
        return (run.DatasetName == Dataset.MnistName) == (history["data"]?.StartsWith("MNIST,", StringComparison.Ordinal) ?? false)
            && recipe with { Network = notebook.Network } == notebook
            && recipe.Network == (history["network"]?.EndsWith("no BN", StringComparison.Ordinal) ?? false ? plain : notebook.Network)
            && history["batch size"] == FormattableString.Invariant($"{recipe.BatchSize}")
            && history["learning rate"] == FormattableString.Invariant($"{recipe.LearningRate:R}");
    }
}
