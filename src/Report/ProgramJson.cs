using System.Text.Json.Nodes;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Report;

/// <summary>Data sets and networks as JSON, for programs; the words are those of <see cref="HistoriesJson"/>.</summary>
public static class ProgramJson
{
    /// <summary>A data set; it ends in \n.</summary>
    public static string Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return HistoriesJson.Text(new JsonObject
        {
            ["dataset"] = data.Name,
            ["title"] = data.Title,
            ["datasetSha256"] = data.Sha256,
            ["trainingImages"] = data.Training.Count,
            ["validationImages"] = data.Validation.Count,
            ["source"] = data.Source,
        });
    }

    /// <summary>Networks with their layers and parameter counts; it ends in \n.</summary>
    public static string Of(IEnumerable<NetworkConfiguration> networks) =>
        HistoriesJson.Text(new JsonObject { ["networks"] = new JsonArray([.. networks.Select(Network)]) });

    private static JsonObject Network(NetworkConfiguration network)
    {
        var summary = ModelSummary.Of(network);
        return new()
        {
            ["title"] = network.ToString(),
            ["layers"] = new JsonArray([
                .. summary.Layers.Select(layer => new JsonObject
                {
                    ["name"] = layer.Name,
                    ["kind"] = layer.Kind,
                    ["outputs"] = layer.OutputSize,
                    ["trainable"] = layer.TrainableCount,
                    ["nonTrainable"] = layer.NonTrainableCount,
                })]),
            ["trainable"] = summary.TrainableCount,
            ["nonTrainable"] = summary.NonTrainableCount,
        };
    }
}
