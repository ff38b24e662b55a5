using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Claims;

namespace Reproduction.Report;

/// <summary>An alarm in words.</summary>
/// <param name="Headline">What it is, in less than a line.</param>
/// <param name="Figures">The figures that it rests on; empty where the headline says it all.</param>
/// <param name="Reading">What it means, and where to look.</param>
public sealed record NightlyAlarm(string Headline, string Figures, string Reading);

/// <summary>What a night came to, in words. Plain text: whoever puts it on a page escapes it.</summary>
public static class NightlyWords
{
    /// <summary>The night in one sentence, without a full stop.</summary>
    public static string Headline(NightlyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var gaps = result.Findings.Count(finding => !finding.IsAlarm);
        var alarms = Alarms(result);
        return result.Outcome switch
        {
            NightlyOutcome.Identical =>
                string.Create(CultureInfo.InvariantCulture, $"identical, bit by bit, {result.IdenticalRuns} of {result.ExpectedRuns}"),
            NightlyOutcome.Unchanged =>
                string.Create(
                    CultureInfo.InvariantCulture, $"no change that matters, {result.IdenticalRuns} of {result.ExpectedRuns} runs identical"),
            NightlyOutcome.Incomplete => gaps > 0
                ? $"incomplete, {Count(gaps, "gap")}; no change in what was compared"
                : "undecided: too few seeds for figures that are not identical",
            _ => alarms[0].Headline + (alarms.Length > 1 ? $"; and {Count(alarms.Length - 1, "more alarm")}" : string.Empty),
        };
    }

    /// <summary>Every alarm: what makes the runs others first, then figures, the largest change first, then single runs.</summary>
    public static ImmutableArray<NightlyAlarm> Alarms(NightlyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var findings = result.Findings.Where(finding => finding.IsAlarm).ToLookup(finding => IsAboutAll(finding.Kind));
        return
        [
            .. findings[true].Select(OfFinding),
            .. result.Rows.Where(row => row.IsAlarm).OrderByDescending(row => Math.Abs(row.InSpreads ?? double.PositiveInfinity)).Select(OfRow),
            .. findings[false].Select(OfFinding),
        ];
    }

    /// <summary>What kind of gap or alarm a finding is.</summary>
    public static string Of(NightlyFindingKind kind) => kind switch
    {
        NightlyFindingKind.Missing => "missing",
        NightlyFindingKind.WithoutReference => "not in the reference",
        NightlyFindingKind.Failed => "failed, which it did not in the reference",
        NightlyFindingKind.NoLongerFails => "no longer fails",
        NightlyFindingKind.Unusable => "unusable",
        NightlyFindingKind.OtherData => "other data",
        NightlyFindingKind.OtherRecipe => "recipe differs",
        NightlyFindingKind.OtherInference => "inference differs, training does not",
        NightlyFindingKind.OtherBits => "other bits",
        _ => "contradiction",
    };

    /// <summary>A number of things.</summary>
    internal static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? string.Empty : "s")}");

    /// <summary>A metric in the middle of a sentence.</summary>
    internal static string Of(Metric metric) => char.ToLowerInvariant(metric.Title[0]) + metric.Title[1..];

    private static bool IsAboutAll(NightlyFindingKind kind) =>
        kind is NightlyFindingKind.OtherData or NightlyFindingKind.OtherRecipe or NightlyFindingKind.OtherInference
            or NightlyFindingKind.OtherBits or NightlyFindingKind.Contradiction;

    private static NightlyAlarm OfFinding(NightlyFinding finding) => new(
        $"{Of(finding.Kind)}: {finding.Description}", string.Empty, finding.Kind switch
        {
            NightlyFindingKind.OtherData => "Nothing else on this page means anything: the examples are others. Look at where the data come from.",
            NightlyFindingKind.OtherRecipe => "A default was changed. If that was meant, train the reference anew; if not, it is found.",
            NightlyFindingKind.OtherInference =>
                "Evaluation or the moving statistics have changed (their momentum, the estimate of the variance): training never sees them.",
            NightlyFindingKind.OtherBits =>
                "The engine promises one result for one version. If other sums were meant, its arithmetic needs a new version; if not, a change has "
                    + "slipped in.",
            NightlyFindingKind.Contradiction =>
                "One recipe and one seed gave two results: training no longer repeats itself, or the file joins runs of two programs.",
            NightlyFindingKind.NoLongerFails => "A run that diverged does not any more: what made it diverge has changed.",
            NightlyFindingKind.Unusable => "The run says that it went well, and its figures do not: look at how losses are averaged and stored.",
            _ => "A run diverges that did not: look at the learning rate, the initial kernels and the numerics.",
        });

    private static NightlyAlarm OfRow(NightlyRow row)
    {
        var isWorse = row.Status == NightlyStatus.Worse;
        var size = row.InSpreads is { } spreads
            ? string.Create(CultureInfo.InvariantCulture, $"by {Math.Abs(spreads):F1} seed spreads")
            : "where the seeds did not differ";
        var since = row.Since == row.Kind.Epochs ? "in the last epoch"
            : row.Since == 1 ? "since the first epoch"
            : string.Create(CultureInfo.InvariantCulture, $"since epoch {row.Since}");
        return new(
            $"{(isWorse ? "worse" : "suspiciously better")}: {row.Run}, {Of(row.Metric)}, {size}, {since}",
            $"{NightlyTables.Number(row.Means?.Tonight)} for {NightlyTables.Number(row.Means?.Reference)} ({NightlyTables.WithInterval(row)}), p = "
                + $"{NightlyTables.Probability(row.AdjustedPValue)}",
            isWorse
                ? "More than chance, and more than matters: look at what was changed since the last night that was identical."
                : "Better than the same recipe was is as suspicious as worse: validation images that were trained on look like this.");
    }
}
