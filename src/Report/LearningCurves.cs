using System.Globalization;
using System.Security;
using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using Reproduction.Claims;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>A line of a plot.</summary>
/// <param name="Label">What the legend calls it.</param>
/// <param name="Rows">Its points.</param>
/// <param name="Style">Which color and marker it has; curves that belong together share it.</param>
/// <param name="IsPublished">Whether it is the notebook's: dashed, with hollow markers.</param>
public sealed record Curve(string Label, IReadOnlyList<EpochMetrics> Rows, int Style, bool IsPublished);

/// <summary>Learning curves as one SVG picture of four panels: loss and accuracy, in training and in validation.</summary>
/// <remarks>
/// Colors are those of Okabe and Ito, which color-blind readers can tell apart; marker shapes and dashes say the same once more. The
/// picture is text in invariant culture, with a white ground of its own, so that it looks the same on dark pages.
/// </remarks>
public static class LearningCurves
{
    private const int PanelWidth = 560;
    private const int PanelHeight = 380;
    private const int TitleHeight = 56;

    private static readonly OxyColor[] Colors =
    [
        OxyColor.Parse("#0072B2"), OxyColor.Parse("#D55E00"), OxyColor.Parse("#009E73"), OxyColor.Parse("#CC79A7"),
        OxyColor.Parse("#56B4E9"), OxyColor.Parse("#E69F00"), OxyColor.Parse("#000000"), OxyColor.Parse("#8C7A00"),
    ];

    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>The curves of finished runs, each followed by the notebook's where it published one.</summary>
    public static IReadOnlyList<Curve> Of(IReadOnlyList<TrainingHistory> histories, Published published)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(published);
        var curves = new List<Curve>();
        foreach (var (history, style) in histories.Select((history, i) => (history, i)))
        {
            curves.Add(new(history.Recipe.Title, history.Epochs, style, IsPublished: false));
            var theirs = published.HistoryFor(history);
            if (!theirs.IsEmpty)
            {
                curves.Add(new($"{history.Recipe.Title}, notebook", theirs, style, IsPublished: true));
            }
            else if (published.RowFor(history) is { } row)
            {
                curves.Add(new($"{history.Recipe.Title}, notebook", [row.Row], style, IsPublished: true));
            }
        }

        return curves;
    }

    /// <summary>Draws curves.</summary>
    /// <param name="title">Says what was trained on what.</param>
    /// <param name="subtitle">Explains the lines.</param>
    /// <param name="curves">The curves, in the order of the legend.</param>
    /// <returns>An SVG document; lines end in \n.</returns>
    public static string Svg(string title, string subtitle, IReadOnlyList<Curve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        const int Width = 2 * PanelWidth;
        const int Height = TitleHeight + (2 * PanelHeight);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img">
            <title>{SecurityElement.Escape(title)}</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="{Width / 2}" y="26" text-anchor="middle" font-family="Arial, Helvetica, sans-serif" font-size="19" font-weight="bold" fill="#222222">{SecurityElement.Escape(title)}</text>
            <text x="{Width / 2}" y="47" text-anchor="middle" font-family="Arial, Helvetica, sans-serif" font-size="13" fill="#444444">{SecurityElement.Escape(subtitle)}</text>

            """);
        foreach (var (metric, i) in Metric.All.Select((metric, i) => (metric, i)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({i % 2 * PanelWidth},{TitleHeight + (i / 2 * PanelHeight)})\">\n")
                .Append(Panel(metric, curves))
                .Append("</g>\n");
        }

        return svg.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }

    private static string Panel(Metric metric, IReadOnlyList<Curve> curves)
    {
        var model = new PlotModel
        {
            Title = metric.Title,
            TitleFontSize = 15,
            DefaultFont = "Arial, Helvetica, sans-serif",
            PlotAreaBorderColor = OxyColor.Parse("#888888"),
            Background = OxyColors.White,
            Culture = CultureInfo.InvariantCulture,
            Padding = new OxyThickness(10, 4, 22, 6),
        };
        var lastEpoch = curves.SelectMany(curve => curve.Rows).Select(row => row.Epoch).DefaultIfEmpty(1).Max();
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Title = "epoch",
            Minimum = 0.7,
            Maximum = lastEpoch + 0.3,
            MajorStep = Math.Max(1, Math.Ceiling(lastEpoch / 12.0)),
            MinorTickSize = 0,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.Parse("#E6E6E6"),
        });
        model.Axes.Add(ValueAxis(metric));
        if (metric == Metric.All[^1])
        {
            model.Legends.Add(new Legend
            {
                LegendPosition = LegendPosition.BottomRight,
                LegendPlacement = LegendPlacement.Inside,
                LegendBackground = OxyColor.FromAColor(230, OxyColors.White),
                LegendBorder = OxyColor.Parse("#BBBBBB"),
                LegendFontSize = 11,
                LegendSymbolLength = 34,
            });
        }

        foreach (var curve in curves)
        {
            model.Series.Add(Line(metric, curve));
        }

        using var stream = new MemoryStream();
        new SvgExporter { Width = PanelWidth, Height = PanelHeight, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.Export(model, stream);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF').TrimEnd() + "\n";
    }

    private static Axis ValueAxis(Metric metric)
    {
        // Losses fall by a factor of ten: on a logarithmic axis their ends can be told apart too.
        Axis axis = metric.IsLoss
            ? new LogarithmicAxis { Title = "cross-entropy, nats (log scale)", UseSuperExponentialFormat = false, StringFormat = "0.###" }
            : new LinearAxis { Title = "fraction correct", StringFormat = "0.00#" };
        axis.Position = AxisPosition.Left;
        axis.AxisTitleDistance = 8;
        axis.MaximumPadding = 0.04;
        axis.MinimumPadding = 0.04;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = OxyColor.Parse("#E6E6E6");
        axis.MinorGridlineStyle = metric.IsLoss ? LineStyle.Solid : LineStyle.None;
        axis.MinorGridlineColor = OxyColor.Parse("#F3F3F3");
        return axis;
    }

    private static LineSeries Line(Metric metric, Curve curve)
    {
        var color = Colors[curve.Style % Colors.Length];
        var line = new LineSeries
        {
            Title = curve.Label,
            Color = color,
            StrokeThickness = curve.IsPublished ? 1.4 : 2.2,
            LineStyle = curve.IsPublished ? LineStyle.Dash : LineStyle.Solid,
            MarkerType = Markers[curve.Style % Markers.Length],
            MarkerSize = curve.IsPublished ? 4.5 : 3.5,
            MarkerFill = curve.IsPublished ? OxyColors.White : color,
            MarkerStroke = color,
            MarkerStrokeThickness = 1.2,
        };
        line.Points.AddRange(curve.Rows.Select(row => new DataPoint(row.Epoch, metric.Of(row))));
        return line;
    }
}
