using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>The outcome of a call as JSON, for programs: every run with its recipe, its final figures and the notebook's.</summary>
public static class HistoriesJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The whole document; it ends in \n.</summary>
    /// <param name="data">What was trained on.</param>
    /// <param name="outcomes">Every run, finished or not.</param>
    /// <param name="published">The notebook's figures.</param>
    /// <param name="engine">The engine's description.</param>
    public static string Of(Dataset data, IReadOnlyList<RunOutcome> outcomes, Published published, string engine)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(published);
        return Text(new JsonObject
        {
            ["dataset"] = data.Name,
            ["datasetSha256"] = data.Sha256,
            ["engine"] = engine,
            ["runs"] = new JsonArray([.. outcomes.Select(outcome => Run(outcome, published))]),
        });
    }

    /// <summary>A document of the program, as every command prints it.</summary>
    internal static string Text(JsonObject document) => document.ToJsonString(Indented) + "\n";

    private static JsonObject Run(RunOutcome outcome, Published published)
    {
        var recipe = outcome.Recipe;
        var history = outcome.History;
        var row = history is null ? null : published.RowFor(history);
        return new()
        {
            ["title"] = recipe.Title,
            ["batchNormalization"] = recipe.HasBatchNormalization,
            ["normalization"] = recipe.Network.Normalization?.Name ?? "none",
            ["ghostBatchSize"] = recipe.Network.BatchNormalization?.GhostBatchSize,
            ["optimizer"] = recipe.Optimizer.Name,
            ["batchSize"] = recipe.BatchSize,
            ["learningRate"] = recipe.LearningRate,
            ["seed"] = recipe.Seed,
            ["epochs"] = recipe.Epochs,
            ["result"] = outcome.WasCancelled ? "cancelled" : outcome.Failure is null ? "finished" : "failed",
            ["failure"] = outcome.Failure?.Line,
            ["final"] = history is null ? null : Figures(history.Final, history.Test),
            ["notebook"] = row is null ? null : Figures(row.Row, test: null),
            ["parametersSha256"] = history?.ParametersSha256,
            ["seconds"] = history?.WallTime.TotalSeconds,
        };
    }

    private static JsonObject Figures(EpochMetrics row, Metrics? test)
    {
        var figures = new JsonObject();
        foreach (var metric in Metric.All)
        {
            figures[metric.Name] = metric.Of(row);
        }

        if (test is { } images)
        {
            figures["test_accuracy"] = images.Accuracy;
        }

        return figures;
    }
}
