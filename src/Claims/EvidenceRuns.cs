using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>
/// The one selection of runs that verdicts, pages and specs are decided from: one data set by its hash, one engine in one version, by recipe and
/// seed.
/// </summary>
/// <remarks>
/// A mixture is refused, and what is left aside is said: no figure may come from two arithmetics, and an older version must not win silently.
/// </remarks>
public sealed class EvidenceRuns
{
    /// <summary>Fewer seeds decide nothing.</summary>
    public const int LeastSeeds = 5;

    private readonly ILookup<TrainingRecipe, RunRecord> byKind;

    private EvidenceRuns(ImmutableArray<RunRecord> runs, string conditions, ImmutableArray<string> leftAside)
    {
        (Runs, Conditions, LeftAside) = (runs, conditions, leftAside);
        byKind = runs.ToLookup(run => Kind(run.Recipe));
    }

    /// <summary>The runs taken.</summary>
    public ImmutableArray<RunRecord> Runs { get; }

    /// <summary>What was taken, in a line: how many runs, by which engine, on which data.</summary>
    public string Conditions { get; }

    /// <summary>The data set's name; MNIST's where there are no runs.</summary>
    public string DatasetName => Runs.IsEmpty ? Dataset.MnistName : Runs[0].DatasetName;

    /// <summary>A run has trained when it ended with at least this validation accuracy: <see cref="TrainingLevel"/> of these data.</summary>
    public double TrainedFrom => TrainingLevel(DatasetName);

    /// <summary>A stricter level, by which rules say what would change.</summary>
    internal double StrictlyTrainedFrom => DatasetName == Dataset.FashionMnistName ? 0.85 : 0.95;

    /// <summary>What was left aside, a line for each engine and data set.</summary>
    public ImmutableArray<string> LeftAside { get; }

    /// <summary>Takes the runs of one data set and engine.</summary>
    /// <param name="runs">Any runs.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="engine">
    /// The engine's name; null for the portable one where it has runs, since the sweeps are its, and else for the one that has.
    /// </param>
    /// <exception cref="DataException">The data set has two hashes there, the engine two versions, or a run is there twice.</exception>
    public static EvidenceRuns Select(IEnumerable<RunRecord> runs, string dataset = Dataset.MnistName, string? engine = null)
    {
        var groups = runs.GroupBy(run => (run.DatasetName, run.Engine))
            .OrderBy(group => group.Key.DatasetName, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Engine, StringComparer.Ordinal)
            .ToList();
        var chosen = groups.Where(group => group.Key.DatasetName == dataset && (engine is null || group.Key.Engine == engine))
            .MinBy(group => group.Key.Engine == "portable" ? 0 : 1);
        ImmutableArray<string> aside = [.. groups.Where(group => group.Key != chosen?.Key)
            .Select(group => $"{Runs(group.Count())} by {group.Key.Engine} on {group.Key.DatasetName}")];
        if (chosen is null)
        {
            return new([], $"no runs on {dataset}{(engine is null ? string.Empty : $" by {engine}")}", aside);
        }

        RefuseMixture(chosen, run => run.EngineDescription, $"versions of the engine {chosen.Key.Engine}");
        RefuseMixture(chosen, run => Beginning(run.DatasetSha256), $"data sets called {dataset}, by their SHA-256");
        if (chosen.GroupBy(run => run.Recipe).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new DataException($"the run {RunKey.Name(repeated.Key)} is there {repeated.Count()} times; join files with 'reproduce merge'");
        }

        var first = chosen.First();
        return new(
            [.. chosen],
            $"{Runs(chosen.Count())} by {first.EngineDescription} on {dataset}, whose SHA-256 begins with {Beginning(first.DatasetSha256)}",
            aside);

        static string Beginning(string hash) => hash[..Math.Min(12, hash.Length)];
        static string Runs(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} run{(count == 1 ? string.Empty : "s")}");
    }

