using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Report.Page;
using Reproduction.Training;

namespace Reproduction.Report.Pictures;

/// <summary>How rough the problem is along the gradient, with batch normalization and without, over the first two epochs.</summary>
internal static class SmoothnessFigure
{
    private const double Rate = 0.01;

    /// <summary>Drawn like the notebook's two runs at batch size 32.</summary>
    private static readonly ImmutableArray<(string Name, NormalizationConfiguration? Normalization)> Networks =
        [("with BN", BatchNormalizationConfiguration.Keras), ("without BN", null)];

    public static Figure Of(IReadOnlyList<RunRecord> runs) => new(
        "Effective beta-smoothness and the range of the loss along the gradient by step, at learning rate 0.01, with and without BN: "
            + "medians over the seeds, bands from the least seed to the greatest.",
        [.. Networks.Select((network, style) => Legend.Band(style, network.Name))],
        [
            new("Effective beta-smoothness (log scale)", Draw(runs, "beta", "beta-smoothness", row => ProbeFigures.Beta(row, Rate))),
            new("Range of the loss along it (nats, log scale)", Draw(runs, "range", "range of the loss", ProbeFigures.Range)),
        ]);

    private static string Draw(IReadOnlyList<RunRecord> runs, string id, string what, Func<ProbeRow, double> figure)
    {
        var model = Chart.Model();
        model.Axes.Add(Chart.Styled(new LinearAxis { MajorGridlineStyle = LineStyle.None, MajorStep = 1000 }, AxisPosition.Bottom, "step"));
        model.Axes.Add(Chart.Styled(new OneTwoFiveAxis { UseSuperExponentialFormat = false, StringFormat = "0.####" }, AxisPosition.Left));
        var ends = new List<string>();
        foreach (var ((name, normalization), style) in Networks.Select((network, style) => (network, style)))
        {
            var kind = ProbeFigures.SmoothnessRun(normalization, Rate);
            var steps = runs.Where(run => run.Recipe with { Seed = 0 } == kind).SelectMany(run => run.Probes ?? [])
                .GroupBy(row => row.Step, figure).OrderBy(step => step.Key).ToList();
            var band = new AreaSeries
            {
                Fill = OxyColor.FromAColor(56, Palette.Of(style)),
                Color = OxyColors.Transparent,
                Color2 = OxyColors.Transparent,
                StrokeThickness = 0,
            };
            band.Points.AddRange(steps.Select(step => new DataPoint(step.Key, step.Min())));
            band.Points2.AddRange(steps.Select(step => new DataPoint(step.Key, step.Max())));
            model.Series.Add(band);
            ImmutableArray<DataPoint> medians =
                [.. steps.Select(step => new DataPoint(step.Key, MathNet.Numerics.Statistics.Statistics.Median(step)))];
            model.Series.Add(Chart.Line(style, medians));
            ends.AddRange(medians.TakeLast(1).Select(last => $"{name} {Figures.Of(last.Y, 2)}"));
        }

        return Chart.Svg(model, $"smoothness-{id}", $"The {what} by step; at the last: {string.Join(", ", ends)}.");
    }
}
