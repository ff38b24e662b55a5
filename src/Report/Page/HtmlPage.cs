using System.Collections.Immutable;
using System.Text;

namespace Reproduction.Report.Page;

/// <summary>The report as HTML: its frame and its sections.</summary>
internal static class HtmlPage
{
    public static string Of(ReportContent content, ImmutableArray<VerdictRow> verdicts, ImmutableArray<Section> sections)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append(
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            .Append("<title>")
            .Append(Markup.Escape(content.Title))
            .Append("</title>\n<style>\n")
            .Append(StyleSheet())
            .Append("</style>\n</head>\n<body>\n")
            .Append("<a class=\"skip\" href=\"#verdicts\">To the verdicts</a>\n<header>\n<h1>").Append(Markup.Escape(content.Title)).Append("</h1>\n")
            .Append("<p class=\"lead\">").Append(Markup.Escape(content.Introduction)).Append("</p>\n");
        HtmlVerdicts.AppendCounts(html, verdicts);
        html.Append("<nav aria-label=\"Sections\">\n<ul>\n");
        foreach (
            var (id, heading) in sections[..^1]
                .Select(section => (section.Id, section.Heading))
                .Append(("verdicts", "Verdicts"))
                .Append((sections[^1].Id, sections[^1].Heading)))
        {
            html.Append("<li><a href=\"#").Append(id).Append("\">").Append(Markup.Escape(heading)).Append("</a></li>\n");
        }

        html.Append("</ul>\n</nav>\n</header>\n<main>\n");
        // What the runs look like, then what was decided from them, then where they come from.
        var claims = verdicts.Select(row => row.Claim.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var section in sections[..^1])
        {
            Append(html, section, claims);
        }

        HtmlVerdicts.Append(html, verdicts);
        Append(html, sections[^1], claims);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The text of page.css.</summary>
    internal static string StyleSheet()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder html, Section section, HashSet<string> claims)
    {
        html.Append("<section id=\"").Append(section.Id).Append("\" aria-labelledby=\"").Append(section.Id).Append("-heading\">\n")
            .Append("<h2 id=\"").Append(section.Id).Append("-heading\">").Append(Markup.Escape(section.Heading)).Append("</h2>\n")
            .Append("<p>").Append(Markup.Escape(section.Text)).Append("</p>\n");
        var linked = section.Claims.Where(claims.Contains).Select(id => $"<a href=\"#claim-{Markup.Escape(id)}\">{Markup.Escape(id)}</a>").ToList();
        if (linked.Count > 0)
        {
            html.Append("<p class=\"bears-on\">Claims that this bears on: ").AppendJoin(", ", linked).Append("</p>\n");
        }

        foreach (var figure in section.Figures)
        {
            Append(html, figure);
        }

        if (!section.Tables.IsEmpty)
        {
            html.Append(section.Figures.IsEmpty ? string.Empty : "<details><summary>The figures as a table</summary>\n");
            foreach (var table in section.Tables)
            {
                Append(html, table);
            }

            html.Append(section.Figures.IsEmpty ? string.Empty : "</details>\n");
        }

        if (section.Command is { } command)
        {
            html.Append("<div class=\"rerun\"><p>To repeat it:</p><pre>").Append(Markup.Command(command)).Append("</pre></div>\n");
        }

        html.Append("</section>\n");
    }

    private static void Append(StringBuilder html, Figure figure)
    {
        html.Append("<figure>\n<figcaption>").Append(Markup.Escape(figure.Caption)).Append("</figcaption>\n<ul class=\"legend\">\n");
        foreach (var entry in figure.Legend)
        {
            html.Append("<li>").Append(entry.Sample).Append(Markup.Escape(entry.Label)).Append("</li>\n");
        }

        html.Append("</ul>\n<div class=\"panels\">\n");
        foreach (var panel in figure.Panels)
        {
            html.Append("<div class=\"panel\"><h3>").Append(Markup.Escape(panel.Title)).Append("</h3>\n").Append(panel.Svg).Append("</div>\n");
        }

        html.Append("</div>\n</figure>\n");
    }

    /// <summary>A table in a box of its own: where it is wider than the screen, the box scrolls and not the page, by keyboard too.</summary>
    private static void Append(StringBuilder html, CaptionedTable captioned)
    {
        var table = captioned.Table;
        var kind = table.Columns.Any(column => column.IsNumeric) ? string.Empty : " class=\"facts\"";
        html.Append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
            .Append(Markup.Escape(captioned.Caption))
            .Append("\">\n<table")
            .Append(kind)
            .Append(">\n<caption><span>").Append(Markup.Escape(captioned.Caption)).Append("</span></caption>\n<thead><tr>");
        foreach (var column in table.Columns)
        {
            html.Append("<th scope=\"col\"").Append(ClassOf(column)).Append('>').Append(Markup.Escape(column.Header)).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        var previous = string.Empty;
        foreach (var row in table.Rows)
        {
            // Where the first cell changes, something new begins.
            html.Append(row[0] == previous ? "<tr>" : "<tr class=\"first\">");
            previous = row[0];
            foreach (var (cell, i) in row.Select((cell, i) => (cell, i)))
            {
                var name = i == 0 ? "th" : "td";
                html.Append('<').Append(name).Append(i == 0 ? " scope=\"row\"" : string.Empty).Append(ClassOf(table.Columns[i])).Append('>')
                    .Append(Markup.Escape(cell)).Append("</").Append(name).Append('>');
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n");
    }

    private static string ClassOf(Column column) => column.IsNumeric ? " class=\"number\"" : string.Empty;
}
