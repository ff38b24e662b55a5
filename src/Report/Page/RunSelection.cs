using System.Collections.Immutable;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Report.Page;

/// <summary>Which runs belong to which section. The order in which the runs come has no part in it.</summary>
/// <remarks>
/// A recipe is counted once: where two engines ran it, the reference engine's run stands. Other networks than the notebook's, with or without
/// its batch normalization, and other optimizers than its plain descent are no part of the charts; they have a table of their own. Networks that
/// differ in the number of their hidden layers have the chart of <see cref="Depths"/>.
/// </remarks>
public sealed class RunSelection
{
    private const string ReferenceEngine = "torch";

    private static readonly TrainingRecipe Default = new();
    private static readonly NetworkConfiguration Without = new() { BatchNormalization = null };

    /// <summary>The width of the hidden layers where their number varies.</summary>
    private const int DepthWidth = 100;

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
        ImmutableArray<RunGroup> all =
        [
            .. Runs.DistinctBy(run => run.Recipe)
                .GroupBy(run => run.Recipe with { Seed = 1 })
                .Select(group => new RunGroup(group.Key, [.. group.OrderBy(run => run.Recipe.Seed)]))
                .OrderBy(group => group.Style)
                .ThenBy(group => group.Recipe.BatchSize)
                .ThenBy(group => group.Recipe.LearningRate)
                .ThenBy(group => group.Recipe.InitialScale)
                .ThenBy(group => HistoryTable.Network(group.Recipe.Network), StringComparer.Ordinal)
                .ThenBy(group => group.Recipe.Optimizer.Title, StringComparer.Ordinal),
        ];
        groups = [.. all.Where(group => IsInCharts(group.Recipe))];
        var depths = OfOneLength(all.Where(group => IsOfDepth(group.Recipe)));
        Depths = depths.Select(group => group.Recipe.Network.HiddenSizes.Length).Distinct().Count() > 1 ? depths : [];
        OtherRecipes = [.. all.Where(group => !IsInCharts(group.Recipe) && !Depths.Contains(group))];
    }

    /// <summary>All runs, each as often as it came.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>
    /// Runs at the notebook's batch size of networks of several numbers of hidden layers, each of 100, over learning rates and initial scales.
    /// </summary>
    public ImmutableArray<RunGroup> Depths { get; }

    /// <summary>Runs of networks or optimizers that are in no chart.</summary>
    public ImmutableArray<RunGroup> OtherRecipes { get; }

    /// <summary>The notebook's four runs, in its order; those that are there.</summary>
    public ImmutableArray<RunGroup> Notebook() =>
        [.. TrainingRecipe.Notebook().Select(recipe => groups.FirstOrDefault(group => group.Recipe == recipe)).OfType<RunGroup>()];

    /// <summary>Runs at the notebook's batch size, over learning rates and initial scales.</summary>
    public ImmutableArray<RunGroup> RatesAndScales() => OfOneLength(groups.Where(group => group.Recipe.BatchSize == Default.BatchSize));

    /// <summary>Runs at the notebook's learning rate and initial scale, over batch sizes.</summary>
    public ImmutableArray<RunGroup> BatchSizes() =>
        OfOneLength(groups.Where(group => group.Recipe.LearningRate == Default.LearningRate && group.Recipe.InitialScale == Default.InitialScale));

    private static bool IsInCharts(TrainingRecipe recipe) =>
        (recipe.Network == Default.Network || recipe.Network == Without) && recipe.Optimizer == Default.Optimizer;

    private static bool IsOfDepth(TrainingRecipe recipe) =>
        recipe.BatchSize == Default.BatchSize
        && recipe.Network.HiddenSizes.All(width => width == DepthWidth)
        && IsInCharts(recipe with { Network = recipe.Network with { HiddenSizes = Default.Network.HiddenSizes } });

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
