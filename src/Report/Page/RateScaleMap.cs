using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>A map of validation accuracies: columns are learning rates, rows initial scales, the greatest on top.</summary>
internal static class RateScaleMap
{
    private const double HalfCell = 0.485;

    /// <summary>The runs of a cell; null where there are none.</summary>
    public static RunGroup? Cell(ImmutableArray<RunGroup> groups, double rate, double scale) =>
        groups.FirstOrDefault(group => group.Recipe.LearningRate == rate && group.Recipe.InitialScale == scale);

    /// <summary>A cell in words: the mean of the runs that succeeded, in percent, and how many did not.</summary>
    public static string Text(RunGroup? cell)
    {
        if (cell is null)
        {
            return Figures.None;
        }

        var mean = cell.Final(Metric.ValidationAccuracy) is { } spread ? Figures.Percent(spread.Mean) : "×";
        return cell.FailureCount == 0 ? mean : cell.Succeeded.IsEmpty ? "× failed" : $"{mean} (× {Failures(cell)})";
    }

    /// <summary>Draws the map.</summary>
    public static string Svg(ImmutableArray<RunGroup> groups, ImmutableArray<double> rates, ImmutableArray<double> scales)
    {
        var model = Chart.Model();
        model.PlotAreaBorderThickness = new OxyThickness(0);
        model.Axes.Add(Settings(rates, AxisPosition.Bottom, "learning rate"));
        model.Axes.Add(Settings(scales, AxisPosition.Left, "initial scale"));
        var fontSize = rates.Length <= 9 ? 11 : 9;
        foreach (var (rate, x) in rates.Select((rate, x) => (rate, x)))
        {
            foreach (var (scale, y) in scales.Select((scale, y) => (scale, y)))
            {
                if (Cell(groups, rate, scale) is { } cell)
                {
                    Add(model, cell, x, y, fontSize);
                }
            }
        }

        var isWith = groups[0].Recipe.HasBatchNormalization;
        var best = groups.Where(group => !group.Succeeded.IsEmpty).MaxBy(group => group.Final(Metric.ValidationAccuracy)!.Mean);
        var summary = best is null
            ? "every run failed"
            : $"the best cell is learning rate {Figures.Setting(best.Recipe.LearningRate)}, scale {Figures.Setting(best.Recipe.InitialScale)}, with "
                + $"{Text(best)} percent";
        return Chart.Svg(
            model,
            isWith ? "map-with" : "map-without",
            $"Map of validation accuracy {(isWith ? "with" : "without")} BN over learning rates and initial scales; {summary}. The table below has "
                + $"every cell.",
            height: 60 + (36 * scales.Length));
    }

    private static void Add(PlotModel model, RunGroup cell, int x, int y, double fontSize)
    {
        var spread = cell.Final(Metric.ValidationAccuracy);
        var color = spread is null ? Palette.Surface : ColorScale.OfAccuracy(spread.Mean);
        model.Annotations.Add(new RectangleAnnotation
        {
            MinimumX = x - HalfCell,
            MaximumX = x + HalfCell,
            MinimumY = y - HalfCell,
            MaximumY = y + HalfCell,
            Fill = color,
            Stroke = spread is null ? Palette.Axis : color,
            StrokeThickness = spread is null ? 1 : 0,
        });
        if (spread is null)
        {
            model.Annotations.Add(Label("×", x, y, 20, Palette.Ink));
            return;
        }

        var ink = ColorScale.TextOn(color);
        model.Annotations.Add(Label(Figures.Percent(spread.Mean), x, cell.FailureCount == 0 ? y : y + 0.19, fontSize, ink));
        if (cell.FailureCount > 0)
        {
            model.Annotations.Add(Label($"× {Failures(cell)}", x, y - 0.2, fontSize - 1, ink));
        }
    }

    private static string Failures(RunGroup cell) => $"{cell.FailureCount}/{cell.Runs.Length}";

    private static TextAnnotation Label(string text, double x, double y, double size, OxyColor color) => new()
    {
        Text = text,
        TextPosition = new(x, y),
        TextHorizontalAlignment = HorizontalAlignment.Center,
        TextVerticalAlignment = VerticalAlignment.Middle,
        FontSize = size,
        TextColor = color,
        StrokeThickness = 0,
    };

    private static CategoryAxis Settings(ImmutableArray<double> values, AxisPosition position, string title)
    {
        var axis = Chart.Styled(new CategoryAxis { GapWidth = 0, TickStyle = TickStyle.None, FontSize = 11 }, position, title);
        axis.MajorGridlineStyle = LineStyle.None;
        (axis.Minimum, axis.Maximum) = (-0.5, values.Length - 0.5);
        axis.Labels.AddRange(values.Select(Figures.Setting));
        return axis;
    }
}
