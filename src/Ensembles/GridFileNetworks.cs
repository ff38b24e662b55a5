using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reproduction.Networks;
using Reproduction.Training;

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

    /// <summary>Networks by the name of their normalization, or with settings of their own.</summary>
    public static ImmutableArray<NetworkConfiguration> Normalizations(string name, JsonElement value) => Each(
        name,
        value,
        item => GridBlock.With with { Normalization = Named(name, item.Deserialize<NormalizationChoice>(Options)!) },
        texts => GridValues.Normalizations(name, texts));

    /// <summary>Optimizers by name, or with settings of their own.</summary>
    public static ImmutableArray<OptimizerConfiguration> Optimizers(string name, JsonElement value) => Each(
        name,
        value,
        item => NamedConfigurations.Optimizer(name, item.Deserialize<OptimizerShape>(Options)!),
        texts => GridValues.Optimizers(name, texts));

    private static ImmutableArray<T> Each<T>(
        string name, JsonElement value, Func<JsonElement, T> ofObject, Func<IEnumerable<string>, ImmutableArray<T>> ofTexts)
    {
        try
        {
            var items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
            ImmutableArray<T> all =
            [
                .. items.SelectMany(item => item.ValueKind == JsonValueKind.Object ? [ofObject(item)] : ofTexts(GridFile.Texts(item))),
            ];
            InvalidConfigurationException.ThrowUnless(
                !all.IsEmpty && all.Distinct().Count() == all.Length, $"{name} names nothing, or one thing twice.");
            return all;
        }
        catch (Exception exception) when (
            exception is JsonException
                || (exception is InvalidConfigurationException && !exception.Message.StartsWith(name, StringComparison.Ordinal)))
        {
            throw new InvalidConfigurationException($"{name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static NormalizationConfiguration? Named(string where, NormalizationChoice choice)
    {
        var named = NamedConfigurations.Normalization(where, choice.Name);
        var normalization = named is null
            ? null
            : named with { Epsilon = choice.Epsilon ?? named.Epsilon, Placement = choice.Placement ?? named.Placement };
        normalization?.Validate();
        return normalization;
    }

    /// <summary>When runs are looked into.</summary>
    public static ProbeSchedule Probes(string name, JsonElement value)
    {
        try
        {
            var shape = value.Deserialize<ProbeScheduleShape>(Options)
                ?? throw new InvalidConfigurationException("it takes an object such as { \"every\": 100, \"until\": 3400 }");
            ProbeSchedule schedule = new(shape.Every, shape.Until);
            schedule.Validate();
            return schedule;
        }
        catch (Exception exception) when (exception is JsonException or InvalidConfigurationException)
        {
            throw new InvalidConfigurationException($"{name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Widths in their order, which may repeat.</summary>
    public static ImmutableArray<int> HiddenSizes(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray()
                .All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var width) && width is >= 1 and <= 100_000)
            ? [.. value.EnumerateArray().Select(item => item.GetInt32())]
            : throw new InvalidConfigurationException(
                $"{name} takes a list of whole numbers from 1 to 100000, such as [300, 100]; received {value.GetRawText().ReplaceLineEndings(" ")}.");

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

    private sealed record NormalizationChoice
    {
        public required string Name { get; init; }

        public double? Epsilon { get; init; }

        public NormalizationPlacement? Placement { get; init; }
    }
}
