using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>How many runs train, and how well, by the number of hidden layers.</summary>
internal static class DepthSection
{
    private const string AxisTitle = "hidden layers of 100 (log scale)";

    public static Section Of(RunSelection selection, string? command)
    {
        var groups = selection.Depths;
        var section = new Section("depth", "Depth", "There are no runs over several numbers of hidden layers: nothing to draw.")
        {
            Claims = ["E4"],
            Command = command,
        };
        if (groups.IsEmpty)
        {
            return section;
        }

        var settings = groups.Select(group => (group.Recipe.LearningRate, group.Recipe.InitialScale)).Distinct().Count();
        return section with
        {
            Text = $"Networks whose hidden layers have 100 units each, at {Figures.Count(settings)} settings of learning rate and initial scale (n = "
                + $"{RunGroup.SeedsOf(groups)} seeds in each). A run trains when it ends with a validation accuracy of "
                + $"{Figures.Setting(Level(groups))} or more; one that diverged does not.",
            Figures = [Figure(groups)],
            Tables = [Table(groups)],
        };
    }

    /// <summary>The runs that train, of all settings; and validation accuracy at the notebook's.</summary>
    private static Figure Figure(ImmutableArray<RunGroup> groups)
    {
        var chart = new SweepChart(AxisTitle, Place, Setting, Shift: 0.05);
        var notebook = groups.Where(group => group.Recipe is { LearningRate: 0.01, InitialScale: 1 }).ToImmutableArray();
        var shares = new Panel("Runs that train (percent of all settings and seeds)", Shares(groups));
        const string caption = "Runs that train, by the number of hidden layers; and validation accuracy at the notebook's learning rate and initial "
            + "scale, every seed a dot, the mean a line.";
        if (notebook.Select(Layers).Distinct().Count() < 2)
        {
            return new(caption, [Legend.LineAndDots(0, "with BN"), Legend.LineAndDots(1, "without BN")], [shares]);
        }

        var accuracies = chart.Figure("depth", caption, notebook, [Metric.ValidationAccuracy]);
        return accuracies with { Panels = [shares, .. accuracies.Panels] };
    }

    private static string Shares(ImmutableArray<RunGroup> groups)
    {
        var model = Chart.Model();
        var depths = Chart.Styled(new LinearAxis { MajorStep = 1, LabelFormatter = Setting, FontSize = 11 }, AxisPosition.Bottom, AxisTitle);
        (depths.Minimum, depths.Maximum) = (groups.Min(Place) - 0.25, groups.Max(Place) + 0.25);
        model.Axes.Add(depths);
        model.Axes.Add(Chart.Styled(new LinearAxis { Minimum = -4, Maximum = 104, MajorStep = 25 }, AxisPosition.Left));
        var described = new List<string>();
        foreach (var kind in groups.GroupBy(group => group.Style).OrderBy(kind => kind.Key))
        {
            var points = kind.GroupBy(Layers).OrderBy(depth => depth.Key)
                .Select(depth => new DataPoint(Math.Log2(depth.Key), 100.0 * depth.Sum(Trained) / depth.Sum(group => group.Runs.Length))).ToList();
            model.Series.Add(Chart.Line(kind.Key, points));
            model.Series.Add(Chart.Dots(kind.Key, points, size: 4));
            var name = kind.Key == 0 ? "with BN" : "without BN";
            described.AddRange(points.Select(point => $"{name}, {Setting(point.X)}: {point.Y:0}"));
        }

        return Chart.Svg(model, "depth-trained", $"Percent of runs that train, by hidden layers: {string.Join("; ", described)}.");
    }

    private static CaptionedTable Table(ImmutableArray<RunGroup> groups) => new(
        "Runs by the number of hidden layers",
        new(
            [new("Hidden layers", true), new("BN"), new("Runs", true), new("Train", true), new("Diverged", true)],
            [
                .. groups.GroupBy(group => (Layers: Layers(group), group.Style)).OrderBy(depth => depth.Key)
                    .Select(depth => ImmutableArray.Create<string>(
                    [
                        Figures.Count(depth.Key.Layers),
                        depth.Key.Style == 0 ? "with" : "without",
                        Figures.Count(depth.Sum(group => group.Runs.Length)),
                        Figures.Count(depth.Sum(Trained)),
                        Figures.Count(depth.Sum(group => group.FailureCount)),
                    ])),
            ]));

    private static int Layers(RunGroup group) => group.Recipe.Network.HiddenSizes.Length;

    private static double Place(RunGroup group) => Math.Log2(Layers(group));

    private static string Setting(double place) => Figures.Setting(Math.Round(Math.Pow(2, place)));

    private static double Level(IEnumerable<RunGroup> groups) => EvidenceRuns.TrainingLevel(groups.First().Runs[0].DatasetName);

    private static int Trained(RunGroup group) =>
        group.Succeeded.Count(run => run.Final.Validation.Accuracy >= EvidenceRuns.TrainingLevel(run.DatasetName));
}