    /// <summary>
    /// The notebook's network with batch normalization, or without, at a batch size, learning rate and initial scale; with ghost batches, if a size
    /// is given.
    /// </summary>
    public static TrainingRecipe Recipe(
        bool normalized,
        int batchSize = 32,
        double learningRate = 0.01,
        double initialScale = 1,
        int epochs = 10,
        int? ghostBatchSize = null) => new()
        {
            Network = new() { BatchNormalization = normalized ? new() { GhostBatchSize = ghostBatchSize } : null },
            BatchSize = batchSize,
            LearningRate = learningRate,
            InitialScale = initialScale,
            Epochs = epochs,
            Seed = 0,
        };

    /// <summary>
    /// From which validation accuracy on a run on a data set has trained. Guessing gives 0.1, the notebook's runs 0.97 and more.
    /// </summary>
    /// <remarks>
    /// A little below what a linear classifier reaches: 0.92 on MNIST, 0.84 on Fashion-MNIST (Xiao et al. 2017, table 3). What does not reach it has
    /// learned less than no hidden layer would.
    /// </remarks>
    public static double TrainingLevel(string datasetName) => datasetName == Dataset.FashionMnistName ? 0.8 : 0.9;

    /// <summary>A recipe for people, without its seed: what it has in common with the notebook's is left out.</summary>
    public static string Name(TrainingRecipe kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var standard = Recipe(kind.HasBatchNormalization, kind.BatchSize);
        return kind.Title
            + (kind.LearningRate == standard.LearningRate ? string.Empty : $", learning rate {Wording.Number(kind.LearningRate)}")
            + (kind.InitialScale == standard.InitialScale ? string.Empty : $", initial scale {Wording.Number(kind.InitialScale)}")
            + (kind.Epochs == standard.Epochs ? string.Empty : $", {kind.Epochs} epochs")
            + (kind.Network.HiddenSizes.AsSpan().SequenceEqual(standard.Network.HiddenSizes.AsSpan())
                ? string.Empty
                : $", {Wording.Layers(kind.Network.HiddenSizes)}")
            + (kind.Network.BatchNormalization is { } bn && bn.Momentum != BatchNormalizationConfiguration.Keras.Momentum
                ? $", momentum {Wording.Number(bn.Momentum)}"
                : string.Empty);
    }

    /// <summary>All recipes that there are runs of, without their seeds.</summary>
    public IEnumerable<TrainingRecipe> Kinds => byKind.Select(group => group.Key);

    /// <summary>The runs of a recipe, by seed; empty where there are none.</summary>
    public ImmutableArray<RunRecord> Of(TrainingRecipe kind) => [.. byKind[Kind(kind)].OrderBy(run => run.Recipe.Seed)];

    /// <summary>A metric after an epoch, of the runs that succeeded.</summary>
    public ImmutableArray<double> Values(TrainingRecipe kind, Metric metric, int epoch = 10, Func<ulong, bool>? seeds = null) =>
    [
        .. Of(kind).Where(run => run.Succeeded && run.Epochs.Length >= epoch && seeds?.Invoke(run.Recipe.Seed) != false)
            .Select(run => metric.Of(run.Epochs[epoch - 1])),
    ];

    /// <summary>The runs of two recipes that succeeded, in pairs of one seed, by seed.</summary>
    public IEnumerable<(RunRecord First, RunRecord Second)> SeedPairs(TrainingRecipe first, TrainingRecipe second) =>
        Of(first).Where(run => run.Succeeded).Join(
            Of(second).Where(run => run.Succeeded), run => run.Recipe.Seed, run => run.Recipe.Seed, (one, other) => (one, other));

