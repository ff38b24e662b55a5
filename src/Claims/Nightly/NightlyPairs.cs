using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>A run of the reference and tonight's run of the same recipe and seed.</summary>
internal sealed record RunPair(RunRecord Reference, RunRecord Tonight)
{
    /// <summary>Whether the trained networks have the same bits.</summary>
    public bool IsIdentical => Reference.ParametersSha256 is { } hash && hash == Tonight.ParametersSha256;

    /// <summary>Whether one version of an engine that promises the same bits everywhere gave others.</summary>
    public bool BreaksPromise =>
        Reference.Engine == BitExactEngine && Tonight.Engine == BitExactEngine && Reference.EngineDescription == Tonight.EngineDescription
            && !IsIdentical;

    /// <summary>
    /// Whether every training figure has the reference's bits, and a figure of inference mode has not: evaluation or the moving statistics have
    /// changed.
    /// </summary>
    public bool DiffersInInferenceAlone =>
        Reference.Epochs.Select(row => row.Training).SequenceEqual(Tonight.Epochs.Select(row => row.Training))
        && (!Reference.Epochs.Select(row => row.Validation).SequenceEqual(Tonight.Epochs.Select(row => row.Validation))
            || (Reference.Test is { } theirs && Tonight.Test is { } ours && theirs != ours));

    private const string BitExactEngine = "portable";
}

/// <summary>Which runs can be compared, and what is wrong with the others.</summary>
internal sealed record NightlyPairs(ImmutableArray<RunPair> Pairs, ImmutableArray<NightlyFinding> Findings)
{
    /// <summary>Pairs tonight's runs with the reference's.</summary>
    /// <param name="reference">All runs of the reference, of other kinds than are expected, too.</param>
    /// <param name="tonight">What was trained.</param>
    /// <param name="expected">What should have been.</param>
    /// <exception cref="ArgumentException">
    /// The reference has a recipe twice, an unusable run, several data sets, or nothing to compare with.
    /// </exception>
    public static NightlyPairs Of(IReadOnlyList<RunRecord> reference, IReadOnlyList<RunRecord> tonight, IReadOnlyList<TrainingRecipe> expected)
    {
        Require.That(expected.Count > 0, "No runs are expected: there is nothing to compare.");
        var trained = tonight.Select(run => NightlyComparison.Kind(run.Recipe)).ToHashSet();
        var wanted = expected.Select(NightlyComparison.Kind).ToHashSet();
        var asked = wanted.Concat(trained).ToHashSet();
        var others = OtherRecipe.Find(asked, trained, reference.Select(run => NightlyComparison.Kind(run.Recipe)).ToHashSet());
        var explained = others.SelectMany(other => new[] { other.Ours, other.Theirs }).ToHashSet();
        var stored = reference.Where(run => asked.Contains(NightlyComparison.Kind(run.Recipe))).ToList();
        Require.That(
            others.Length > 0 || stored.Exists(run => wanted.Contains(NightlyComparison.Kind(run.Recipe))),
            "The reference has none of the runs that are expected.",
            nameof(reference));
        var data = DataOf(RequireUsable(stored, others.Length > 0 ? reference : stored));

        var findings = new List<NightlyFinding>();
        findings.AddRange(others.Select(other => OtherRecipeFinding(other, tonight, expected)));
        findings.AddRange(tonight.Where(run => DataOf(run) != data).GroupBy(DataOf, StringComparer.Ordinal)
            .Select(other => new NightlyFinding(NightlyFindingKind.OtherData, $"{Count(other.Count())} of {other.Key}; the reference is of {data}")));
        var theirs = stored.ToDictionary(run => run.Recipe);
        var ours = ByRecipe(tonight, findings);
        findings.AddRange(expected.Where(recipe => !ours.ContainsKey(recipe) && !explained.Contains(NightlyComparison.Kind(recipe)))
            .Select(recipe => new NightlyFinding(NightlyFindingKind.Missing, NameOf(recipe))));

        var pairs = ImmutableArray.CreateBuilder<RunPair>();
        foreach (var run in ours.Values)
        {
            if (theirs.TryGetValue(run.Recipe, out var other))
            {
                if (Problem(run, other) is { } finding)
                {
                    findings.Add(finding);
                }
                else if (run.Succeeded)
                {
                    pairs.Add(new(other, run));
                }
            }
            else if (!explained.Contains(NightlyComparison.Kind(run.Recipe)))
            {
                findings.Add(new(NightlyFindingKind.WithoutReference, NameOf(run.Recipe)));
            }
        }

        findings.AddRange(
            Together(
                pairs,
                NightlyFindingKind.OtherInference,
                pair => pair.DiffersInInferenceAlone,
                "the training figures of all epochs have the reference's bits, figures of inference mode have not"));
        findings.AddRange(
            Together(
                pairs,
                NightlyFindingKind.OtherBits,
                pair => pair.BreaksPromise,
                $"other bits than the reference's by the same version of the engine"));
        return new(pairs.ToImmutable(), [.. findings.OrderBy(finding => finding.IsAlarm ? 0 : 1)]);
    }

