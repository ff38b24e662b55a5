using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Report.Page;
using Reproduction.Training;

namespace Reproduction.Report.Snapshots;

/// <summary>An approved text of one revision.</summary>
/// <param name="Name">Its file's name without endings.</param>
/// <param name="Text">What it says.</param>
public sealed record ApprovedText(string Name, string Text);

/// <summary>
/// What changed between two revisions' approved texts, for a reviewer: which figures, in which direction, by how many seed spreads, with a picture of
/// both curves.
/// </summary>
/// <param name="Markdown">The page; lines end in \n.</param>
/// <param name="Pictures">The pictures that it links to: file name and SVG.</param>
public sealed record ChangesPage(string Markdown, ImmutableArray<(string Name, string Svg)> Pictures)
{
    /// <summary>Compares the approved texts of two revisions.</summary>
    /// <param name="before">The older ones.</param>
    /// <param name="after">The newer ones.</param>
    /// <param name="revision">What the older ones are called, for the title.</param>
    /// <param name="spreads">The spread between seeds.</param>
    public static ChangesPage Of(IReadOnlyList<ApprovedText> before, IReadOnlyList<ApprovedText> after, string revision, SeedSpreads spreads)
    {
        var text = new StringBuilder($"# What changed in the approved files since {Markup.EscapeMarkdown(revision)}\n");
        var pictures = ImmutableArray.CreateBuilder<(string, string)>();
        var pairs = Pairs(before, after);
        foreach (var (old, now) in pairs.Where(pair => pair.Old?.Text != pair.Now?.Text || pair.Old?.Name != pair.Now?.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {Markup.EscapeMarkdown(Title(old, now))}\n\n");
            if (old is null || now is null)
            {
                text.Append(old is null ? "New.\n" : "Gone.\n");
            }
            else if (HistoryJudgement.Of(now.Text, old.Text, Metric.All, spreads) is { } judgement)
            {
                AppendHistory(text, old, now, judgement);
                var picture = $"{now.Name}.svg";
                pictures.Add((picture, Curves(old, now)));
                text.Append(CultureInfo.InvariantCulture, $"\n![{Markup.EscapeMarkdown(now.Name)}: both curves]({picture})\n");
            }
            else
            {
                AppendLines(text, old, now);
            }
        }

        var same = pairs.Count(pair => pair.Old is not null && pair.Old == pair.Now);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n{(same == pairs.Count ? "Nothing changed: all" : "Unchanged:")} {same} of {pairs.Count} approved texts.\n");
        return new(text.ToString(), pictures.ToImmutable());
    }

    /// <summary>
    /// By name first; then histories that play the same part: of the same data and kind of network, the one whose header has most lines in common.
    /// </summary>
    private static List<(ApprovedText? Old, ApprovedText? Now)> Pairs(IReadOnlyList<ApprovedText> before, IReadOnlyList<ApprovedText> after)
    {
        var pairs = after.Select(now => (Old: before.FirstOrDefault(old => old.Name == now.Name), Now: (ApprovedText?)now)).ToList();
        var left = before.Where(old => after.All(now => now.Name != old.Name)).ToList();
        for (var i = 0; i < pairs.Count; i++)
        {
            if (pairs[i].Old is null
                && left.Where(old => Likeness(old, pairs[i].Now!) >= 0).MaxBy(old => Likeness(old, pairs[i].Now!)) is { } partner)
            {
                pairs[i] = (partner, pairs[i].Now);
                left.Remove(partner);
            }
        }

        return [.. pairs, .. left.Select(old => (Old: (ApprovedText?)old, Now: (ApprovedText?)null))];
    }

    /// <summary>How many lines of their headers two histories share; -1 where they do not play the same part.</summary>
    private static int Likeness(ApprovedText old, ApprovedText now)
    {
        if (ApprovedHistory.Read(old.Text) is not { } left || ApprovedHistory.Read(now.Text) is not { } right)
        {
            return -1;
        }

        bool IsPlain(ApprovedHistory history) => history["network"]?.EndsWith("no BN", StringComparison.Ordinal) ?? false;
        string? Engine(ApprovedHistory history) => history["engine"]?.Split(':')[0];
        if (left["data"] != right["data"] || IsPlain(left) != IsPlain(right))
        {
            return -1;
        }

        // Another engine plays the same part only where it is all that differs.
        var different = left.Lines[..left.FirstRow].Except(right.Lines[..right.FirstRow], StringComparer.Ordinal).Count();
        return Engine(left) == Engine(right) || different == 1 ? left.FirstRow - different : -1;
    }

    private static string Title(ApprovedText? old, ApprovedText? now) =>
        old is not null && now is not null && old.Name != now.Name ? $"{now.Name} (was {old.Name})" : (now ?? old)!.Name;

    private static void AppendHistory(StringBuilder text, ApprovedText old, ApprovedText now, HistoryJudgement judgement)
    {
        var header = HistoryComparison.Of(now.Text, old.Text, Metric.All)!.Text.Where(line =>
            !line.StartsWith(ApprovedHistory.HashLabel, StringComparison.Ordinal))
            .ToList();
        foreach (var line in header)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {string.Join(" is now ", line.Split(" | ").Select(Markup.MarkdownCode))}\n");
        }

        if (judgement.FirstEpoch is null)
        {
            text.Append("\nNo figure moved.\n");
            return;
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"{(header.Count > 0 ? "\n" : string.Empty)}{judgement.Moved} of {judgement.Figures} figures moved, the first in epoch "
                + $"{judgement.FirstEpoch}. After epoch {judgement.LastEpoch}:\n\n")
            .Append(new Table(
                [new("Metric"), new("Before", true), new("Now", true), new(string.Empty), new("Difference", true), new("Beside seeds")],
                [
                    .. judgement.Final.Select(change => ImmutableArray.Create(
                        change.Metric.Name,
                        Figure(change.Approved),
                        Figure(change.Received),
                        change.Direction,
                        change.Difference.ToString("+0.0000##;-0.0000##;0", CultureInfo.InvariantCulture),
                        change.BesideSeeds)),
                ]).ToMarkdown());
    }

    private static string Figure(double value) => value.ToString("0.0000##", CultureInfo.InvariantCulture);

    private static void AppendLines(StringBuilder text, ApprovedText old, ApprovedText now)
    {
        var (left, right) = (old.Text.Split('\n'), now.Text.Split('\n'));
        text.Append("```diff\n");
        foreach (var line in left.Except(right, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }

        foreach (var line in right.Except(left, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"+ {line}\n");
        }

        text.Append("```\n");
    }

    private static string Curves(ApprovedText old, ApprovedText now)
    {
        ImmutableArray<EpochMetrics> Rows(ApprovedText text) => ApprovedHistory.Read(text.Text)!.Rows;
        return LearningCurves.Svg(
            now.Name,
            "solid lines: approved now; dashed lines with hollow markers: approved before",
            [new("now", Rows(now), Style: 0, IsPublished: false), new("before", Rows(old), Style: 1, IsPublished: true)]);
    }
}
