using System.Text.RegularExpressions;
using Reproduction.Claims;
using Reproduction.Report.Page;

namespace Reproduction.Tests.Report.Page;

public sealed class MarkdownPageTests
{
    [Test]
    public void The_verdicts_come_first() =>
        ReportPage.Markdown(HtmlPageTests.Content).Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Should().Equal(
                "## Verdicts",
                "## Learning curves",
                "## After the last epoch",
                "## Learning rates and initial scales",
                "## Batch sizes",
                "## Depth",
                "## Where the figures come from");

    [Test]
    public void No_text_breaks_a_table_or_becomes_markup()
    {
        const string Dangerous = "a | b\nc <img> *d* `e` [f](g)";
        var content = HtmlPageTests.Content with
        {
            Verdicts = [new(new("T1 | `e`", Dangerous), new(Decision.Refuted, Dangerous, Dangerous, Dangerous))],
        };

        var row = ReportPage.Markdown(content).Split('\n').Single(line => line.StartsWith(@"| T1 \|", StringComparison.Ordinal));

        Regex.Matches(row, @"(?<!\\)\|", RegexOptions.None, TimeSpan.FromSeconds(10)).Should().HaveCount(7, "six cells have seven bars");
        row.Should().Contain(@"a \| b c &lt;img&gt; \*d\* \`e\` \[f\](g)").And.Contain(@"`dotnet test spec --filter TestCategory=T1 \| 'e'`");
    }

    [Test]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head()
    {
        var tables = ReportPage.Markdown(HtmlPageTests.Content).Split("\n\n").Where(block => block.StartsWith('|')).ToList();

        tables.Should().HaveCount(7);
        foreach (var table in tables)
        {
            table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => Regex.Count(line, @"(?<!\\)\|", RegexOptions.None, TimeSpan.FromSeconds(10))).Distinct().Should().HaveCount(1);
        }
    }
}
