using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>The lists of a grid, with their ranges: the same for options and for grid files.</summary>
public static class GridValues
{
    /// <summary>What <see cref="Normalizations"/> takes, each name once.</summary>
    public static ImmutableArray<string> NormalizationNames { get; } = [.. NormalizationConfiguration.All.Select(one => one.Name), "none"];

    /// <summary>Reads batch sizes.</summary>
    /// <param name="name">Whose value it is, for messages.</param>
    /// <param name="texts">Numbers and ranges.</param>
    /// <exception cref="InvalidConfigurationException">The text is none; so with the methods below.</exception>
    public static ImmutableArray<int> BatchSizes(string name, IEnumerable<string> texts) =>
        NumberList.Whole(name, texts, 1, int.MaxValue, "whole numbers from 1 on, such as 32,64,16");

    /// <summary>Reads learning rates.</summary>
    public static ImmutableArray<double> LearningRates(string name, IEnumerable<string> texts) =>
        NumberList.Real(name, texts, value => (float)value > 0 && float.IsFinite((float)value), "positive numbers, such as 0.01,0.1");

    /// <summary>Reads initial scales. Minus zero is refused: it is zero, under a second name.</summary>
    public static ImmutableArray<double> InitialScales(string name, IEnumerable<string> texts) =>
        NumberList.Real(name, texts, value => !double.IsNegative(value), "numbers from 0 on, such as 0.1,1,10");

    /// <summary>Reads numbers of epochs.</summary>
    public static ImmutableArray<int> Epochs(string name, IEnumerable<string> texts) =>
        NumberList.Whole(name, texts, 1, 10_000, "whole numbers from 1 to 10000, such as 10");

    /// <summary>Reads seeds.</summary>
    public static ImmutableArray<ulong> Seeds(string name, IEnumerable<string> texts) =>
        NumberList.Whole(name, texts, ulong.MinValue, ulong.MaxValue, "whole numbers from 0 on and ranges, such as 1..20 or 1,5,7..9");

    /// <summary>Reads optimizers by name: <c>sgd</c>, <c>momentum</c>, <c>nesterov</c>, <c>adam</c>.</summary>
    public static ImmutableArray<OptimizerConfiguration> Optimizers(string name, IEnumerable<string> texts) =>
        Distinct(name, texts.Select(text => NamedConfigurations.Optimizer(name, text.Trim())));

    /// <summary>Reads the notebook's networks by their normalization: <see cref="NormalizationNames"/>.</summary>
    public static ImmutableArray<NetworkConfiguration> Normalizations(string name, IEnumerable<string> texts) =>
        Distinct(name, texts.Select(text => GridBlock.With with { Normalization = NamedConfigurations.Normalization(name, text.Trim()) }));

    /// <summary>Reads lists of hidden widths: <c>300-100,300-100-50</c>.</summary>
    public static ImmutableArray<ImmutableArray<int>> HiddenSizes(string name, IEnumerable<string> texts)
    {
        const string Expected = "widths from 1 to 100000 with dashes, such as 300-100";
        var all = texts.Select(text => text.Trim()).ToList();
        InvalidConfigurationException.ThrowUnless(
            all.Distinct(StringComparer.Ordinal).Count() == all.Count, $"{name} names one list of widths twice.");
        return [.. all.Select(text => text.Split('-')
            .Select(width => int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 100_000
                ? size
                : throw new InvalidConfigurationException($"{name} takes {Expected}; received '{text}'."))
            .ToImmutableArray())];
    }

    /// <summary>Reads networks by name: <c>with</c> and <c>without</c> the notebook's batch normalization.</summary>
    public static ImmutableArray<NetworkConfiguration> Networks(string name, IEnumerable<string> texts)
    {
        var networks = ImmutableArray.CreateBuilder<NetworkConfiguration>();
        foreach (var text in texts)
        {
            var network = text.Trim() switch
            {
                "with" => GridBlock.With,
                "without" => GridBlock.Without,
                _ => throw new InvalidConfigurationException($"{name} takes with, without or with,without; received '{text}'."),
            };
            InvalidConfigurationException.ThrowUnless(!networks.Contains(network), $"{name} names {text} twice.");
            networks.Add(network);
        }

        return networks.ToImmutable();
    }

    private static ImmutableArray<T> Distinct<T>(string name, IEnumerable<T> values)
    {
        var all = values.ToImmutableArray();
        InvalidConfigurationException.ThrowUnless(all.Distinct().Count() == all.Length, $"{name} names one twice.");
        return all;
    }
}
