using System.Collections.Immutable;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>Where training works: maps over learning rates and initial scales, and the cut through them at the notebook's scale.</summary>
internal static class RatesAndScalesSection
{
    private static readonly ImmutableArray<double> LegendAccuracies = [0.1, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98];

    public static Section Of(RunSelection selection, string? command)
    {
        var groups = selection.RatesAndScales();
        var rates = groups.Select(group => group.Recipe.LearningRate).Distinct().Order().ToImmutableArray();
        var scales = groups.Select(group => group.Recipe.InitialScale).Distinct().Order().ToImmutableArray();
        var atScaleOne = groups.Where(group => group.Recipe.InitialScale == 1).ToImmutableArray();
        var hasMaps = rates.Length > 1 && scales.Length > 1;
        var hasLines = atScaleOne.Select(group => group.Recipe.LearningRate).Distinct().Count() > 1;
        var section = new Section(
            "rates-and-scales",
            "Learning rates and initial scales",
            "There are no runs over several learning rates or initial scales: nothing to draw.")
        {
            Claims = ["T8", "T9", "T10", "B5"],
            Command = command,
        };
        if (!hasMaps && !hasLines)
        {
            return section;
        }

        var kinds = groups.GroupBy(group => group.Style).OrderBy(kind => kind.Key).Select(kind => kind.ToImmutableArray()).ToImmutableArray();
        return section with
        {
            Text = $"Validation accuracy after {Epochs(groups)} at batch size {groups[0].Recipe.BatchSize}, "
                + $"mean over the seeds of each setting (n = {RunGroup.SeedsOf(groups)}). "
                + "The initial scale is a factor on the initial weights; the notebook used learning rate 0.01 and scale 1. "
                + "A run has failed when its loss was no longer a finite number; failed runs are no part of a mean.",
            Figures =
            [
                .. hasMaps ? [Maps(kinds, rates, scales)] : ImmutableArray<Figure>.Empty,
                .. hasLines ? [Lines(atScaleOne)] : ImmutableArray<Figure>.Empty,
            ],
            Tables = [.. kinds.Select(kind => Table(kind, rates, scales))],
        };
    }

    private static string Epochs(ImmutableArray<RunGroup> groups) => groups[0].Recipe.Epochs == 1 ? "1 epoch" : $"{groups[0].Recipe.Epochs} epochs";

    private static Figure Maps(ImmutableArray<ImmutableArray<RunGroup>> kinds, ImmutableArray<double> rates, ImmutableArray<double> scales) => new(
        "Mean validation accuracy in percent. The color follows the logarithm of the error rate (viridis), so that good cells can be told apart too.",
        [
            .. LegendAccuracies.Select(accuracy => Legend.Swatch(ColorScale.OfAccuracy(accuracy), $"{100 * accuracy:0} %")),
            Legend.Failed("every run failed; × 1/3: one of three did"),
        ],
        [.. kinds.Select(kind => new Panel(Name(kind), RateScaleMap.Svg(kind, rates, scales)))]);

    private static string Name(ImmutableArray<RunGroup> kind) => kind[0].Recipe.HasBatchNormalization ? "With BN" : "Without BN";

    private static Figure Lines(ImmutableArray<RunGroup> groups)
    {
        var chart = new SweepChart(
            "learning rate (log scale)", group => Math.Log10(group.Recipe.LearningRate), place => Figures.Setting(Math.Pow(10, place)), Shift: 0.02);
        return chart.Figure(
            "rates",
            "Validation accuracy against the learning rate at initial scale 1: every seed a dot, the mean a line.",
            groups,
            [Metric.ValidationAccuracy]);
    }

    private static CaptionedTable Table(ImmutableArray<RunGroup> kind, ImmutableArray<double> rates, ImmutableArray<double> scales) => new(
        $"{Name(kind)}: mean validation accuracy in percent, by initial scale and learning rate",
        new(
            [new("Scale", true), .. rates.Select(rate => new Column($"Rate {Figures.Setting(rate)}", true))],
            [
                .. scales.Reverse().Select(scale => ImmutableArray.Create<string>(
                    [Figures.Setting(scale), .. rates.Select(rate => RateScaleMap.Text(RateScaleMap.Cell(kind, rate, scale)))])),
            ]));
}
