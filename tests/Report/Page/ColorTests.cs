using System.Text.RegularExpressions;
using OxyPlot;
using Reproduction.Report.Page;

namespace Reproduction.Tests.Report.Page;

/// <summary>The colors of the page, by the contrasts that the Web Content Accessibility Guidelines ask for (level AA).</summary>
public sealed class ColorTests
{
    private const double Text = 4.5;
    private const double Graphics = 3;

    private static double Contrast(OxyColor a, OxyColor b)
    {
        var (first, second) = (ColorScale.RelativeLuminance(a), ColorScale.RelativeLuminance(b));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    /// <summary>The variables of the style sheet: those of the light theme, and with them replaced those of the dark one.</summary>
    private static Dictionary<string, OxyColor> Theme(bool isDark)
    {
        var css = ReportPage.Html(HtmlPageTests.Content);
        var blocks = Regex.Matches(css, @":root \{(?<body>[^}]*)\}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        blocks.Should().HaveCount(2);
        return Regex.Matches(
            blocks[isDark ? 1 : 0].Groups["body"].Value,
            "--(?<name>[a-z0-9-]+): (?<color>#[0-9a-f]{6})",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(10))
            .ToDictionary(match => match.Groups["name"].Value, match => OxyColor.Parse(match.Groups["color"].Value), StringComparer.Ordinal);
    }

    [Test]
    public void The_themes_have_the_same_names_and_the_charts_use_no_others()
    {
        Theme(isDark: true).Keys.Should().BeEquivalentTo(Theme(isDark: false).Keys);
        Regex.Matches(ReportPage.Html(HtmlPageTests.Content), @"var\(--(?<name>[a-z0-9-]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10))
            .Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Should().BeSubsetOf(Theme(isDark: false).Keys);
    }

    [Test]
    public void Words_and_marks_can_be_read_in_both_themes([Values] bool isDark)
    {
        var theme = Theme(isDark);
        foreach (var ground in new[] { "page", "surface", "code" })
        {
            foreach (var ink in new[] { "ink", "muted", "link" })
            {
                Contrast(theme[ink], theme[ground]).Should().BeGreaterThan(Text, $"{ink} on {ground}");
            }
        }

        foreach (var decision in new[] { "reproduced", "within-limits", "refuted", "undecided" })
        {
            Contrast(theme[decision], theme[decision + "-ground"]).Should().BeGreaterThan(Text, decision);
        }

        foreach (var series in new[] { "series-1", "series-2", "series-3", "series-4", "axis" })
        {
            Contrast(theme[series], theme["surface"]).Should().BeGreaterThan(Graphics, series);
        }
    }

    [Test]
    public void A_map_gets_brighter_with_every_step_and_its_figures_can_be_read()
    {
        var colors = Enumerable.Range(0, 101).Select(i => ColorScale.At(i / 100.0)).ToList();

        colors.Select(ColorScale.RelativeLuminance).Should().BeInAscendingOrder();
        colors.Should().OnlyContain(color => Contrast(color, ColorScale.TextOn(color)) > Text);
    }

    [Test]
    public void A_better_accuracy_has_a_brighter_color_up_to_the_best_networks()
    {
        double[] accuracies = [0.1, 0.5, 0.9, 0.97, 0.975, 0.98];

        accuracies.Select(accuracy => ColorScale.RelativeLuminance(ColorScale.OfAccuracy(accuracy)))
            .Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }
}
