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
}

/// <summary>Which runs can be compared, and what is wrong with the others.</summary>
internal sealed record NightlyPairs(ImmutableArray<RunPair> Pairs, ImmutableArray<NightlyFinding> Findings)
{
    /// <summary>Pairs tonight's runs with the reference's.</summary>
    /// <exception cref="ArgumentException">A recipe is there twice, or a run of the reference is unusable.</exception>
    public static NightlyPairs Of(IReadOnlyList<RunRecord> reference, IReadOnlyList<RunRecord> tonight, IReadOnlyList<TrainingRecipe> expected)
    {
        var (theirs, ours) = (ByRecipe(reference, nameof(reference)), ByRecipe(tonight, nameof(tonight)));
        Require.That(expected.Count > 0, "No runs are expected: there is nothing to compare.");
        Require.That(reference.Count > 0, "The reference has none of the runs that are expected.");
        Require.That(
            reference.Select(DataOf).Distinct(StringComparer.Ordinal).Count() == 1,
            $"The reference's runs must be of one data set; received {string.Join(" and ", reference.Select(DataOf).Distinct(StringComparer.Ordinal))}.");
        foreach (var run in reference)
        {
            Require.That(!run.Succeeded || IsUsable(run), $"The reference's run {NameOf(run.Recipe)} holds a figure that is no number, or too few epochs.", nameof(reference));
        }

        var pairs = ImmutableArray.CreateBuilder<RunPair>();
        var findings = ImmutableArray.CreateBuilder<NightlyFinding>();
        var data = DataOf(reference[0]);
        foreach (var other in tonight.Where(run => DataOf(run) != data).GroupBy(DataOf, StringComparer.Ordinal))
        {
            findings.Add(new(NightlyFindingKind.OtherData, $"{other.Count()} runs are of {other.Key}; the reference is of {data}"));
        }

        foreach (var recipe in expected.Where(recipe => !ours.ContainsKey(recipe)))
        {
            findings.Add(new(NightlyFindingKind.Missing, NameOf(recipe)));
        }

        foreach (var run in tonight)
        {
            if (!theirs.TryGetValue(run.Recipe, out var other))
            {
                findings.Add(new(NightlyFindingKind.WithoutReference, NameOf(run.Recipe)));
            }
            else if (run.Succeeded != other.Succeeded)
            {
                findings.Add(run.Succeeded
                    ? new(NightlyFindingKind.NoLongerFails, $"{NameOf(run.Recipe)}: finished; the reference failed: {other.Failure}")
                    : new(NightlyFindingKind.Failed, $"{NameOf(run.Recipe)}: {run.Failure}"));
            }
            else if (run.Succeeded && !IsUsable(run))
            {
                findings.Add(new(NightlyFindingKind.Unusable, $"{NameOf(run.Recipe)}: {run.Epochs.Length} of {run.Recipe.Epochs} epochs, or a figure that is no number"));
            }
            else if (run.Succeeded)
            {
                pairs.Add(new(other, run));
            }
        }

        return new(pairs.ToImmutable(), [.. findings.OrderBy(finding => finding.IsAlarm ? 0 : 1)]);
    }

    /// <summary>A run's name for people, its seed included.</summary>
    private static string NameOf(TrainingRecipe recipe) =>
        string.Create(CultureInfo.InvariantCulture, $"{recipe.Title}, learning rate {recipe.LearningRate:R}, seed {recipe.Seed}");

    private static string DataOf(RunRecord run) => $"{run.DatasetName} {run.DatasetSha256}";

    private static bool IsUsable(RunRecord run) =>
        run.Epochs.Length == run.Recipe.Epochs && run.Epochs.All(row => Metric.All.All(metric => double.IsFinite(metric.Of(row))));

    private static Dictionary<TrainingRecipe, RunRecord> ByRecipe(IReadOnlyList<RunRecord> runs, string name)
    {
        var byRecipe = new Dictionary<TrainingRecipe, RunRecord>();
        foreach (var run in runs)
        {
            Require.That(byRecipe.TryAdd(run.Recipe, run), $"{NameOf(run.Recipe)} is there twice.", name);
        }

        return byRecipe;
    }
}
