using System.Collections.Immutable;
using System.Text;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>The verdict table in HTML.</summary>
/// <remarks>On narrow screens each row becomes a card. Its roles are spelled out, because a table that is laid out otherwise loses them.</remarks>
internal static class HtmlVerdicts
{
    private static readonly ImmutableArray<string> Headings = ["Claim", "Statement", "Verdict", "Evidence"];

    /// <summary>How many claims were decided how.</summary>
    public static void AppendCounts(StringBuilder html, ImmutableArray<VerdictRow> rows)
    {
        html.Append("<ul class=\"counts\" aria-label=\"How many claims were decided how\">\n");
        foreach (var (example, count) in VerdictRow.Counts(rows))
        {
            html.Append("<li class=\"").Append(ClassOf(example)).Append("\">").Append(Icon(example))
                .Append("<strong>").Append(Figures.Count(count)).Append("</strong> ").Append(example.Label.ToLowerInvariant()).Append("</li>\n");
        }

        html.Append("</ul>\n");
    }

    public static void Append(StringBuilder html, ImmutableArray<VerdictRow> rows)
    {
        html.Append("<section id=\"verdicts\" aria-labelledby=\"verdicts-heading\">\n<h2 id=\"verdicts-heading\">Verdicts</h2>\n")
            .Append(
                "<p>d_z is an effect in units of its noise: the mean difference between two kinds of runs, seed by seed, divided by the standard "
                    + "deviation of these differences. ")
            .Append(
                "Holm&#39;s correction raises the p-values, so that all tests together find something where there is nothing with a probability of "
                    + $"{Wording.Percent(Family.Alpha)} at most. ")
            .Append("z is the distance of a published figure from our mean in standard deviations of one more run.</p>\n")
            .Append("<div class=\"rerun\"><p>To repeat one of them, here T8:</p><pre>")
            .Append(Markup.Command("dotnet test spec --filter TestCategory=T8"))
            .Append("</pre></div>\n")
            .Append("<table class=\"verdicts\" role=\"table\">\n")
            .Append("<caption>Every claim of the assignment, its verdict, and what the verdict rests on</caption>\n")
            .Append("<thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var heading in Headings)
        {
            html.Append("<th role=\"columnheader\" scope=\"col\">").Append(heading).Append("</th>");
        }

        html.Append("</tr></thead>\n");
        foreach (var question in rows.GroupBy(row => row.Question, StringComparer.Ordinal))
        {
            html.Append("<tbody role=\"rowgroup\">\n<tr role=\"row\" class=\"question\">")
                .Append("<th role=\"rowheader\" scope=\"rowgroup\" colspan=\"4\">").Append(Markup.Escape(question.Key)).Append("</th></tr>\n");
            foreach (var row in question)
            {
                Append(html, row);
            }

            html.Append("</tbody>\n");
        }

        html.Append("</table>\n</section>\n");
    }

    private static void Append(StringBuilder html, VerdictRow row)
    {
        html.Append("<tr role=\"row\" id=\"claim-").Append(Markup.Escape(row.Claim.Id)).Append("\">")
            .Append("<th role=\"rowheader\" scope=\"row\">").Append(Markup.Escape(row.Claim.Id)).Append("</th>");
        Cell(html, "statement", Headings[1], Markup.Escape(row.Claim.Statement));
        Cell(html, "decision", Headings[2], $"<span class=\"badge {ClassOf(row)}\">{Icon(row)}{row.Label}</span>");
        Cell(html, "evidence", Headings[3], row.Verdict is { } verdict ? Folded(verdict.Finding) : string.Empty);
        html.Append("</tr>\n");
    }

    /// <summary>The finding in a few words; evidence and scope are shown when asked for, and in print.</summary>
    private static string Folded(Finding finding) =>
        $"<details><summary>{Markup.Escape(finding.Headline)}</summary><p>{Markup.Escape(finding.Evidence)}</p>"
        + (finding.Scope.Length > 0 ? $"<p class=\"scope\">{Markup.Escape(finding.Scope)}</p></details>" : "</details>");

    private static void Cell(StringBuilder html, string name, string heading, string content) =>
        html.Append("<td role=\"cell\" class=\"").Append(name).Append(content.Length == 0 ? " empty" : string.Empty)
            .Append("\" data-heading=\"").Append(heading).Append("\">").Append(content).Append("</td>");

    private static string ClassOf(VerdictRow row) => row.Verdict?.Decision switch
    {
        Decision.Reproduced => "reproduced",
        Decision.WithinLimits => "within-limits",
        Decision.Refuted => "refuted",
        _ => "undecided",
    };

    /// <summary>The symbol, drawn: not every reader's fonts have the characters.</summary>
    private static string Icon(VerdictRow row)
    {
        var drawing = row.Verdict?.Decision switch
        {
            Decision.Reproduced => "<path d=\"M3 8.5l3.2 3.2L13 4.5\"/>",
            Decision.WithinLimits => "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/><path d=\"M8 2.5a5.5 5.5 0 0 0 0 11z\" class=\"filled\"/>",
            Decision.Refuted => "<path d=\"M4 4l8 8M12 4l-8 8\"/>",
            Decision.Undecided => "<path d=\"M5.2 6a2.8 2.8 0 1 1 4.2 2.4C8.3 9 8 9.4 8 10.4M8 13v.4\"/>",
            _ => "<path d=\"M4 8h8\"/>",
        };
        return $"<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{drawing}</svg>";
    }
}
