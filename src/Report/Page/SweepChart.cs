using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>Charts of final figures against one setting, with and without batch normalization: every seed a dot, the mean a line.</summary>
/// <param name="AxisTitle">What the setting is called.</param>
/// <param name="Place">Where a group's setting stands on the axis: a logarithm.</param>
/// <param name="Setting">The setting at a place, for the axis.</param>
/// <param name="Shift">By how much the two kinds stand beside each other, so that no dot hides another.</param>
internal sealed record SweepChart(string AxisTitle, Func<RunGroup, double> Place, Func<double, string> Setting, double Shift)
{
    /// <summary>Accuracies above this get a second chart of their own: the differences that matter are there.</summary>
    private const double Zoom = 0.9;

    /// <summary>The charts of some metrics.</summary>
    /// <param name="id">Begins the charts' ids.</param>
    /// <param name="caption">The figure's caption.</param>
    /// <param name="groups">The runs.</param>
    /// <param name="metrics">What to draw.</param>
    public Figure Figure(string id, string caption, ImmutableArray<RunGroup> groups, ImmutableArray<Metric> metrics)
    {
        var failures = groups.Sum(group => group.FailureCount);
        return new(
            caption,
            [
                .. groups.GroupBy(group => group.Style).OrderBy(kind => kind.Key)
                    .Select(kind =>
                        Legend.LineAndDots(kind.Key, $"{(kind.Key == 0 ? "with BN" : "without BN")} (n = {RunGroup.SeedsOf(kind)} at each point)")),
                .. failures > 0 ? [Legend.Failed("a failed run, drawn at the lower edge")] : ImmutableArray<LegendEntry>.Empty,
            ],
            [.. metrics.SelectMany(metric => Panels(id, groups, metric))]);
    }

    private IEnumerable<Panel> Panels(string id, ImmutableArray<RunGroup> groups, Metric metric)
    {
        yield return new(Chart.Heading(metric), Draw($"{id}-{metric.Name}", groups, metric, lowest: null));
        var values = groups.Where(group => !group.Succeeded.IsEmpty).SelectMany(group => group.Final(metric)!.Values).ToList();
        if (!metric.IsLoss && values.Exists(value => value < Zoom - 0.05) && values.Exists(value => value > Zoom))
        {
            yield return new($"{metric.Title}, from {Figures.Of(Zoom, 1)} upward", Draw($"{id}-{metric.Name}-zoom", groups, metric, Zoom));
        }
    }

    private string Draw(string id, ImmutableArray<RunGroup> groups, Metric metric, double? lowest)
    {
        var model = Chart.Model();
        var settings = Chart.Styled(new LinearAxis { MajorStep = 1, LabelFormatter = Setting, FontSize = 11 }, AxisPosition.Bottom, AxisTitle);
        (settings.Minimum, settings.Maximum) = (groups.Min(Place) - 0.25, groups.Max(Place) + 0.25);
        model.Axes.Add(settings);
        var there = groups.Where(group => !group.Succeeded.IsEmpty).ToImmutableArray();
        var values = Chart.ValueAxis(metric);
        (values.Minimum, values.Maximum, var edge) = Bounds([.. there.SelectMany(group => group.Final(metric)!.Values)], metric.IsLoss, lowest);
        model.Axes.Add(values);
        var ends = new List<string>();
        foreach (var kind in groups.GroupBy(group => group.Style).OrderBy(kind => kind.Key))
        {
            var shift = kind.Key == 0 ? -Shift : Shift;
            var points = kind.Where(group => !group.Succeeded.IsEmpty).OrderBy(Place).ToList();
            model.Series.Add(Chart.Line(kind.Key, points.Select(group => new DataPoint(Place(group) + shift, group.Final(metric)!.Mean))));
            model.Series.Add(Chart.Dots(kind.Key, points.SelectMany(
                group => group.Final(metric)!.Values.Select(value => new DataPoint(Place(group) + shift, value)))));
            var name = kind.Key == 0 ? "with" : "without";
            ends.AddRange(points.Select(group => $"{name} BN at {Setting(Place(group))}: {Figures.Of(group.Final(metric)!.Mean)}"));
        }

        AddFailures(model, groups, edge);
        return Chart.Svg(model, id, $"{metric.Title} against {AxisTitle}; means: {string.Join("; ", ends)}.");
    }

    /// <summary>The ends of the axis of values, and the place within it, just above the lower end, where failed runs are marked.</summary>
    private static (double Lowest, double Highest, double Edge) Bounds(ImmutableArray<double> values, bool isLogarithmic, double? lowest)
    {
        const double Room = 0.08;
        var scaled = values.Where(value => !isLogarithmic || value > 0)
            .Select(value => isLogarithmic ? Math.Log(value) : value)
            .DefaultIfEmpty(0)
            .ToList();
        var bottom = lowest ?? scaled.Min();
        var room = Room * Math.Max(scaled.Max() - bottom, 1e-3);
        var bounds = (
            Lowest: lowest ?? (bottom - room), Highest: scaled.Max() + room, Edge: lowest is null ? bottom - (room / 2) : bottom + (room / 2));
        return isLogarithmic ? (Math.Exp(bounds.Lowest), Math.Exp(bounds.Highest), Math.Exp(bounds.Edge)) : bounds;
    }

    private void AddFailures(PlotModel model, ImmutableArray<RunGroup> groups, double y)
    {
        foreach (var group in groups.Where(group => group.FailureCount > 0))
        {
            var failed = new ScatterSeries
            {
                MarkerType = MarkerType.Cross,
                MarkerSize = 4,
                MarkerStroke = Palette.Of(group.Style),
                MarkerStrokeThickness = 2,
            };
            failed.Points.Add(new(Place(group) + (group.Style == 0 ? -3 : 3) * Shift, y));
            model.Series.Add(failed);
        }
    }
}
