using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>Grids in files of JSON, comments allowed.</summary>
/// <remarks>
/// <code>
/// { "blocks": [
///   { "batchNormalization": "with", "batchSizes": [32, 64, 16], "seeds": "1..20" },
///   { "batchNormalization": ["without", { "epsilon": 0.1, "momentum": 0.9, "placement": "beforeActivation", "movingVariance": "unbiased" }] },
///   { "batchNormalization": { "ghostBatchSize": 16 }, "batchSizes": 64 } ] }
/// { "normalization": ["layer", { "name": "layer", "epsilon": 0.01, "placement": "beforeActivation" }, "batch", "none"] }
/// { "optimizers": ["sgd", "adam", { "name": "momentum", "momentum": 0.95 }, { "name": "adam", "beta2": 0.99 }] }
/// { "probes": { "every": 100, "until": 3400 } }
/// </code>
/// A block names any of batchNormalization (or normalization), optimizers, hiddenSizes, batchSizes, learningRates, initialScales, epochs, seeds and
/// probes; what it leaves out has the default of <see cref="GridBlock"/>. Each value is one, a list, or a text as the command's options take it. A
/// file may also be one block alone.
/// </remarks>
public static class GridFile
{
    private const int MaximumLength = 16 << 20;

    private static readonly JsonDocumentOptions Syntax = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a grid.</summary>
    /// <exception cref="InvalidConfigurationException">
    /// The file cannot be read or is no grid; the message says what, where and what is accepted.
    /// </exception>
    public static Grid Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var file = RegularFile.OpenRead(path);
            InvalidConfigurationException.ThrowUnless(
                file.Length <= MaximumLength,
                $"{path}: a grid's file has at most {MaximumLength >> 20} MB; name a file of JSON such as results/notebook.grid.json.");
            using var reader = new StreamReader(file);
            return Parse(reader.ReadToEnd(), path);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw new InvalidConfigurationException($"{path}: the grid cannot be read: {IoFailure.Reason(exception)}; name a file of JSON");
        }
    }

    /// <summary>Reads a grid from its text.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="InvalidConfigurationException">The text is no grid.</exception>
    public static Grid Parse(string text, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Syntax);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("blocks", out var blocks))
            {
                return new([Block(root, name)]);
            }

            InvalidConfigurationException.ThrowUnless(
                blocks.ValueKind == JsonValueKind.Array && blocks.GetArrayLength() > 0 && root.EnumerateObject().Count() == 1,
                $"{name}: expected {{ \"blocks\": [ {{...}}, ... ] }} with at least one block and nothing beside them.");
            return new(
                [.. blocks.EnumerateArray()
                    .Select((block, i) => Block(block, string.Create(CultureInfo.InvariantCulture, $"{name}, block {i + 1}")))]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for an escape that stands for half a character.
            throw new InvalidConfigurationException($"{name}: not JSON: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static GridBlock Block(JsonElement element, string where)
    {
        InvalidConfigurationException.ThrowUnless(
            element.ValueKind == JsonValueKind.Object, $"{where}: expected an object such as {{ \"batchSizes\": [32, 64] }}.");
        InvalidConfigurationException.ThrowUnless(
            !element.TryGetProperty("batchNormalization", out _) || !element.TryGetProperty("normalization", out _),
            $"{where}: batchNormalization and normalization say the same; name one of them.");
        var block = new GridBlock();
        ImmutableArray<int> hiddenSizes = default;
        foreach (var property in element.EnumerateObject())
        {
            var name = $"{where}: {property.Name}";
            block = property.Name switch
            {
                "batchNormalization" => block with { Networks = GridFileNetworks.Read(name, property.Value) },
                "normalization" => block with { Networks = GridFileNetworks.Normalizations(name, property.Value) },
                "optimizers" => block with { Optimizers = GridFileNetworks.Optimizers(name, property.Value) },
                "hiddenSizes" => block,
                "batchSizes" => block with { BatchSizes = GridValues.BatchSizes(name, Texts(property.Value)) },
                "learningRates" => block with { LearningRates = GridValues.LearningRates(name, Texts(property.Value)) },
                "initialScales" => block with { InitialScales = GridValues.InitialScales(name, Texts(property.Value)) },
                "epochs" => block with { Epochs = GridValues.Epochs(name, Texts(property.Value)) },
                "seeds" => block with { Seeds = GridValues.Seeds(name, Texts(property.Value)) },
                "probes" => block with { Probes = GridFileNetworks.Probes(name, property.Value) },
                _ => throw new InvalidConfigurationException(
                    $"{name} is not known; a block takes batchNormalization or normalization, optimizers, hiddenSizes, batchSizes, learningRates, "
                        + $"initialScales, epochs, seeds and probes."),
            };
            hiddenSizes = property.Name == "hiddenSizes" ? GridFileNetworks.HiddenSizes(name, property.Value) : hiddenSizes;
        }

        return hiddenSizes.IsDefault
            ? block
            : block with { Networks = [.. block.Networks.Select(network => network with { HiddenSizes = hiddenSizes })] };
    }

    /// <summary>One value, a list of them, or a text with commas, as texts.</summary>
    internal static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array ? [item.GetRawText()] : Texts(item)),
        JsonValueKind.String => value.GetString()!.Split(','),
        _ => [value.GetRawText()],
    };
}
