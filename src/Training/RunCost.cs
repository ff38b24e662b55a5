namespace Reproduction.Training;

/// <summary>What a run will take, relative to other runs on the same data: long runs go first, and time left is predicted by it.</summary>
public static class RunCost
{
    /// <summary>Relative duration: steps, a little more with larger batches and with batch normalization. Greater than 0; no unit.</summary>
    public static double Of(TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Epochs * ((20.0 / recipe.BatchSize) + 1) * (recipe.HasBatchNormalization ? 1.25 : 1);
    }
}
