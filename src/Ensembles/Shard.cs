using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>One of several parts of a grid, for one of several machines. The parts of one count are disjoint, and together the grid.</summary>
/// <param name="Number">Which part, from 1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many parts there are, at least 1.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>The most parts.</summary>
    public const int MaximumCount = 100_000;

    /// <summary>Reads <c>2/5</c>.</summary>
    /// <exception cref="InvalidConfigurationException">The text is none.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var number, var count] && TryRead(number, out var n) && TryRead(count, out var c) && n >= 1 && n <= c
            && c <= MaximumCount
            ? new(n, c)
            : throw new InvalidConfigurationException(
                $"--shard takes n/count, from 1/{MaximumCount} to {MaximumCount}/{MaximumCount}, such as 2/5, or auto; received '{text}'.");
    }

    /// <summary>This part's recipes, in the grid's order.</summary>
    /// <remarks>Recipes are dealt like cards, the longest first, so that the parts take about the same time.</remarks>
    public ImmutableArray<TrainingRecipe> Of(IReadOnlyList<TrainingRecipe> recipes) =>
    [
        .. Enumerable.Range(0, recipes.Count)
            .OrderByDescending(i => RunCost.Of(recipes[i]))
            .Where((_, turn) => turn % Count == Number - 1)
            .Order()
            .Select(i => recipes[i]),
    ];

    /// <summary><c>2/5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    internal static bool TryRead(string? text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
