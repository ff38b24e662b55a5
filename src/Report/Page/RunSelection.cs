using System.Collections.Immutable;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Report.Page;

/// <summary>Which runs belong to which section. The order in which the runs come has no part in it.</summary>
/// <remarks>
/// A recipe is counted once: where two engines ran it, the reference engine's run stands. Other networks than the notebook's, with or without
/// its batch normalization, and other optimizers than its plain descent are no part of the charts.
/// </remarks>
public sealed class RunSelection
{
    private const string ReferenceEngine = "torch";

    private static readonly TrainingRecipe Default = new();
    private static readonly NetworkConfiguration Without = new() { BatchNormalization = null };

    private readonly ImmutableArray<RunGroup> groups;

    /// <summary>Puts runs in order.</summary>
    /// <exception cref="ArgumentException">The runs are of several data sets, whose figures cannot stand in one chart.</exception>
    public RunSelection(IEnumerable<RunRecord> runs)
    {
        Runs =
        [
            .. runs.OrderBy(run => run.Engine == ReferenceEngine ? 0 : 1)
                .ThenBy(run => run.Engine, StringComparer.Ordinal)
                .ThenBy(run => run.ParametersSha256, StringComparer.Ordinal),
        ];
        var datasets = Runs.Select(run => $"{run.DatasetName} ({run.DatasetSha256})")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (datasets.Count > 1)
        {
            throw new ArgumentException(
                $"A report shows runs on one data set; received {datasets.Count}: {string.Join(", ", datasets)}.", nameof(runs));
        }

        // DistinctBy keeps the first, which is the reference engine's.
        groups =
        [
            .. Runs.Where(run => run.Recipe.Network == Default.Network || run.Recipe.Network == Without)
                .Where(run => run.Recipe.Optimizer == Default.Optimizer)
                .DistinctBy(run => run.Recipe)
                .GroupBy(run => run.Recipe with { Seed = 1 })
                .Select(group => new RunGroup(group.Key, [.. group.OrderBy(run => run.Recipe.Seed)]))
                .OrderBy(group => group.Style)
                .ThenBy(group => group.Recipe.BatchSize)
                .ThenBy(group => group.Recipe.LearningRate)
                .ThenBy(group => group.Recipe.InitialScale),
        ];
    }

    /// <summary>All runs, each as often as it came.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>The notebook's four runs, in its order; those that are there.</summary>
    public ImmutableArray<RunGroup> Notebook() =>
        [.. TrainingRecipe.Notebook().Select(recipe => groups.FirstOrDefault(group => group.Recipe == recipe)).OfType<RunGroup>()];

    /// <summary>Runs at the notebook's batch size, over learning rates and initial scales.</summary>
    public ImmutableArray<RunGroup> RatesAndScales() => OfOneLength(groups.Where(group => group.Recipe.BatchSize == Default.BatchSize));

    /// <summary>Runs at the notebook's learning rate and initial scale, over batch sizes.</summary>
    public ImmutableArray<RunGroup> BatchSizes() =>
        OfOneLength(groups.Where(group => group.Recipe.LearningRate == Default.LearningRate && group.Recipe.InitialScale == Default.InitialScale));

    /// <summary>
    /// Those with the number of epochs that has the most settings, or the greater of two such numbers: other lengths cannot be compared.
    /// </summary>
    private static ImmutableArray<RunGroup> OfOneLength(IEnumerable<RunGroup> candidates) =>
    [
        .. candidates.GroupBy(group => group.Recipe.Epochs)
            .OrderByDescending(length => length.Count())
            .ThenByDescending(length => length.Key)
            .FirstOrDefault() ?? Enumerable.Empty<RunGroup>(),
    ];
}
