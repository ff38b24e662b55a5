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
        var (network, normalization) = (recipe.Network, recipe.Network.BatchNormalization);
        yield return ("batch normalization", normalization is null ? "none" : "with");
        yield return ("batch size", Text(recipe.BatchSize));
        yield return ("learning rate", Text(recipe.LearningRate));
        yield return ("epochs", Text(recipe.Epochs));
        yield return ("initial scale", Text(recipe.InitialScale));
        yield return ("layer sizes", string.Join('-', network.LayerSizes.Select(size => Text(size))));
        yield return ("epsilon", normalization is null ? null : Text(normalization.Epsilon));
        yield return ("momentum", normalization is null ? null : Text(normalization.Momentum));
        yield return ("placement", normalization is null ? null : normalization.Placement == BatchNormalizationPlacement.AfterActivation ? "after the activation" : "before the activation");
        yield return ("moving variance", normalization is null ? null : normalization.MovingVariance == MovingVarianceEstimate.Biased ? "biased" : "unbiased");
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
