using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>Histories as comma-separated values: one line for each run and epoch, invariant culture, full precision.</summary>
public static class HistoriesCsv
{
    /// <summary>The column names, which readers of the file rely on.</summary>
    /// <remarks>
    /// Where a run has another optimizer than plain descent or another normalization than batch normalization by whole batches, two columns more
    /// name them.
    /// </remarks>
    public static string Header { get; } =
        $"dataset,batch_normalization,batch_size,learning_rate,seed,epoch,{string.Join(',', Metric.All.Select(metric => metric.Name))}";

    /// <summary>The whole file; lines end in \n.</summary>
    public static string Of(IEnumerable<TrainingHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var all = histories.ToList();
        var names = all.Exists(history =>
            !history.Recipe.IsPlainDescent
                || history.Recipe.Network.Normalization is not (null or BatchNormalizationConfiguration { GhostBatchSize: null }));
        var text = new StringBuilder(Header).Append(names ? ",normalization,optimizer" : string.Empty).Append('\n');
        foreach (var history in all)
        {
            var recipe = history.Recipe;
            foreach (var row in history.Epochs)
            {
                // The shortest digits that give the same double again.
                text.Append(
                    CultureInfo.InvariantCulture, $"{history.DatasetName},{(recipe.HasBatchNormalization ? "true" : "false")},{recipe.BatchSize},")
                    .Append(CultureInfo.InvariantCulture, $"{recipe.LearningRate:R},{recipe.Seed},{row.Epoch},")
                    .AppendJoin(',', Metric.All.Select(metric => metric.Of(row).ToString("R", CultureInfo.InvariantCulture)))
                    .Append(names ? $",{Name(recipe.Network.Normalization)},{recipe.Optimizer.Name}" : string.Empty)
                    .Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Name(NormalizationConfiguration? normalization) => normalization switch
    {
        null => "none",
        BatchNormalizationConfiguration { GhostBatchSize: { } size } =>
            string.Create(CultureInfo.InvariantCulture, $"{normalization.Name} by {size}"),
        _ => normalization.Name,
    };
}
