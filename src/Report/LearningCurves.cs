using System.Globalization;
using System.Security;
using System.Text;
using OxyPlot;
using OxyPlot.Axes;
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
    private const int LegendColumns = 4;
    private const int LegendRowHeight = 22;
    // Between the outermost points and the ends of an axis.
    private const double Room = 1.02;
    private const string MeasuredFont = "Arial";
    private const string Font = "Arial, Helvetica, sans-serif";

    private static readonly OxyColor[] Colors =
    [
        OxyColor.Parse("#0072B2"), OxyColor.Parse("#D55E00"), OxyColor.Parse("#009E73"), OxyColor.Parse("#CC79A7"),
        OxyColor.Parse("#56B4E9"), OxyColor.Parse("#E69F00"), OxyColor.Parse("#000000"), OxyColor.Parse("#8C7A00"),
    ];

    private static readonly int[] LeadingDigits = [1, 2, 5];

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
        const int LegendTop = TitleHeight + (2 * PanelHeight);
        var height = LegendTop + (((curves.Count + LegendColumns - 1) / LegendColumns) * LegendRowHeight) + 12;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img">
            <title>{SecurityElement.Escape(title)}</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="{Width / 2}" y="26" text-anchor="middle" font-family="{Font}" font-size="19" font-weight="bold" fill="#222222">{SecurityElement.Escape(title)}</text>
            <text x="{Width / 2}" y="47" text-anchor="middle" font-family="{Font}" font-size="13" fill="#444444">{SecurityElement.Escape(subtitle)}</text>

            """);
        foreach (var (metric, i) in Metric.All.Select((metric, i) => (metric, i)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({i % 2 * PanelWidth},{TitleHeight + (i / 2 * PanelHeight)})\">\n")
                .Append(Panel(metric, curves))
                .Append("</g>\n");
        }

        foreach (var (curve, i) in curves.Select((curve, i) => (curve, i)))
        {
            var (x, y) = (40 + (i % LegendColumns * ((Width - 40) / LegendColumns)), LegendTop + (i / LegendColumns * LegendRowHeight) + 12);
            svg.Append(LegendEntry(curve, x, y));
        }

        return svg.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }

    private static string Panel(Metric metric, IReadOnlyList<Curve> curves)
    {
        var model = new PlotModel
        {
            Title = metric.Title,
            TitleFontSize = 15,
            DefaultFont = MeasuredFont,
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
        model.Axes.Add(ValueAxis(metric, [.. curves.SelectMany(curve => curve.Rows).Select(metric.Of).Where(double.IsFinite)]));
        foreach (var curve in curves)
        {
            model.Series.Add(Line(metric, curve));
        }

        using var stream = new MemoryStream();
        new SvgExporter
        {
            Width = PanelWidth,
            Height = PanelHeight,
            IsDocument = false,
            UseVerticalTextAlignmentWorkaround = true,
        }.Export(model, stream);
        var document = Encoding.UTF8.GetString(stream.ToArray());
        return document[document.IndexOf("<svg", StringComparison.Ordinal)..]
            .TrimEnd()
            .Replace($"\"{MeasuredFont}\"", $"\"{Font}\"", StringComparison.Ordinal)
            + "\n";
    }

    /// <summary>
    /// A line sample and its label. The legend stands below the panels and is no part of them: a reader's font may be wider than the one
    /// that the plots were measured with, and here nothing is cut off by it.
    /// </summary>
    private static string LegendEntry(Curve curve, int x, int y)
    {
        var color = Hex(Colors[curve.Style % Colors.Length]);
        var (dash, width, fill) = curve.IsPublished ? (" stroke-dasharray=\"5,3\"", "1.4", "#ffffff") : (string.Empty, "2.2", color);
        var marker = Markers[curve.Style % Markers.Length] switch
        {
            MarkerType.Circle => "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
            MarkerType.Square => "M-4,-4h8v8h-8z",
            MarkerType.Triangle => "M0,-5l5,8h-10z",
            _ => "M0,-5l5,5l-5,5l-5,-5z",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <g transform="translate({x},{y})"><line x2="36" stroke="{color}" stroke-width="{width}"{dash}/><path transform="translate(18,0)" d="{marker}" fill="{fill}" stroke="{color}" stroke-width="1.2"/><text x="44" y="4" font-family="{Font}" font-size="13" fill="#222222">{SecurityElement.Escape(curve.Label)}</text></g>

            """);
    }

    private static string Hex(OxyColor color) => string.Create(CultureInfo.InvariantCulture, $"#{color.R:X2}{color.G:X2}{color.B:X2}");

    /// <summary>1, 2 or 5 times a power of ten, next to a value: bounds of axes that stay where they are when a run changes a little.</summary>
    /// <param name="value">Greater than 0.</param>
    /// <param name="up">Not below the value; else not above it.</param>
    internal static double RoundBound(double value, bool up)
    {
        var power = Math.Floor(Math.Log10(value));
        // From the decade below on, in case that the logarithm was rounded over its edge.
        var steps = Enumerable.Range(-1, 4).SelectMany(decade => LeadingDigits.Select(digit => digit * Math.Pow(10, power + decade)));
        return up ? steps.First(step => step >= value * (1 - 1e-9)) : steps.Last(step => step <= value * (1 + 1e-9));
    }

    private static Axis ValueAxis(Metric metric, IReadOnlyList<double> values)
    {
        // Losses fall by a factor of ten: on a logarithmic axis their ends can be told apart too.
        Axis axis = metric.IsLoss
            ? new LogarithmicAxis { Title = "cross-entropy, nats (log scale)", UseSuperExponentialFormat = false, StringFormat = "0.###" }
            : new LinearAxis { Title = "fraction correct", StringFormat = "0.00#" };
        if (metric.IsLoss && values.Any(value => value > 0))
        {
            axis.Minimum = RoundBound(values.Where(value => value > 0).Min() / Room, up: false);
            axis.Maximum = RoundBound(values.Max() * Room, up: true);
        }
        else if (!metric.IsLoss && values.Count > 0)
        {
            // Accuracies by their distance from 1.
            axis.Minimum = values.Min() < 1 ? Math.Max(0, 1 - RoundBound((1 - values.Min()) * Room, up: true)) : 0.9;
            axis.Maximum = values.Max() < 1 ? 1 - RoundBound((1 - values.Max()) / Room, up: false) : 1;
        }

        axis.Position = AxisPosition.Left;
        // Readers' fonts may be wider than the one measured with: room for that between labels and title.
        axis.AxisTitleDistance = 24;
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
