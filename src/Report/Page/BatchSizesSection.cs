using System.Collections.Immutable;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>Final figures against the batch size, with and without batch normalization.</summary>
internal static class BatchSizesSection
{
    private static readonly ImmutableArray<Metric> Shown = [Metric.ValidationAccuracy, Metric.ValidationLoss, Metric.TrainingLoss];

    public static Section Of(RunSelection selection, string? command)
    {
        var groups = selection.BatchSizes();
        var section = new Section("batch-sizes", "Batch sizes", "There are no runs over several batch sizes: nothing to draw.")
        {
            Claims = ["B3", "B4", "B5"],
            Command = command,
        };
        if (groups.Select(group => group.Recipe.BatchSize).Distinct().Count() < 2)
        {
            return section;
        }

        var chart = new SweepChart(
            "batch size (log scale)",
            group => Math.Log2(group.Recipe.BatchSize),
            place => Figures.Setting(Math.Round(Math.Pow(2, place))),
            Shift: 0.07);
        return section with
        {
            Text = $"The notebook's learning rate and {groups[0].Recipe.Epochs} epochs at every batch size: a greater batch makes fewer steps. "
                + "A batch of one has no variance: normalized, every feature is 0, and in training the layer passes on nothing but its shift (beta).",
            Figures = [chart.Figure("batches", "After the last epoch: every seed a dot, the mean a line.", groups, Shown)],
            Tables = [Table(groups)],
        };
    }

    private static CaptionedTable Table(ImmutableArray<RunGroup> groups) => new(
        "Means over seeds after the last epoch",
        new(
            [new("Batch size", true), new("BN"), new("n", true), new("Failed", true), .. Shown.Select(metric => new Column(metric.Name, true))],
            [
                .. groups.OrderBy(group => group.Recipe.BatchSize).ThenBy(group => group.Style).Select(group => ImmutableArray.Create<string>(
                [
                    Figures.Setting(group.Recipe.BatchSize),
                    group.Recipe.HasBatchNormalization ? "with" : "without",
                    Figures.Count(group.Succeeded.Length),
                    Figures.Count(group.FailureCount),
                    .. Shown.Select(metric => group.Final(metric) is { } spread ? Figures.Of(spread.Mean) : Figures.None),
                ])),
            ]));
}
