using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Report.Page;

/// <summary>The notebook's four runs, epoch by epoch: the median over seeds, a band around it, and the notebook's points.</summary>
internal static class LearningCurvesSection
{
    private const double Low = 0.1;
    private const double High = 0.9;

    public static Section Of(RunSelection selection, Published published, string? command)
    {
        var groups = selection.Notebook().Where(group => group.Succeeded.Length > 0).ToImmutableArray();
        var section = new Section("learning-curves", "Learning curves", "There are no runs of the notebook's recipe: nothing to draw.")
        {
            Claims = ["T7", "T10", "I8", "B1", "B2"],
            Command = command,
        };
        if (groups.IsEmpty)
        {
            return section;
        }

        var points = groups.ToDictionary(group => group, group => Points(group, published));
        var legend = groups.Select(group => Legend.Band(StyleOf(group), group.Label)).ToImmutableArray();
        if (points.Values.Any(rows => rows.Length > 0))
        {
            legend = legend.Add(Legend.Published("hollow marks: the notebook's figures, each in the shape and color of its run"));
        }

        return section with
        {
            Text = "The four runs of the notebook, epoch by epoch. Training figures are averages over the epoch, validation figures are taken after "
                + "it.",
            Figures =
            [
                new(
                    "The line is the median over the seeds; the band holds the middle 80 % of them (10th to 90th percentile).",
                    legend,
                    [.. Metric.All.Select(metric => new Panel(Chart.Heading(metric), Draw(metric, groups, points)))]),
            ],
            Tables = [Medians(groups)],
        };
    }

    /// <summary>The two charts of the first page: with and without batch normalization, and the three batch sizes with it.</summary>
    public static Figure Result(RunSelection selection, Published published)
    {
        var groups = selection.Notebook().Where(group => group.Succeeded.Length > 0).ToImmutableArray();
        var points = groups.ToDictionary(group => group, group => Points(group, published));
        var pair = groups.Where(group => group.Recipe.BatchSize == 32).ToImmutableArray();
        var sizes = groups.Where(group => group.Recipe.HasBatchNormalization).ToImmutableArray();
        return new(
            "Validation accuracy over ten epochs on MNIST, left with and without batch normalization at batch size 32, right with it at batch sizes "
                + "16, 32 and 64: "
                + "median over the seeds, a band of the middle 80 % of them, and the notebook's published points.",
            [
                .. groups.Select(group => Legend.Band(StyleOf(group), group.Label)),
                Legend.Published("published by the notebook"),
            ],
            [
                new("Validation accuracy, with and without BN", Draw(Metric.ValidationAccuracy, pair, points, "result-pair")),
                new("Validation accuracy by batch size", Draw(Metric.ValidationAccuracy, sizes, points, "result-sizes")),
            ]);
    }

    /// <summary>The style of each of the four, the same in all sections.</summary>
    public static int StyleOf(RunGroup group) => TrainingRecipe.Notebook().ToList().IndexOf(group.Recipe);

    /// <summary>The published rows that belong to a group's runs.</summary>
    public static ImmutableArray<EpochMetrics> Points(RunGroup group, Published published)
    {
        var history = HistoryOf(group.Succeeded[0]);
        var rows = published.HistoryFor(history);
        return !rows.IsEmpty ? rows : published.RowFor(history) is { } row ? [row.Row] : [];
    }

    /// <summary>A finished run as the history that published figures are looked up by.</summary>
    public static TrainingHistory HistoryOf(RunRecord run) =>
        new(run.Recipe, run.DatasetName, run.Engine, run.Epochs, run.Test, run.ParametersSha256 ?? string.Empty, run.WallTime ?? TimeSpan.Zero);

    private static string Draw(
        Metric metric, ImmutableArray<RunGroup> groups, Dictionary<RunGroup, ImmutableArray<EpochMetrics>> points, string? id = null)
    {
        var model = Chart.Model();
        var lastEpoch = groups[0].Recipe.Epochs;
        var epochs = Chart.Styled(new LinearAxis { MajorStep = 1, MajorGridlineStyle = LineStyle.None }, AxisPosition.Bottom, "epoch");
        (epochs.Minimum, epochs.Maximum) = (0.7, lastEpoch + 0.3);
        model.Axes.Add(epochs);
        model.Axes.Add(Chart.ValueAxis(metric));
        foreach (var group in groups)
        {
            var band = new AreaSeries
            {
                Fill = OxyColor.FromAColor(56, Palette.Of(StyleOf(group))),
                Color = OxyColors.Transparent,
                Color2 = OxyColors.Transparent,
                StrokeThickness = 0,
            };
            foreach (var (epoch, spread) in ByEpoch(group, metric))
            {
                band.Points.Add(new(epoch, spread.Quantile(Low)));
                band.Points2.Add(new(epoch, spread.Quantile(High)));
            }

            model.Series.Add(band);
        }

        foreach (var group in groups)
        {
            model.Series.Add(Chart.Line(StyleOf(group), ByEpoch(group, metric).Select(row => new DataPoint(row.Epoch, row.Spread.Quantile(0.5)))));
        }

        foreach (var group in groups)
        {
            var published = Chart.Dots(StyleOf(group), points[group].Select(row => new DataPoint(row.Epoch, metric.Of(row))), size: 4);
            (published.MarkerFill, published.MarkerStrokeThickness) = (Palette.Surface, 1.6);
            model.Series.Add(published);
        }

        var ends = groups.Select(group => $"{group.Recipe.Title}: {Figures.Of(group.Final(metric)!.Quantile(0.5))}");
        return Chart.Svg(
            model, id ?? $"curves-{metric.Name}", $"{metric.Title} by epoch; median after epoch {lastEpoch}: {string.Join("; ", ends)}.");
    }

    private static CaptionedTable Medians(ImmutableArray<RunGroup> groups)
    {
        var columns = groups.Select(group => ByEpoch(group, Metric.ValidationAccuracy).ToList()).ToList();
        return new(
            "Median validation accuracy over the seeds, by epoch",
            new(
                [new("Epoch", true), .. groups.Select(group => new Column(group.Recipe.Title, true))],
                [
                    .. columns[0].Select((row, i) => ImmutableArray.Create<string>(
                        [Figures.Count(row.Epoch), .. columns.Select(column => Figures.Of(column[i].Spread.Quantile(0.5)))])),
                ]));
    }

    private static IEnumerable<(int Epoch, Spread Spread)> ByEpoch(RunGroup group, Metric metric) =>
        group.Succeeded.SelectMany(run => run.Epochs)
            .GroupBy(row => row.Epoch)
            .OrderBy(rows => rows.Key)
            .Select(rows => (rows.Key, new Spread([.. rows.Select(metric.Of)])));
}
