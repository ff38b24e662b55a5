using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using Reproduction.Report.Page;

namespace Reproduction.Report.Pictures;

/// <summary>Training against inference mode while the moving statistics warm up.</summary>
internal static class WarmUpFigure
{
    /// <summary>Steps that one point of a line averages over: single batches are noisy.</summary>
    private const int Window = 10;

    public static Figure Of(WarmUp warmUp)
    {
        ImmutableArray<(string Name, ImmutableArray<double> Losses)> lines =
        [
            ("training mode", warmUp.Training),
            .. warmUp.Inference.Select(one => ($"inference mode, momentum {Figures.Setting(one.Momentum)}", one.Losses)),
        ];
        var model = Chart.Model();
        model.Axes.Add(
            Chart.Styled(
                new LinearAxis { MajorGridlineStyle = LineStyle.None, Minimum = 0, Maximum = warmUp.Training.Length }, AxisPosition.Bottom, "step"));
        model.Axes.Add(Chart.Styled(new OneTwoFiveAxis { UseSuperExponentialFormat = false, StringFormat = "0.####" }, AxisPosition.Left));
        foreach (var (line, style) in lines.Select((line, i) => (line, i)))
        {
            model.Series.Add(Chart.Line(style, Averages(line.Losses)));
        }

        var svg = Chart.Svg(
            model,
            "warm-up",
            $"Loss by step; over the last {Window} steps: "
                + $"{string.Join("; ", lines.Select(line => $"{line.Name}: {Figures.Of(line.Losses[^Window..].Average(), 2)}"))}.",
            height: 300);
        return new(
            "Loss of the batch at hand, before its step, in both modes.",
            [.. lines.Select((line, style) => Legend.Line(style, line.Name))],
            [new("Loss of the next batch (nats, log scale)", svg)]);
    }

    private static IEnumerable<DataPoint> Averages(ImmutableArray<double> losses) =>
        losses.Chunk(Window).Select((chunk, i) => new DataPoint((i * Window) + (chunk.Length / 2.0), chunk.Average()));
}
