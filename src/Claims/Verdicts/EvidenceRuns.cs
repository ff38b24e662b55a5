using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>The runs that verdicts are decided from: full MNIST alone, by recipe and seed.</summary>
/// <remarks>Where two engines trained one recipe, the portable one's run counts: sweeps are its, and pairs must be of one engine.</remarks>
public sealed class EvidenceRuns
{
    /// <summary>A run has trained when it ended with at least this validation accuracy; guessing gives 0.1, the notebook's runs 0.97 and more.</summary>
    public const double TrainedFrom = 0.9;

    private readonly ILookup<TrainingRecipe, RunRecord> byKind;

    /// <summary>Sorts runs by what they are; those of other data than full MNIST are left aside.</summary>
    public EvidenceRuns(IEnumerable<RunRecord> runs)
    {
        byKind = runs.Where(run => run.DatasetName == Dataset.MnistName)
            .GroupBy(run => run.Recipe)
            .Select(group => group.OrderBy(run => run.Engine, StringComparer.Ordinal).First())
            .ToLookup(run => Kind(run.Recipe));
    }

    /// <summary>The notebook's network with batch normalization, or without, at a batch size, learning rate and initial scale.</summary>
    public static TrainingRecipe Recipe(bool normalized, int batchSize = 32, double learningRate = 0.01, double initialScale = 1) => new()
    {
        Network = new() { BatchNormalization = normalized ? BatchNormalizationConfiguration.Keras : null },
        BatchSize = batchSize, LearningRate = learningRate, InitialScale = initialScale, Seed = 0,
    };

    /// <summary>All recipes that there are runs of, without their seeds.</summary>
    public IEnumerable<TrainingRecipe> Kinds => byKind.Select(group => group.Key);

    /// <summary>The runs of a recipe, by seed; empty where there are none.</summary>
    public ImmutableArray<RunRecord> Of(TrainingRecipe kind) => [.. byKind[Kind(kind)].OrderBy(run => run.Recipe.Seed)];

    /// <summary>A metric after an epoch, of the runs that succeeded.</summary>
    public ImmutableArray<double> Values(TrainingRecipe kind, Metric metric, int epoch = 10) =>
        [.. Of(kind).Where(run => run.Succeeded && run.Epochs.Length >= epoch).Select(run => metric.Of(run.Epochs[epoch - 1]))];

    /// <summary>One recipe against another, seed by seed; null where fewer than two seeds have both.</summary>
    public PairedComparison? Pairs(TrainingRecipe first, TrainingRecipe second, Func<RunRecord, RunRecord, (double First, double Second)> figures)
    {
        var others = Of(second).Where(run => run.Succeeded).ToDictionary(run => run.Recipe.Seed);
        var pairs = Of(first).Where(run => run.Succeeded && others.ContainsKey(run.Recipe.Seed)).Select(run => figures(run, others[run.Recipe.Seed])).ToList();
        return pairs.Count < 2 ? null : PairedComparison.Of(pairs.Select(pair => pair.First), pairs.Select(pair => pair.Second));
    }

    /// <summary>A metric after the last epoch, first minus second, seed by seed.</summary>
    public PairedComparison? Pairs(TrainingRecipe first, TrainingRecipe second, Metric metric) =>
        Pairs(first, second, (one, other) => (metric.Of(one.Final), metric.Of(other.Final)));

    /// <summary>Whether every run of a recipe trained; null where there are no runs.</summary>
    public bool? Trains(TrainingRecipe kind)
    {
        var runs = Of(kind);
        return runs.IsEmpty ? null : runs.All(run => run.Succeeded && run.Final.Validation.Accuracy >= TrainedFrom);
    }

    /// <summary>The values of a recipe's property that a sweep has, ascending: recipes that differ from the notebook's in nothing else, with both networks.</summary>
    public ImmutableArray<double> Sweep(Func<TrainingRecipe, double> property, Func<bool, double, TrainingRecipe> recipe) =>
        [.. Kinds.Select(property).Distinct().Where(value => !Of(recipe(true, value)).IsEmpty && !Of(recipe(false, value)).IsEmpty).Order()];

    /// <summary>Learning rates at batch 32 and initial scale 1.</summary>
    public ImmutableArray<double> LearningRates => Sweep(kind => kind.LearningRate, (normalized, rate) => Recipe(normalized, learningRate: rate));

    private static TrainingRecipe Kind(TrainingRecipe recipe) => recipe with { Seed = 0 };
}
