using System.Collections.Immutable;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>Final figures of the runs that are in no chart: other networks, normalizations or optimizers than the notebook's.</summary>
internal static class OtherRecipesSection
{
    private static readonly ImmutableArray<Metric> Shown = [Metric.ValidationAccuracy, Metric.ValidationLoss, Metric.TrainingLoss];

    /// <summary>The section; null where there are no such runs.</summary>
    public static Section? Of(RunSelection selection) => selection.OtherRecipes.IsEmpty
        ? null
        : new(
            "other-recipes",
            "Other recipes",
            "Runs of other networks, normalizations or optimizers than the notebook's. They are in none of the charts above.")
        {
            Tables = [new("Means over seeds after the last epoch", Table(selection.OtherRecipes))],
        };

    private static Table Table(ImmutableArray<RunGroup> groups) => new(
        [
            new("Network"), new("Optimizer"), new("Learning rate", true), new("Batch size", true), new("Initial scale", true), new("Epochs", true),
            new("n", true), new("Failed", true), .. Shown.Select(metric => new Column(metric.Name, true)),
        ],
        [
            .. groups.Select(group => ImmutableArray.Create<string>(
            [
                HistoryTable.Network(group.Recipe.Network),
                group.Recipe.Optimizer.Title,
                Figures.Setting(group.Recipe.LearningRate),
                Figures.Setting(group.Recipe.BatchSize),
                Figures.Setting(group.Recipe.InitialScale),
                Figures.Count(group.Recipe.Epochs),
                Figures.Count(group.Succeeded.Length),
                Figures.Count(group.FailureCount),
                .. Shown.Select(metric => group.Final(metric) is { } spread ? Figures.Of(spread.Mean) : Figures.None),
            ])),
        ]);
}
