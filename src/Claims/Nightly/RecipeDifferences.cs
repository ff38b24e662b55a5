using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>In what two recipes differ, seeds aside, for people.</summary>
internal static class RecipeDifferences
{
    /// <summary>A line for each value that differs: <c>epsilon 0.001 -&gt; 0.002</c>.</summary>
    public static ImmutableArray<string> Of(TrainingRecipe from, TrainingRecipe to) =>
    [
        .. Values(from).Zip(Values(to))
            .Where(pair => pair.First.Value != pair.Second.Value && pair.First.Value is not null && pair.Second.Value is not null)
            .Select(pair => $"{pair.First.Name} {pair.First.Value} -> {pair.Second.Value}"),
    ];

    /// <summary>Every value of a recipe; those of the batch normalization are null where there is none.</summary>
    private static IEnumerable<(string Name, string? Value)> Values(TrainingRecipe recipe)
    {
        var (network, normalization) = (recipe.Network, recipe.Network.Normalization);
        yield return ("normalization", network.NormalizationTitle);
        yield return ("optimizer", recipe.Optimizer.Title);
        yield return ("batch size", Text(recipe.BatchSize));
        yield return ("learning rate", Text(recipe.LearningRate));
        yield return ("epochs", Text(recipe.Epochs));
        yield return ("initial scale", Text(recipe.InitialScale));
        yield return ("layer sizes", string.Join('-', network.LayerSizes.Select(size => Text(size))));
        yield return ("epsilon", normalization is null ? null : Text(normalization.Epsilon));
        yield return ("momentum", network.BatchNormalization is { } moving ? Text(moving.Momentum) : null);
        yield return (
            "placement",
            normalization is null ? null
                : normalization.Placement == NormalizationPlacement.AfterActivation ? "after the activation"
                : "before the activation");
        yield return (
            "moving variance",
            network.BatchNormalization is { } estimated ? (estimated.MovingVariance == MovingVarianceEstimate.Biased ? "biased" : "unbiased") : null);
        yield return (
            "ghost batch size",
            network.BatchNormalization is { } divided ? (divided.GhostBatchSize is { } size ? Text(size) : "the whole batch") : null);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
