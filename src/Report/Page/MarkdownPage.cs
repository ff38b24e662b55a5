using System.Collections.Immutable;
using System.Text;

namespace Reproduction.Report.Page;

/// <summary>The report as Markdown.</summary>
internal static class MarkdownPage
{
    public static string Of(ReportContent content, ImmutableArray<VerdictRow> verdicts, ImmutableArray<Section> sections)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Markup.EscapeMarkdown(content.Title)).Append("\n\n")
            .Append(Markup.EscapeMarkdown(content.Introduction)).Append("\n\n")
            .Append("## Verdicts\n\n")
            .Append(Figures.Count(verdicts.Length)).Append(" claims: ")
            .AppendJoin(", ", VerdictRow.Counts(verdicts).Select(count => $"{Figures.Count(count.Count)} {count.Example.Label.ToLowerInvariant()}"))
            .Append(".\n\n")
            .Append(Table(verdicts).ToMarkdown());
        foreach (var section in sections)
        {
            Append(text, section);
        }

        return text.ToString();
    }

    private static Table Table(ImmutableArray<VerdictRow> verdicts) => new(
        [new("Claim"), new("Statement"), new("Verdict"), new("Evidence"), new("Scope"), new("Rerun", IsMarkdown: true)],
        [
            .. verdicts.Select(row => ImmutableArray.Create(
                row.Claim.Id,
                row.Claim.Statement,
                $"{row.Symbol} {row.Label}",
                row.Verdict?.Finding.Evidence ?? string.Empty,
                row.Verdict?.Finding.Scope ?? string.Empty,
                Markup.MarkdownCode(row.Verdict?.Claim.Rerun ?? string.Empty))),
        ]);

    private static void Append(StringBuilder text, Section section)
    {
        text.Append("\n## ").Append(section.Heading).Append("\n\n").Append(Markup.EscapeMarkdown(section.Text)).Append('\n');
        foreach (var table in section.Tables)
        {
            text.Append("\n**").Append(Markup.EscapeMarkdown(table.Caption)).Append("**\n\n").Append(table.Table.ToMarkdown());
        }

        if (section.Command is { } command)
        {
            // Indented: no text of a command can end a block of code that has no end mark.
            text.Append("\nTo repeat it:\n\n    ").Append(command.ReplaceLineEndings("\n    ").TrimEnd()).Append('\n');
        }
    }
}
