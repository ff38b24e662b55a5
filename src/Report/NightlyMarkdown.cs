using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Reproduction.Claims;

namespace Reproduction.Report;

/// <summary>The night as a Markdown page, for the summary of a job: the outcome first, then what is wrong, then every comparison.</summary>
public static class NightlyMarkdown
{
    private const string None = "-";

    /// <summary>The page; lines end in \n.</summary>
    public static string Of(NightlyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Nightly regression: {Headline(result)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{result.PairedRuns} of {result.ExpectedRuns} runs compared with the reference by seed; {result.IdenticalRuns} have its bits.\n\n");
        if (!result.Findings.IsEmpty)
        {
            text.Append("## Runs that could not be compared\n\n");
            text.AppendJoin(string.Empty, result.Findings.Select(finding => $"- {(finding.IsAlarm ? "**Alarm**" : "Gap")}: {Words(finding.Kind)}: {finding.Description}\n")).Append('\n');
        }

        text.Append("## Comparisons\n\nAfter the last epoch, tonight minus reference. Alarms are in bold.\n\n").Append(Comparisons(result).ToMarkdown()).Append('\n');
        text.Append(Legend(result));
        text.Append("## Computed with\n\n");
        text.AppendJoin(string.Empty, result.ReferenceEngines.Select(engine => $"- Reference: {engine}\n"));
        text.AppendJoin(string.Empty, result.TonightEngines.Select(engine => $"- Tonight: {engine}\n"));
        return text.ToString();
    }

    /// <summary>The outcome in one line.</summary>
    public static string Headline(NightlyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (worse, better) = (result.Rows.Count(row => row.Status == NightlyStatus.Worse), result.Rows.Count(row => row.Status == NightlyStatus.Better));
        var alarms = result.Findings.Count(finding => finding.IsAlarm);
        return result.Outcome switch
        {
            NightlyOutcome.Identical => "identical to the reference, bit by bit",
            NightlyOutcome.Unchanged => "no change",
            NightlyOutcome.Incomplete => $"incomplete, {Count(result.Findings.Length, "gap")}; no change in what was compared",
            _ => $"CHANGED: {worse} worse, {better} suspiciously better, {Count(alarms, "other alarm")}",
        };
    }

    /// <summary>One row for each comparison.</summary>
    public static Table Comparisons(NightlyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(
            [
                new("Run"), new("Metric"), new("Seeds", true), new("Reference", true), new("Tonight", true), new("Difference", true), new("Interval"),
                new("Noise", true), new("p, corrected", true), new("Matters from", true), new("Found from", true), new("If independent", true), new("Status"),
            ],
            [.. result.Rows.Select(row => Cells(row, result.Settings.Power))]);
    }

    private static ImmutableArray<string> Cells(NightlyRow row, double power)
    {
        var status = row.Status.ToString().ToUpperInvariant()[..1] + row.Status.ToString()[1..].ToLowerInvariant();
        return
        [
            row.Run,
            row.Metric.Name,
            row.Pairs.ToString(CultureInfo.InvariantCulture),
            Number(row.Means?.Reference),
            Number(row.Means?.Tonight),
            Signed(row.Difference?.Mean),
            row.Interval is { } interval ? $"{Signed(interval.Low)} to {Signed(interval.High)}" : None,
            Number(row.Difference?.StandardDeviation),
            row.AdjustedPValue is { } p ? p.ToString(p < 0.001 ? "0.0E+0" : "F3", CultureInfo.InvariantCulture) : None,
            Number(row.Relevant),
            Number(row.SmallestDetectable(power)),
            Number(row.SmallestDetectableIfIndependent(power)),
            row.IsAlarm ? $"**{status}**" : status,
        ];
    }

    private static string Legend(NightlyResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        An alarm is a difference that is significant (paired t-test over the seeds, Holm's correction over all {result.Rows.Length} comparisons; at most
        {result.Settings.FalseAlarmRate:P1} of honest nights raise a false one) and that matters (more than {result.Settings.RelevantShare:R} standard deviations between the reference's seeds).
        Intervals hold all together with {1 - result.Settings.FalseAlarmRate:P1}. Noise: standard deviation of the differences. Found from: the shift that such a
        night finds with a probability of {result.Settings.Power:P0}; if independent: the same if the stream of random numbers had changed.


        """).ReplaceLineEndings("\n");

    private static string Words(NightlyFindingKind kind) => kind switch
    {
        NightlyFindingKind.Missing => "missing",
        NightlyFindingKind.WithoutReference => "without a counterpart in the reference",
        NightlyFindingKind.Failed => "failed, which it did not in the reference",
        NightlyFindingKind.NoLongerFails => "no longer fails",
        NightlyFindingKind.Unusable => "unusable",
        _ => "other data",
    };

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? string.Empty : "s")}");

    private static string Number(double? value) => value is { } number ? number.ToString("F5", CultureInfo.InvariantCulture) : None;

    private static string Signed(double? value) => value is { } number ? number.ToString("+0.00000;-0.00000;0.00000", CultureInfo.InvariantCulture) : None;
}
