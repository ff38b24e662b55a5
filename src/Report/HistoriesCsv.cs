using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>Histories as comma-separated values: one line for each run and epoch, invariant culture, full precision.</summary>
public static class HistoriesCsv
{
    /// <summary>The column names, which readers of the file rely on.</summary>
    public const string Header = "dataset,batch_normalization,batch_size,learning_rate,seed,epoch,loss,accuracy,val_loss,val_accuracy";

    /// <summary>The whole file; lines end in \n.</summary>
    public static string Of(IEnumerable<TrainingHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var history in histories)
        {
            var recipe = history.Recipe;
            foreach (var row in history.Epochs)
            {
                // The shortest digits that give the same double again.
                text.Append(CultureInfo.InvariantCulture, $"{history.DatasetName},{(recipe.HasBatchNormalization ? "true" : "false")},{recipe.BatchSize},")
                    .Append(CultureInfo.InvariantCulture, $"{recipe.LearningRate:R},{recipe.Seed},{row.Epoch},")
                    .AppendJoin(',', Metric.All.Select(metric => metric.Of(row).ToString("R", CultureInfo.InvariantCulture)))
                    .Append('\n');
            }
        }

        return text.ToString();
    }
}
