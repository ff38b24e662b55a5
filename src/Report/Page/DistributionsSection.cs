using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using Reproduction.Claims;
using Reproduction.Statistics;

namespace Reproduction.Report.Page;

/// <summary>The notebook's four runs after the last epoch: every seed a dot, their mean with its interval, and the published figure.</summary>
internal static class DistributionsSection
{
    // Within the stripe of a run, which is 1 high: the dots above, the mean and the published figure below them.
    private const double DotsAt = -0.14;
    private const double DotsHeight = 0.46;
    private const double MeanAt = 0.3;

    public static Section Of(RunSelection selection, Published published, string? command)
    {
        var groups = selection.Notebook().Where(group => group.Succeeded.Length > 0).ToImmutableArray();
        var section = new Section("distributions", "After the last epoch", "There are no runs of the notebook's recipe: nothing to compare.")
        {
            Claims = ["I4", "I5", "I6", "I7", "B3", "B4"],
            Command = command,
        };
        if (groups.IsEmpty)
        {
            return section;
        }

        var rows = groups.ToDictionary(group => group, group => published.RowFor(LearningCurvesSection.HistoryOf(group.Succeeded[0])));
        ImmutableArray<LegendEntry> legend =
        [
            .. groups.Select(group => Legend.Dots(LearningCurvesSection.StyleOf(group), group.Label)),
            Legend.Interval("mean and its 95 % interval"),
            .. rows.Values.Any(row => row is not null) ? [Legend.Published("the notebook's figure")] : ImmutableArray<LegendEntry>.Empty,
        ];
        return section with
        {
            Text = $"Where the four runs stand after epoch {groups[0].Recipe.Epochs}. Intervals are 95 % intervals of the mean (Student's t); "
                + "z tells how many standard deviations of one more run the notebook's figure lies from our mean, beyond what its rounding hides.",
            Figures =
            [
                new(
                    "Each dot is a seed. Below the dots: the mean of the seeds with its interval, and the figure that the notebook published.",
                    legend,
                    [
                        .. Metric.All.Select(metric =>
                            new Panel($"{metric.Title} ({metric.Unit})", Draw(metric, groups, rows))),
                    ]),
            ],
            Tables = [Table(groups, rows)],
        };
    }

    private static string Draw(Metric metric, ImmutableArray<RunGroup> groups, Dictionary<RunGroup, PublishedRow?> rows)
    {
        var model = Chart.Model();
        // The names of the runs are long.
        model.Padding = new OxyThickness(36, 6, 18, 8);
        var values = new LinearAxis { StringFormat = "0.00##", MinimumMajorIntervalCount = 3, MaximumMajorIntervalCount = 5 };
        model.Axes.Add(Chart.Styled(values, AxisPosition.Bottom));
        var runs = Chart.Styled(new CategoryAxis { GapWidth = 0, StartPosition = 1, EndPosition = 0, TickStyle = TickStyle.None }, AxisPosition.Left);
        (runs.Minimum, runs.Maximum) = (-0.5, groups.Length - 0.5);
        runs.Labels.AddRange(groups.Select(group => group.Recipe.Title));
        model.Axes.Add(runs);
        var ends = new List<string>();
        foreach (var (group, i) in groups.Select((group, i) => (group, i)))
        {
            var spread = group.Final(metric)!;
            model.Series.Add(Chart.Dots(
                LearningCurvesSection.StyleOf(group),
                spread.Values.Select((value, seed) => new DataPoint(value, i + DotsAt + (DotsHeight * Jitter.At(seed))))));
            model.Annotations.Add(Interval(spread, i + MeanAt));
            model.Series.Add(Mark(MarkerType.Custom, [new(spread.Mean, i + MeanAt)]));
            if (rows[group] is { } row)
            {
                model.Series.Add(Mark(MarkerType.Diamond, [new(metric.Of(row.Row), i + MeanAt)]));
            }

            ends.Add($"{group.Recipe.Title}: {Figures.Of(spread.Mean)}");
        }

        return Chart.Svg(
            model,
            $"distributions-{metric.Name}",
            $"{metric.Title} of every seed; means: {string.Join("; ", ends)}.",
            height: 60 + (62 * groups.Length));
    }

    private static LineAnnotation Interval(Spread spread, double y) => new()
    {
        Type = LineAnnotationType.Horizontal,
        Y = y,
        MinimumX = spread.Mean - spread.HalfWidth,
        MaximumX = spread.Mean + spread.HalfWidth,
        Color = Palette.Ink,
        LineStyle = LineStyle.Solid,
        StrokeThickness = 2,
    };

    private static ScatterSeries Mark(MarkerType type, ImmutableArray<ScatterPoint> points)
    {
        var mark = new ScatterSeries
        {
            MarkerType = type,
            // An upright stroke for the mean; only custom markers are drawn with it.
            MarkerOutline = [new(-0.2, -1), new(0.2, -1), new(0.2, 1), new(-0.2, 1)],
            MarkerSize = 5,
            MarkerFill = type == MarkerType.Custom ? Palette.Ink : Palette.Surface,
            MarkerStroke = Palette.Ink,
            MarkerStrokeThickness = type == MarkerType.Custom ? 0 : 1.6,
        };
        mark.Points.AddRange(points);
        return mark;
    }

    private static CaptionedTable Table(ImmutableArray<RunGroup> groups, Dictionary<RunGroup, PublishedRow?> rows) => new(
        $"After epoch {groups[0].Recipe.Epochs}, over seeds",
        new(
            [
                new("Run"), new("Metric"), new("n", true), new("Mean", true), new("95 % interval", true), new("Std. dev.", true), new("Range", true),
                new("Notebook", true), new("z", true),
            ],
            [.. groups.SelectMany(group => Metric.All.Select(metric => Row(group, metric, rows[group])))]));

    private static ImmutableArray<string> Row(RunGroup group, Metric metric, PublishedRow? row)
    {
        var spread = group.Final(metric)!;
        return
        [
            group.Recipe.Title,
            metric.Name,
            Figures.Count(spread.Count),
            Figures.Of(spread.Mean),
            spread.Count < 2 ? Figures.None : $"{Figures.Of(spread.Mean - spread.HalfWidth)} to {Figures.Of(spread.Mean + spread.HalfWidth)}",
            Figures.Of(spread.StandardDeviation),
            $"{Figures.Of(spread.Values.Min())} to {Figures.Of(spread.Values.Max())}",
            row is null ? Figures.None : Figures.Of(metric.Of(row.Row), row.Decimals),
            row is null || !(spread.StandardDeviation > 0)
                ? Figures.None
                : Figures.Signed(Prediction.Place(new(metric.Of(row.Row), row.Decimals), spread.Values).Z),
        ];
    }
}
