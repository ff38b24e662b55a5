using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Report.Page;

namespace Reproduction.Report;

/// <summary>Which night it was.</summary>
/// <param name="Commit">The commit that was built; null where it is not known.</param>
/// <param name="Time">When the night was compared, in UTC; null where that is not to be shown.</param>
public sealed record NightlyOccasion(string? Commit = null, DateTimeOffset? Time = null)
{
    /// <summary><c>25 November 2026, 03:12 UTC, commit 0123456789ab</c>; empty where nothing is known.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Time?.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture),
        Commit is { Length: > 0 } commit ? $"commit {commit[..Math.Min(12, commit.Length)]}" : null,
    }.OfType<string>());
}

/// <summary>
/// The night as a Markdown page, for the summary of a job: a sentence, a picture, the alarms with what they mean, and, folded, every comparison.
/// </summary>
public static class NightlyMarkdown
{
    private const int MostGaps = 10;

    /// <summary>The page; lines end in \n. What comes from runs is text on it, whatever it holds.</summary>
    public static string Of(NightlyResult result, NightlyOccasion? occasion = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Nightly: {Markup.EscapeMarkdown(NightlyWords.Headline(result))}\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{result.PairedRuns} of {result.ExpectedRuns} runs compared with the reference by seed; {result.IdenticalRuns} have its bits.");
        text.Append(occasion?.ToString() is { Length: > 0 } when ? $" {Markup.EscapeMarkdown(when)}.\n\n" : "\n\n");
        text.Append("```text\n").Append(NightlyPlot.Of(result)).Append("```\n\n")
            .Append(
                "In standard deviations between the reference's seeds, after the last epoch. Shaded: where four of five seeds lie; ●: tonight's "
                    + "mean, with its interval.\n\n");
        Append(text, NightlyWords.Alarms(result));
        Append(text, [.. result.Findings.Where(finding => !finding.IsAlarm)]);
        text.Append(CultureInfo.InvariantCulture, $"<details>\n<summary>All {result.Rows.Length} comparisons</summary>\n\n")
            .Append(NightlyTables.Comparisons(result).ToMarkdown()).Append('\n')
            .Append(NightlyTables.Power(result).ToMarkdown()).Append('\n')
            .Append(Legend(result)).Append("</details>\n\n## Computed with\n\n");
        text.AppendJoin(string.Empty, result.ReferenceEngines.Select(engine => Markup.MarkdownItem($"Reference: {engine}")));
        text.AppendJoin(string.Empty, result.TonightEngines.Select(engine => Markup.MarkdownItem($"Tonight: {engine}")));
        return text.ToString();
    }

    private static void Append(StringBuilder text, ImmutableArray<NightlyAlarm> alarms)
    {
        if (alarms.IsEmpty)
        {
            return;
        }

        text.Append("## Alarms\n\n");
        foreach (var alarm in alarms)
        {
            text.Append("- **")
                .Append(Markup.EscapeMarkdown(alarm.Headline))
                .Append("**")
                .Append(alarm.Figures.Length > 0 ? $": {Markup.EscapeMarkdown(alarm.Figures)}" : string.Empty)
                .Append("<br>").Append(Markup.EscapeMarkdown(alarm.Reading)).Append('\n');
        }

        text.Append('\n');
    }

    private static void Append(StringBuilder text, ImmutableArray<NightlyFinding> gaps)
    {
        if (gaps.IsEmpty)
        {
            return;
        }

        text.Append("## Not compared\n\n");
        text.AppendJoin(string.Empty, gaps.Take(MostGaps).Select(gap => Markup.MarkdownItem($"{NightlyWords.Of(gap.Kind)}: {gap.Description}")));
        text.Append(gaps.Length > MostGaps ? $"- and {NightlyWords.Count(gaps.Length - MostGaps, "more run")}\n\n" : "\n");
    }

    private static string Legend(NightlyResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        An alarm is a difference that is significant (paired t-test over the seeds, Holm's correction over all {result.Rows.Length} comparisons; at most
        {result.Settings.FalseAlarmRate:P1} of honest changes raise a false one) and that matters (more than {result.Settings.RelevantShare:R} standard deviations between the reference's seeds).
        Intervals hold all together with {1 - result.Settings.FalseAlarmRate:P1}. Noise: standard deviation of the differences. Found from: the shift that such a
        night finds with a probability of {result.Settings.Power:P0}.


        """).ReplaceLineEndings("\n");
}
