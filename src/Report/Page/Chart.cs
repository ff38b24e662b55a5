using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>What the report's charts share: their look, their axes, and how a chart becomes an element of the page.</summary>
internal static partial class Chart
{
    /// <summary>In units of the drawing: narrow, so that a telephone shows its letters at nearly their own size.</summary>
    private const int Width = 380;

    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>The shape that tells a kind of runs apart where its color does not.</summary>
    public static MarkerType Marker(int style) => Markers[style % Markers.Length];

    /// <summary>An empty chart.</summary>
    public static PlotModel Model() => new()
    {
        DefaultFont = "Arial",
        DefaultFontSize = 12,
        TextColor = Palette.Ink,
        PlotAreaBorderColor = Palette.Axis,
        Background = OxyColors.Undefined,
        Culture = CultureInfo.InvariantCulture,
        // Readers' fonts are wider than the estimate that the library places labels by: room for that on the left.
        Padding = new OxyThickness(16, 6, 14, 8),
    };

    /// <summary>Gives an axis the report's look.</summary>
    public static T Styled<T>(T axis, AxisPosition position, string? title = null)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.AxisTitleDistance = position == AxisPosition.Left ? 16 : 8;
        axis.TextColor = Palette.Ink;
        axis.TitleColor = Palette.Ink;
        axis.TicklineColor = Palette.Axis;
        axis.MinorTickSize = 0;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Palette.Grid;
        axis.MinimumPadding = 0.04;
        axis.MaximumPadding = 0.04;
        return axis;
    }

    /// <summary>The axis of a metric over epochs or settings: losses, which differ by factors, are logarithmic.</summary>
    public static Axis ValueAxis(Metric metric) => metric.IsLoss
        ? Styled(new OneTwoFiveAxis { UseSuperExponentialFormat = false, StringFormat = "0.####" }, AxisPosition.Left)
        : Styled(new LinearAxis { StringFormat = "0.00##", MinimumMajorIntervalCount = 4 }, AxisPosition.Left);

    /// <summary>A metric's name with its unit, for charts with <see cref="ValueAxis"/>.</summary>
    public static string Heading(Metric metric) => $"{metric.Title} ({metric.Unit}{(metric.IsLoss ? ", log scale" : string.Empty)})";

    /// <summary>Dots in the color and shape of a kind of runs.</summary>
    public static ScatterSeries Dots(int style, IEnumerable<DataPoint> points, double size = 3)
    {
        var dots = new ScatterSeries
        {
            MarkerType = Marker(style),
            MarkerSize = size,
            MarkerFill = OxyColor.FromAColor(150, Palette.Of(style)),
            MarkerStroke = Palette.Of(style),
            MarkerStrokeThickness = 0.6,
        };
        dots.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
        return dots;
    }

    /// <summary>A line in the color of a kind of runs; kinds with an odd number are dashed.</summary>
    public static LineSeries Line(int style, IEnumerable<DataPoint> points)
    {
        var line = new LineSeries { Color = Palette.Of(style), StrokeThickness = 2, LineStyle = Dash(style) };
        line.Points.AddRange(points);
        return line;
    }

    /// <summary>The dashes that tell a kind of runs apart where its color does not.</summary>
    public static LineStyle Dash(int style) => (style % 4) switch
    {
        0 => LineStyle.Solid,
        1 => LineStyle.Dash,
        2 => LineStyle.DashDot,
        _ => LineStyle.Dot,
    };

    /// <summary>Draws a chart as an svg element that fills its place and follows the page's theme.</summary>
    /// <param name="model">The chart.</param>
    /// <param name="id">Unlike that of every other chart of the page.</param>
    /// <param name="description">What is to be seen, for those who do not see it.</param>
    /// <param name="height">Its height where it is 380 wide.</param>
    public static string Svg(PlotModel model, string id, string description, int height = 290)
    {
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.Export(model, stream);
        var exported = Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
        var start = exported.IndexOf('>', exported.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        var content = exported[start..exported.LastIndexOf("</svg>", StringComparison.Ordinal)];

        // Clip paths are numbered in each chart from 1 on; in a page, all ids share one space.
        content = content.Replace("clipPath", id + "-clip", StringComparison.Ordinal).Replace($"<{id}-clip ", "<clipPath ", StringComparison.Ordinal)
            .Replace($"</{id}-clip>", "</clipPath>", StringComparison.Ordinal);
        content = FontPattern().Replace(content, string.Empty);
        var viewBox = string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {height}");
        return $"<svg class=\"chart\" viewBox=\"{viewBox}\" role=\"img\" aria-label=\"{Markup.Escape(description)}\">"
            + Palette.Themed(IndentationPattern().Replace(content, "\n").Trim())
            + "</svg>";
    }

    // The page says it once.
    [GeneratedRegex(
        " (font-family=\"[^\"]*\"|font-weight=\"400\"|dominant-baseline=\"baseline\")",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FontPattern();

    [GeneratedRegex("\n\\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex IndentationPattern();
}
