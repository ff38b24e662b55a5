using System.Collections.Immutable;
using MathNet.Numerics.Statistics;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using Reproduction.Report.Page;

namespace Reproduction.Report.Pictures;

/// <summary>The distribution of some features before batch normalization and after it: one row for each.</summary>
internal static class FeaturesFigure
{
    public static Figure Of(ImmutableArray<FeatureValues> features) => new(
        "Eight units of the first hidden layer over the sample's 2,000 validation images, after 600 steps.",
        [
            Legend.Band(0, "90 % of the values (thin line), the middle half (bar)"),
            Legend.Interval("their mean"),
        ],
        [
            new(
                "Before: the outputs of eight units",
                Draw(features, feature => feature.Before, "features-before", "Outputs of units before batch normalization")),
            new("After: normalized", Draw(features, feature => feature.After, "features-after", "The same after batch normalization")),
        ]);

    private static string Draw(
        ImmutableArray<FeatureValues> features, Func<FeatureValues, ImmutableArray<double>> values, string id, string description)
    {
        var model = Chart.Model();
        model.Padding = new OxyThickness(10, 6, 18, 8);
        model.Axes.Add(Chart.Styled(new LinearAxis { StringFormat = "0.##" }, AxisPosition.Bottom));
        var rows = Chart.Styled(new CategoryAxis { GapWidth = 0, StartPosition = 1, EndPosition = 0, TickStyle = TickStyle.None }, AxisPosition.Left);
        rows.MajorGridlineStyle = LineStyle.None;
        (rows.Minimum, rows.Maximum) = (-0.6, features.Length - 0.4);
        rows.Labels.AddRange(features.Select(feature => $"unit {feature.Unit}"));
        model.Axes.Add(rows);
        var ends = new List<string>();
        foreach (var (feature, i) in features.Select((feature, i) => (feature, i)))
        {
            var spread = new Spread(values(feature));
            model.Annotations.Add(Bar(i, spread.Quantile(0.05), spread.Quantile(0.95), 1.6, Palette.Of(0)));
            model.Annotations.Add(Bar(i, spread.Quantile(0.25), spread.Quantile(0.75), 9, Palette.Of(0)));
            model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = spread.Mean,
                MinimumY = i - 0.32,
                MaximumY = i + 0.32,
                Color = Palette.Ink,
                LineStyle = LineStyle.Solid,
                StrokeThickness = 2.5,
            });
            // So that the axis covers them: annotations do not count.
            model.Series.Add(Chart.Line(0, [new(spread.Quantile(0.05), i), new(spread.Quantile(0.95), i)]));
            ends.Add(
                $"unit {feature.Unit}: mean {Figures.Of(spread.Mean, 2)}, standard deviation "
                    + $"{Figures.Of(values(feature).PopulationStandardDeviation(), 2)}");
        }

        return Chart.Svg(model, id, $"{description}; {string.Join("; ", ends)}.", height: 60 + (27 * features.Length));
    }

    private static LineAnnotation Bar(int row, double from, double to, double thickness, OxyColor color) => new()
    {
        Type = LineAnnotationType.Horizontal,
        Y = row,
        MinimumX = from,
        MaximumX = to,
        Color = color,
        LineStyle = LineStyle.Solid,
        StrokeThickness = thickness,
    };
}
