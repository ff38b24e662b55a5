using System.Collections.Immutable;

namespace Reproduction.Report.Page;

/// <summary>
/// The report: verdicts first, then the figures that they rest on. As a page of HTML that needs nothing beside it, and as Markdown.
/// </summary>
/// <remarks>Equal content gives equal bytes, in any order of runs and verdicts and under any culture; lines end in \n.</remarks>
public static class ReportPage
{
    /// <summary>The report as one HTML file: no script, no font, style or picture from elsewhere. It is well-formed XML, too.</summary>
    /// <exception cref="ArgumentException">The runs are of several data sets, or a claim has several verdicts.</exception>
    public static string Html(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return HtmlPage.Of(content, VerdictRow.All(content.Verdicts), Sections(content));
    }

    /// <summary>The same in Markdown: the verdicts and the tables, without the charts.</summary>
    /// <exception cref="ArgumentException">The runs are of several data sets, or a claim has several verdicts.</exception>
    public static string Markdown(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return MarkdownPage.Of(content, VerdictRow.All(content.Verdicts), Sections(content));
    }

    private static ImmutableArray<Section> Sections(ReportContent content)
    {
        var selection = new RunSelection(content.Runs);
        var commands = content.Commands;
        return
        [
            LearningCurvesSection.Of(selection, content.Published, commands.NotebookRuns),
            DistributionsSection.Of(selection, content.Published, commands.NotebookRuns),
            RatesAndScalesSection.Of(selection, commands.RatesAndScales),
            BatchSizesSection.Of(selection, commands.BatchSizes),
            DepthSection.Of(selection, commands.Depth),
            .. new[] { OtherRecipesSection.Of(selection) }.OfType<Section>(),
            ProvenanceSection.Of(selection, commands.Page),
        ];
    }
}
