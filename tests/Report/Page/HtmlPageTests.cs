using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Reproduction.Claims;
using Reproduction.Report.Page;

namespace Reproduction.Tests.Report.Page;

public sealed class HtmlPageTests
{
    private const string Dangerous = "<script>alert(\"1\")</script> & 'a' | b\u0001";

    internal static ReportContent Content { get; } = new()
    {
        Verdicts =
        [
            .. Rule.All.Select(rule => new Verdict(rule.Claim, new(Decision.Reproduced, "found", $"Evidence of {rule.Claim.Id}.", string.Empty))),
        ],
        Runs =
        [
            .. SyntheticRuns.Notebook(4)
                .Concat(SyntheticRuns.RatesAndScales([0.01, 0.1, 1], [0.1, 1, 10], 2))
                .Concat(SyntheticRuns.BatchSizes([1, 32, 64, 256], 2))
                .DistinctBy(run => run.Recipe),
        ],
        Published = Published.Load(),
    };

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    [Test]
    public void Counts_and_navigation_come_first_then_the_charts_then_the_verdicts()
    {
        var page = Parse(ReportPage.Html(Content));

        page.Descendants("header").Single().Elements().Select(element => element.Name.LocalName).Should().Equal("h1", "p", "ul", "nav");
        page.Descendants("main").Single().Elements("section").Select(section => (string?)section.Attribute("id"))
            .Should().Equal("learning-curves", "distributions", "rates-and-scales", "batch-sizes", "depth", "verdicts", "provenance");
        page.Descendants("nav").Single().Descendants("a").Select(link => (string?)link.Attribute("href"))
            .Should().Equal("#learning-curves", "#distributions", "#rates-and-scales", "#batch-sizes", "#depth", "#verdicts", "#provenance");
        page.Descendants("table").Single(table => (string?)table.Attribute("class") == "verdicts").Descendants("tr")
            .Select(row => (string?)row.Attribute("id")).OfType<string>()
            .Should().Equal(Rule.All.Select(rule => $"claim-{rule.Claim.Id}"));
    }

    [Test]
    public void A_row_has_claim_statement_and_decision_and_folds_evidence_and_scope()
    {
        var claim = Rule.All.Single(rule => rule.Claim.Id == "T8").Claim;
        var verdict = new Verdict(claim, new(Decision.WithinLimits, "three times", "Three times, n = 20.", "Up to 0.03."));

        var row = Parse(ReportPage.Html(Content with { Verdicts = [verdict] }))
            .Descendants("tr")
            .Single(row => (string?)row.Attribute("id") == "claim-T8");

        row.Elements().Select(cell => cell.Value)
            .Should().Equal("T8", claim.Statement, "Within limits", $"{verdict.Finding.Headline}{verdict.Finding.Evidence}{verdict.Finding.Scope}");
    }

    [Test]
    public void Decisions_differ_in_words_and_in_shape()
    {
        var verdicts = Enum.GetValues<Decision>().Zip(Rule.All, (decision, rule) => new Verdict(rule.Claim, new(decision, "h", "e", "s")));

        var badges = Parse(ReportPage.Html(Content with { Verdicts = [.. verdicts] })).Descendants("span")
            .Where(span => ((string?)span.Attribute("class"))?.StartsWith("badge", StringComparison.Ordinal) == true)
            .ToList();

        badges.Select(badge => badge.Value).Distinct(StringComparer.Ordinal)
            .Should().Equal("Reproduced", "Within limits", "Refuted", "Undecided", "No verdict");
        badges.Select(badge => badge.Element("svg")!.ToString()).Distinct(StringComparer.Ordinal).Should().HaveCount(5);
    }

    [Test]
    public void Nothing_is_asked_for_from_elsewhere()
    {
        var html = ReportPage.Html(Content);

        html.Should().NotContainAny("http", "src=", "@import", "<script", "<link", "<iframe", "<image", "//www");
        Regex.Matches(html, @"url\((?!#)", RegexOptions.None, TimeSpan.FromSeconds(10))
            .Should().BeEmpty("a style or a clip path refers to this page alone");
        Regex.Matches(html, "href=\"(?!#)", RegexOptions.None, TimeSpan.FromSeconds(10)).Should().BeEmpty();
    }

    [Test]
    public void Every_id_is_there_once_and_every_reference_finds_one()
    {
        var html = ReportPage.Html(Content);
        var ids = Parse(html).DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToList();
        var references = Regex
            .Matches(html, "(href=\"#|url\\(#|aria-labelledby=\")(?<id>[^\")]*)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10))
            .Select(match => match.Groups["id"].Value);

        ids.Should().OnlyHaveUniqueItems();
        references.Should().NotBeEmpty().And.BeSubsetOf(ids);
    }

    [Test]
    public void Text_stays_text()
    {
        var machine = SyntheticRuns.Machine with { Processor = Dangerous };
        var verdict = new Verdict(new("T1", Dangerous), new(Decision.Refuted, Dangerous, Dangerous, Dangerous));
        var content = Content with
        {
            Title = Dangerous,
            Introduction = Dangerous,
            Verdicts = [verdict],
            Runs = [.. Content.Runs.Select(run => run with { Machine = machine })],
            Commands = new() { NotebookRuns = Dangerous },
        };

        var html = ReportPage.Html(content);

        html.Should().NotContain("<script");
        var shown = Dangerous.Replace('\u0001', '\uFFFD');
        var page = Parse(html);
        page.Descendants("h1").Single().Value.Should().Be(shown);
        page.Descendants("tr").Single(row => (string?)row.Attribute("id") == "claim-T1").Elements("td")
            .Where(cell => (string?)cell.Attribute("class") != "decision")
            .Should().OnlyContain(cell => cell.Value == shown || cell.Value == $"{shown}{shown}{shown}");
        page.Value.Should().Contain(shown + " (AVX2)");
    }

    [Test]
    public void Every_chart_is_described_and_follows_the_theme()
    {
        var charts = Parse(ReportPage.Html(Content)).Descendants("svg").Where(svg => (string?)svg.Attribute("class") == "chart").ToList();

        charts.Should().HaveCountGreaterThan(12);
        charts.Should().OnlyContain(chart => (string?)chart.Attribute("role") == "img" && ((string)chart.Attribute("aria-label")!).Length > 40);
        // But for the maps, whose cells have colors of their own and letters to match.
        charts.Where(chart => !((string)chart.Attribute("aria-label")!).StartsWith("Map", StringComparison.Ordinal)).Select(chart => chart.ToString())
            .Should().OnlyContain(
                chart => !Regex.IsMatch(chart, "black|white|[\":]rgb", RegexOptions.None, TimeSpan.FromSeconds(10)),
                "a color that no theme knows is unreadable in one of them");
    }

    [Test]
    public void Tables_have_captions_and_headings_skip_no_level()
    {
        var page = Parse(ReportPage.Html(Content));

        page.Descendants("table").Should().OnlyContain(table => table.Elements().First().Name == "caption");
        var levels = page.Descendants()
            .Select(element => element.Name.LocalName)
            .Where(name => name is "h1" or "h2" or "h3")
            .Select(name => name[1] - '0')
            .ToList();
        levels[0].Should().Be(1);
        levels.Zip(levels.Skip(1)).Should().OnlyContain(pair => pair.Second <= pair.First + 1);
    }
}
