using System.Collections.Immutable;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Spec.Runs;

/// <summary>The recipes that specs train, by what they vary. Whatever is not said is the notebook's.</summary>
public static class Recipes
{
    /// <summary>The notebook's network without batch normalization.</summary>
    public static NetworkConfiguration Plain { get; } = new() { BatchNormalization = null };

    /// <summary>The notebook's network with batch normalization.</summary>
    public static NetworkConfiguration Normalized { get; } = new();

    /// <summary>The notebook's run with batch normalization at a batch size.</summary>
    public static TrainingRecipe With(int batchSize = 32, ulong seed = 1) => new() { BatchSize = batchSize, Seed = seed };

    /// <summary>The notebook's run without.</summary>
    public static TrainingRecipe Without(ulong seed = 1) => new() { Network = Plain, Seed = seed };

    /// <summary>The four runs of the notebook.</summary>
    public static ImmutableArray<TrainingRecipe> Notebook { get; } = [.. TrainingRecipe.Notebook()];

    /// <summary>The same network pair at ten times the notebook's learning rate: how far I4 to I7 depend on it.</summary>
    public static ImmutableArray<TrainingRecipe> TenfoldRate { get; } = [With() with { LearningRate = 0.1 }, Without() with { LearningRate = 0.1 }];
}
