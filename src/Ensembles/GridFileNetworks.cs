using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>The networks of a grid file's block: by name, or with a batch normalization of their own.</summary>
internal static class GridFileNetworks
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static ImmutableArray<NetworkConfiguration> Read(string name, JsonElement value)
    {
        var networks = ImmutableArray.CreateBuilder<NetworkConfiguration>();
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value })
        {
            foreach (var network in item.ValueKind == JsonValueKind.Object ? [WithOwn(name, item)] : GridValues.Networks(name, GridFile.Texts(item)))
            {
                InvalidConfigurationException.ThrowUnless(!networks.Contains(network), $"{name} names one network twice.");
                networks.Add(network);
            }
        }

        InvalidConfigurationException.ThrowUnless(networks.Count > 0, $"{name} takes with, without or an object; received nothing.");
        return networks.ToImmutable();
    }

    /// <summary>Widths in their order, which may repeat.</summary>
    public static ImmutableArray<int> HiddenSizes(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var width) && width is >= 1 and <= 100_000)
            ? [.. value.EnumerateArray().Select(item => item.GetInt32())]
            : throw new InvalidConfigurationException($"{name} takes a list of whole numbers from 1 to 100000, such as [300, 100]; received {value.GetRawText().ReplaceLineEndings(" ")}.");

    private static NetworkConfiguration WithOwn(string name, JsonElement item)
    {
        try
        {
            var normalization = item.Deserialize<BatchNormalizationConfiguration>(Options)!;
            normalization.Validate();
            return GridBlock.With with { BatchNormalization = normalization };
        }
        catch (Exception exception) when (exception is JsonException or InvalidConfigurationException)
        {
            throw new InvalidConfigurationException($"{name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
