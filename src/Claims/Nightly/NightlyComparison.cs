using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Statistics;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>Decides whether tonight's runs are still those of the reference.</summary>
/// <remarks>
/// Every kind of run (a recipe up to its seed) and every metric after the last epoch is one comparison, a paired t-test over the seeds that both
/// have, with Holm's correction over all comparisons of the night. It is valid whatever honest reason the bits have to differ:
/// <list type="bullet">
/// <item>they do not: identical figures are no test at all, and never an alarm;</item>
/// <item>rounding differs (another processor, library or engine) and training amplifies it: which of the two a seed favours is chance, so the
/// differences are about zero, small without batch normalization and up to the spread between seeds with it;</item>
/// <item>the stream of random numbers was changed: the pairs are independent draws of one distribution, and their differences have mean zero and
/// sqrt(2) times the spread between seeds.</item>
/// </list>
/// The test takes its noise from tonight's differences, so it need not know which of these it is, and finds far more in the second case than in the
/// third. Averages over all epochs would be a second set of figures; the last epoch's, which are those that are published, find a learning rate off
/// by 3 % (build/planted-regressions.sh), and one set is kept.
/// <para>
/// The runs have to be of recipes that train reliably: where a run now and then diverges, its failure is an alarm here and chance there.
/// </para>
/// </remarks>
public static class NightlyComparison
{
    /// <summary>Compares a night with the reference.</summary>
    /// <param name="reference">The stored runs; those of other kinds than expected are left aside.</param>
    /// <param name="tonight">What was trained.</param>
    /// <param name="expected">The recipes, with their seeds, that should have been trained: what is missing is a gap.</param>
    /// <param name="settings">What is called a change.</param>
    /// <exception cref="ArgumentException">The reference or the settings cannot be used, or a recipe is there twice.</exception>
    public static NightlyResult Of(
        IReadOnlyList<RunRecord> reference, IReadOnlyList<RunRecord> tonight, IReadOnlyList<TrainingRecipe> expected, NightlySettings settings)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(tonight);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        ImmutableArray<TrainingRecipe> kinds = [.. expected.Select(Kind).Distinct()];
        var (pairs, findings) = NightlyPairs.Of(reference, tonight, expected);
        var pairsByKind = pairs.ToLookup(pair => Kind(pair.Reference.Recipe));
        var storedByKind = reference.ToLookup(run => Kind(run.Recipe));
        var level = settings.FalseAlarmRate / (kinds.Length * Metric.All.Length);
        ImmutableArray<NightlyRow> rows =
        [
            .. from kind in kinds
               let pairsOfKind = pairsByKind[kind].ToImmutableArray()
               let referenceOfKind = storedByKind[kind].Where(run => run.Succeeded).ToImmutableArray()
               from metric in Metric.All
               select Compare(kind, Title(kind, kinds), metric, pairsOfKind, referenceOfKind, level, settings),
        ];