    /// <summary>
    /// One recipe against another, seed by seed, first minus second, where both runs succeeded and have the figure; null for fewer than two seeds.
    /// </summary>
    public PairedComparison? Pairs(TrainingRecipe first, TrainingRecipe second, Func<RunRecord, double?> figure, Func<ulong, bool>? seeds = null)
    {
        var pairs = (from pair in SeedPairs(first, second)
                     where seeds?.Invoke(pair.First.Recipe.Seed) != false
                     let figures = (First: figure(pair.First), Second: figure(pair.Second))
                     where figures.First is not null && figures.Second is not null
                     select figures)
            .ToList();
        return pairs.Count < 2 ? null : PairedComparison.Of(pairs.Select(pair => pair.First!.Value), pairs.Select(pair => pair.Second!.Value));
    }

    /// <summary>A metric after the last epoch, first minus second, seed by seed.</summary>
    public PairedComparison? Pairs(TrainingRecipe first, TrainingRecipe second, Metric metric, Func<ulong, bool>? seeds = null) =>
        Pairs(first, second, run => metric.Of(run.Final), seeds);

    /// <summary>
    /// The share of correct answers after the last epoch, first minus second, over seeds and images, both of which are samples; null where the
    /// wrong images were kept of fewer than two seeds, or of different images.
    /// </summary>
    /// <param name="first">One recipe.</param>
    /// <param name="second">The other.</param>
    /// <param name="wrong">The images that a run has wrong, and the number that it has right; null where they were not kept.</param>
    public CrossedMean? OverImages(
        TrainingRecipe first, TrainingRecipe second, Func<InferenceFigures, (ImmutableArray<int> Wrong, int Correct)?> wrong)
    {
        IEnumerable<(ImmutableArray<int> Wrong, int Correct)> Of(RunRecord run) =>
            run.Inference is { } figures && wrong(figures) is { } images ? [images] : [];
        var pairs = (from pair in SeedPairs(first, second)
                     from one in Of(pair.First)
                     from other in Of(pair.Second)
                     select (First: one, Second: other))
            .ToList();
        var counts = pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Select(run => run.Wrong.Length + run.Correct).Distinct().ToList();
        return pairs.Count < 2 || counts is not [var count] ? null : CrossedMean.Of(
            [.. pairs.Select(pair => (IReadOnlyCollection<(int, double)>)
            [
                .. pair.Second.Wrong.Except(pair.First.Wrong).Select(image => (image, 1.0)),
                .. pair.First.Wrong.Except(pair.Second.Wrong).Select(image => (image, -1.0)),
            ])],
            count);
    }

    /// <summary>The settings that a finding was read from, with their numbers of runs.</summary>
    public ImmutableArray<CellRead> Read(params IEnumerable<TrainingRecipe> kinds) =>
        [.. kinds.Distinct().Select(kind => new CellRead(Name(kind), Of(kind).Length))];

    /// <summary>The recipes of which fewer runs than are needed succeeded, in words; null where none lacks any.</summary>
    public string? Lacking(int least, params IEnumerable<TrainingRecipe> kinds)
    {
        var lacking = kinds.Distinct()
            .Select(kind => (Name: Name(kind), All: Of(kind).Length, Succeeded: Of(kind).Count(run => run.Succeeded)))
            .Where(kind => kind.Succeeded < least)
            .ToList();
        return lacking.Count == 0
            ? null
            : string.Join(
                "; ",
                lacking.Select(kind =>
                    $"{kind.Name} ({kind.Succeeded} of {least} "
                        + $"seeds{(kind.All > kind.Succeeded ? $", {kind.All - kind.Succeeded} failed" : string.Empty)})"));
    }

    private static TrainingRecipe Kind(TrainingRecipe recipe) => recipe with { Seed = 0 };

    private static void RefuseMixture(IEnumerable<RunRecord> runs, Func<RunRecord, string> property, string what)
    {
        var kinds = runs.GroupBy(property, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"'{group.Key}' ({group.Count()} runs)")
            .ToList();
        if (kinds.Count > 1)
        {
            throw new DataException($"there are runs of {kinds.Count} {what}: {string.Join(", ", kinds)}; keep those of one in a folder");
        }
    }
}
