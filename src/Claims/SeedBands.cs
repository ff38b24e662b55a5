using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>Whether the notebook's figures lie where one more seed of ours would put them: one sentence beside a table of one seed.</summary>
public static class SeedBands
{
    /// <summary>Of all figures of the table to lie inside, if the notebook's runs are runs like ours (Bonferroni).</summary>
    private const double Probability = 0.99;

    /// <summary>The sentence; null where no run stands beside figures of the notebook, or fewer than two seeds of one are stored.</summary>
    /// <param name="histories">The runs of the table.</param>
    /// <param name="published">The notebook's figures.</param>
    /// <param name="stored">Runs of many seeds, those of other recipes among them.</param>
    public static string? Sentence(IReadOnlyList<TrainingHistory> histories, Published published, ImmutableArray<RunRecord> stored)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(published);
        var figures = (from history in histories
                       let row = published.RowFor(history)
                       where row is not null
                       from metric in Metric.All
                       let seeds = Seeds(history, metric, stored)
                       where seeds.Length >= 2
                       select (history.Recipe.Title, metric.Name, Figure: new RoundedFigure(metric.Of(row.Row), row.Decimals), Seeds: seeds))
            .ToList();
        if (figures.Count == 0)
        {
            return null;
        }

        var each = 1 - ((1 - Probability) / figures.Count);
        var outside = figures
            .Where(figure => !Prediction.Interval(figure.Seeds, each, figure.Figure.HalfUnit).Contains(figure.Figure.Value))
            .Select(figure => $"{figure.Name} of {figure.Title}")
            .ToList();
        var count = figures.Min(figure => figure.Seeds.Length);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Count - outside.Count} of the notebook's {figures.Count} figures lie within what {count} stored seeds let expect of one more "
                + $"run (99 % for all together)"
                + $"{(outside.Count > 0 ? $"; outside: {string.Join(", ", outside)}" : ": the differences above are those between seeds")}.");
    }

    /// <summary>The stored figures after the run's last epoch: how many epochs follow changes nothing of it.</summary>
    private static ImmutableArray<double> Seeds(TrainingHistory history, Metric metric, ImmutableArray<RunRecord> stored) =>
    [
        .. from run in stored
           where run.Succeeded && run.DatasetName == Dataset.MnistName
              && run.Recipe with { Seed = history.Recipe.Seed, Epochs = history.Recipe.Epochs } == history.Recipe
           from row in run.Epochs
           where row.Epoch == history.Final.Epoch
           select metric.Of(row),
    ];
}