    /// <summary>What is wrong with tonight's run; null when it can be compared, or failed as the reference's did.</summary>
    private static NightlyFinding? Problem(RunRecord run, RunRecord other) =>
        run.Succeeded && !other.Succeeded
            ? new(NightlyFindingKind.NoLongerFails, $"{NameOf(run.Recipe)}: finished; the reference failed: {other.Failure}")
        : !run.Succeeded && other.Succeeded ? new(NightlyFindingKind.Failed, $"{NameOf(run.Recipe)}: {run.Failure}")
        : run.Succeeded && !IsUsable(run)
            ? new(
                NightlyFindingKind.Unusable,
                $"{NameOf(run.Recipe)}: {run.Epochs.Length} of {run.Recipe.Epochs} epochs, or a figure that is no number, or one that single "
                    + $"precision does not hold")
        : null;

    /// <summary>One finding for each kind of run: 80 lines that say the same say less.</summary>
    private static IEnumerable<NightlyFinding> Together(
        IReadOnlyCollection<RunPair> pairs, NightlyFindingKind kind, Func<RunPair, bool> condition, string words) =>
        !pairs.Any(condition) ? [] : pairs.GroupBy(pair => pair.Tonight.Recipe.Title, StringComparer.Ordinal)
            .Select(group => (Title: group.Key, All: group.Count(), Hit: group.Where(condition).ToList()))
            .Where(group => group.Hit.Count > 0)
            .Select(group => new NightlyFinding(
                kind,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{group.Title}: {words}, in {group.Hit.Count} of {group.All} runs, seed {group.Hit[0].Tonight.Recipe.Seed} for one "
                        + $"({group.Hit[0].Tonight.EngineDescription})")));

    private static NightlyFinding OtherRecipeFinding(OtherRecipe other, IReadOnlyList<RunRecord> tonight, IReadOnlyList<TrainingRecipe> expected)
    {
        var count = tonight.Count(run => NightlyComparison.Kind(run.Recipe) == other.Ours);
        return new(
            NightlyFindingKind.OtherRecipe,
            $"{other.Theirs.Title}: {string.Join(", ", other.Differences)} "
                + $"({Count(count > 0 ? count : expected.Count(recipe => NightlyComparison.Kind(recipe) == other.Ours))})");
    }

    /// <summary>Refuses a reference that nothing can be held against; gives the run whose data count.</summary>
    private static RunRecord RequireUsable(IReadOnlyList<RunRecord> stored, IReadOnlyList<RunRecord> candidates)
    {
        var data = candidates.Select(DataOf).Distinct(StringComparer.Ordinal).ToList();
        Require.That(data.Count == 1, $"The reference's runs must be of one data set; received {string.Join(" and ", data)}.", "reference");
        var unusable = stored.FirstOrDefault(run => run.Succeeded && !IsUsable(run));
        Require.That(
            unusable is null,
            $"The reference's run {NameOf(unusable!.Recipe)} holds a figure that is no number or that single precision does not hold, or too few "
                + $"epochs.",
            "reference");

        var twice = stored.GroupBy(run => run.Recipe).FirstOrDefault(group => group.Count() > 1);
        Require.That(
            twice is null,
            $"The reference has {(twice is null ? string.Empty : NameOf(twice.Key))} twice, by "
                + $"{string.Join(" and by ", twice?.Select(run => run.EngineDescription) ?? [])}.",
            "reference");
        return candidates[0];
    }

    /// <summary>A run's name for people, its seed included.</summary>
    private static string NameOf(TrainingRecipe recipe) =>
        string.Create(CultureInfo.InvariantCulture, $"{recipe.Title}, learning rate {recipe.LearningRate:R}, seed {recipe.Seed}");

    private static string Count(int runs) => string.Create(CultureInfo.InvariantCulture, $"{runs} run{(runs == 1 ? string.Empty : "s")}");

    private static string DataOf(RunRecord run) => $"{run.DatasetName} {run.DatasetSha256}";

    private static bool IsUsable(RunRecord run) => run.Epochs.Length == run.Recipe.Epochs && run.IsInSinglePrecision;

    /// <summary>Tonight's runs, each once; one that is there twice with other figures is an alarm: training has not repeated itself.</summary>
    private static Dictionary<TrainingRecipe, RunRecord> ByRecipe(IReadOnlyList<RunRecord> runs, List<NightlyFinding> findings)
    {
        var byRecipe = new Dictionary<TrainingRecipe, RunRecord>();
        foreach (var run in runs)
        {
            if (!byRecipe.TryAdd(run.Recipe, run) && !IsSame(run, byRecipe[run.Recipe]))
            {
                findings.Add(
                    new(
                        NightlyFindingKind.Contradiction,
                        $"{NameOf(run.Recipe)}: there twice, by {byRecipe[run.Recipe].EngineDescription} and by {run.EngineDescription}, with "
                            + $"figures that differ"));
            }
        }

        return byRecipe;
    }

    private static bool IsSame(RunRecord one, RunRecord other) =>
        (one.EngineDescription, one.ParametersSha256, one.Failure) == (other.EngineDescription, other.ParametersSha256, other.Failure)
            && one.Epochs.SequenceEqual(other.Epochs);
}
