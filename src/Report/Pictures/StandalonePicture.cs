using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reproduction.Report.Page;

namespace Reproduction.Report.Pictures;

/// <summary>A figure of the report as an SVG file of its own: legend on top, the panels below, on a ground of its own.</summary>
/// <remarks>Pages that show it as an image cannot style it: it brings its colors, and its ground, so that it can be read on any page.</remarks>
internal static partial class StandalonePicture
{
    private const int Margin = 20;
    // A telephone shows a single column 358 pixels wide: the less margin, the larger its letters.
    private const int NarrowMargin = 6;
    private const int Gap = 28;
    private const int TitleHeight = 26;
    private const int LegendRowHeight = 26;
    private const int LineHeight = 17;
    private const int SampleWidth = 36;
    // Wide, because readers' fonts differ.
    private const double CharacterWidth = 7.4;

    /// <summary>The file; lines end in \n.</summary>
    /// <param name="figure">The charts with their legend; its caption is left to the page.</param>
    /// <param name="description">What is to be seen, for those who do not see it.</param>
    /// <param name="columns">Panels side by side, at least 1.</param>
    /// <param name="theme">Light, dark, or the reader's.</param>
    public static string Svg(Figure figure, string description, int columns, Theme theme)
    {
        var panels = figure.Panels.Select(panel => (panel.Title, panel.Svg, Size: SizeOf(panel.Svg))).ToImmutableArray();
        var panelWidth = panels.Max(panel => panel.Size.Width);
        var margin = columns == 1 ? NarrowMargin : Margin;
        var width = (2 * margin) + (columns * panelWidth) + ((columns - 1) * Gap);
        var content = new StringBuilder();
        var y = AppendLegend(content, figure.Legend, margin, width) + 6;
        foreach (var row in panels.Chunk(columns))
        {
            foreach (var (panel, i) in row.Select((panel, i) => (panel, i)))
            {
                var x = margin + (i * (panelWidth + Gap));
                content.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{x + 4}\" y=\"{y + 16}\" font-size=\"14\" font-weight=\"bold\" "
                        + $"fill=\"{Palette.Themed(Palette.Ink)}\">{Markup.Escape(panel.Title)}</text>\n");
                content.Append(StartPattern().Replace(panel.Svg, string.Create(
                    CultureInfo.InvariantCulture,
                    $"<svg x=\"{x}\" y=\"{y + TitleHeight}\" width=\"{panel.Size.Width}\" height=\"{panel.Size.Height}\" viewBox"), 1)).Append('\n');
            }

            y += TitleHeight + row.Max(panel => panel.Size.Height) + 8;
        }

        return Document(content.ToString(), width, y + margin - 8, description, theme);
    }

    /// <summary>Content that has its own layout, as a file.</summary>
    public static string Document(string content, int width, int height, string description, Theme theme)
    {
        var ground = string.Create(
            CultureInfo.InvariantCulture,
            $"<rect x=\"0.5\" y=\"0.5\" width=\"{width - 1}\" height=\"{height - 1}\" rx=\"8\" fill=\"{Palette.Themed(Palette.Surface)}\" "
                + $"stroke=\"{Palette.Themed(Palette.Grid)}\"/>\n");
        var (drawing, classes) = ShareStyles(ThemeColors.Apply(ground + content, theme));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" "
                + $"aria-label=\"{Markup.Escape(description)}\" font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\">\n")
            + $"<style>{ThemeColors.Style(theme)}{classes}</style>\n{drawing}</svg>\n";
    }

    /// <summary>Names each style that several marks have: a chart of a thousand dots becomes a third as large.</summary>
    private static (string Drawing, string Classes) ShareStyles(string drawing)
    {
        var names = StylePattern().Matches(drawing)
            .GroupBy(match => match.Groups["style"].Value, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select((group, i) => (Style: group.Key, Name: $"s{i}"))
            .ToDictionary(one => one.Style, one => one.Name, StringComparer.Ordinal);
        return (
            StylePattern().Replace(
                drawing, match => names.TryGetValue(match.Groups["style"].Value, out var name) ? $" class=\"{name}\"" : match.Value),
            string.Concat(names.Select(one => $".{one.Value}{{{one.Key}}}")));
    }

    /// <summary>
    /// Writes the entries side by side, as many as a row takes, and a label that is wider than a row in several; returns where they end.
    /// </summary>
    private static int AppendLegend(StringBuilder content, ImmutableArray<LegendEntry> legend, int margin, int width)
    {
        var (x, y) = (margin, Math.Max(margin, 12));
        foreach (var entry in legend)
        {
            var lines = Lines(entry.Label, (int)((width - (2 * margin) - SampleWidth - 8) / CharacterWidth));
            var entryWidth = SampleWidth + 8 + (int)(lines.Max(line => line.Length) * CharacterWidth) + 16;
            if (x > margin && x + entryWidth - 16 > width - margin)
            {
                (x, y) = (margin, y + LegendRowHeight);
            }

            content.Append(
                StartPattern()
                    .Replace(
                        entry.Sample,
                        string.Create(CultureInfo.InvariantCulture, $"<svg x=\"{x}\" y=\"{y - 4}\" width=\"{SampleWidth}\" height=\"18\" viewBox"),
                        1))
                .AppendJoin('\n', lines.Select((line, i) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{x + SampleWidth + 8}\" y=\"{y + 10 + (i * LineHeight)}\" font-size=\"13\" "
                        + $"fill=\"{Palette.Themed(Palette.Ink)}\">{Markup.Escape(line)}</text>")))
                .Append('\n');
            x += entryWidth;
            y += (lines.Count - 1) * LineHeight;
        }

        return legend.IsEmpty ? margin : y + LegendRowHeight;
    }

    /// <summary>A text in lines of at most so many characters, broken between words.</summary>
    private static List<string> Lines(string text, int most)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= most)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    private static (int Width, int Height) SizeOf(string svg)
    {
        var match = SizePattern().Match(svg);
        return (
            int.Parse(match.Groups["width"].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["height"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^<svg class=\"[a-z]+\" viewBox", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex StartPattern();

    [GeneratedRegex(" style=\"(?<style>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex StylePattern();

    [GeneratedRegex("viewBox=\"0 0 (?<width>\\d+) (?<height>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SizePattern();
}