        // a row without a p is a comparison all the same: it must not make the others' correction smaller
        var adjusted = MultipleComparisons.Holm(rows.Select(row => row.PValue ?? 1));
        rows = [.. rows.Select((row, i) => row.PValue is null ? row : Decide(row with { AdjustedPValue = adjusted[i] }, settings))];
        return new(
            Overall(rows, findings),
            [.. rows.Select(row => row.IsAlarm ? row with { Since = Since(row, [.. pairsByKind[row.Kind]]) } : row)],
            findings,
            Math.Max(expected.Count, pairs.Length),
            pairs.Length,
            pairs.Count(pair => pair.IsIdentical),
            Engines(kinds.SelectMany(kind => storedByKind[kind])),
            Engines(tonight),
            settings);
    }

    /// <summary>A recipe up to its seed.</summary>
    internal static TrainingRecipe Kind(TrainingRecipe recipe) => recipe with { Seed = 0 };

    private static NightlyRow Compare(
        TrainingRecipe kind,
        string title,
        Metric metric,
        ImmutableArray<RunPair> pairs,
        ImmutableArray<RunRecord> reference,
        double level,
        NightlySettings settings)
    {
        var (theirs, ours) = (
            pairs.Select(pair => metric.Of(pair.Reference.Final)).ToArray(), pairs.Select(pair => metric.Of(pair.Tonight.Final)).ToArray());
        var difference = pairs.Length >= 2 ? PairedComparison.Of(ours, theirs) : null;
        var spread = reference.Length >= 2 ? reference.Select(run => metric.Of(run.Final)).StandardDeviation() : (double?)null;
        var isIdentical = !pairs.IsEmpty && ours.AsSpan().SequenceEqual(theirs);
        var isUndecided = !isIdentical && (pairs.Length < settings.LeastPairs || difference is null || spread is null);
        return new(
            kind,
            title,
            metric,
            pairs.Length,
            pairs.IsEmpty ? null : (theirs.Mean(), ours.Mean()),
            difference,
            isUndecided ? null : isIdentical ? 1 : difference!.PValue(Alternative.TwoSided),
            AdjustedPValue: null,
            spread,
            settings.RelevantShare * spread,
            level,
            isUndecided ? NightlyStatus.Undecided : isIdentical ? NightlyStatus.Identical : NightlyStatus.Unchanged);
    }

    private static NightlyRow Decide(NightlyRow row, NightlySettings settings)
    {
        if (row.Status == NightlyStatus.Identical || !(row.AdjustedPValue < settings.FalseAlarmRate))
        {
            return row;
        }

        var mean = row.Difference!.Mean;
        var isRelevant = Math.Abs(mean) > row.Relevant;
        return row with
        {
            Status = !isRelevant ? NightlyStatus.Irrelevant
                : Math.Sign(mean) == row.Metric.Direction ? NightlyStatus.Better : NightlyStatus.Worse,
        };
    }

    /// <summary>
    /// From which epoch on the mean difference is on the side of the last one's, and matters by the same share of that epoch's spread.
    /// </summary>
    private static int Since(NightlyRow row, ImmutableArray<RunPair> pairs)
    {
        var epoch = row.Kind.Epochs;
        while (epoch > 1 && IsRelevant(epoch - 1))
        {
            epoch--;
        }

        return epoch;

        bool IsRelevant(int earlier)
        {
            var theirs = pairs.Select(pair => row.Metric.Of(pair.Reference.Epochs[earlier - 1])).ToArray();
            var mean = pairs.Select(pair => row.Metric.Of(pair.Tonight.Epochs[earlier - 1])).Mean() - theirs.Mean();
            return Math.Sign(mean) == Math.Sign(row.Difference!.Mean)
                && Math.Abs(mean) > row.Relevant / row.ReferenceSpread * theirs.StandardDeviation();
        }
    }

    private static NightlyOutcome Overall(ImmutableArray<NightlyRow> rows, ImmutableArray<NightlyFinding> findings) =>
        rows.Any(row => row.IsAlarm) || findings.Any(finding => finding.IsAlarm) ? NightlyOutcome.Changed
        : !findings.IsEmpty || rows.Any(row => row.Status == NightlyStatus.Undecided) ? NightlyOutcome.Incomplete
        : rows.All(row => row.Status == NightlyStatus.Identical) ? NightlyOutcome.Identical
        : NightlyOutcome.Unchanged;

    private static string Title(TrainingRecipe kind, ImmutableArray<TrainingRecipe> kinds) => kinds.Count(other => other.Title == kind.Title) == 1
        ? kind.Title
        : string.Create(
            CultureInfo.InvariantCulture, $"{kind.Title}, learning rate {kind.LearningRate:R}, scale {kind.InitialScale:R}, {kind.Epochs} epochs");

    private static ImmutableArray<string> Engines(IEnumerable<RunRecord> runs) =>
        [.. runs.Select(run => run.EngineDescription).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
