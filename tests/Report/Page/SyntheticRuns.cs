using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Report.Page;

/// <summary>Runs that nobody trained, with figures that follow from their recipes.</summary>
internal static class SyntheticRuns
{
    public static readonly NetworkConfiguration Without = new() { BatchNormalization = null };
    public static readonly MachineInfo Machine = new("a processor", "AVX2", 2, "a system", ".NET 10");

    public static RunRecord Run(TrainingRecipe recipe, double? accuracy = null, string dataset = Dataset.MnistName, string engine = "torch")
    {
        var error = 1 - (accuracy ?? 0.97 + (0.0001 * recipe.Seed) + (recipe.HasBatchNormalization ? 0.01 : 0));
        var rows = Enumerable.Range(1, recipe.Epochs).Select(epoch => new EpochMetrics(
            epoch, new(3 * error * recipe.Epochs / epoch, 1 - error), new(4 * error * recipe.Epochs / epoch, 1 - error)));
        return new(recipe, dataset, "0123", engine, engine + " 1.0", [.. rows], Test: null, "abcd", Failure: null, TimeSpan.FromMinutes(1), Machine);
    }

    public static RunRecord Failed(TrainingRecipe recipe) =>
        Run(recipe) with { Epochs = [], ParametersSha256 = null, Failure = "diverged: the training loss is NaN at epoch 1, step 3" };

    public static IEnumerable<RunRecord> Notebook(int seeds) =>
        Enumerable.Range(1, seeds).SelectMany(seed => TrainingRecipe.Notebook((ulong)seed)).Select(recipe => Run(recipe));

    public static IEnumerable<RunRecord> RatesAndScales(IReadOnlyList<double> rates, IReadOnlyList<double> scales, int seeds) =>
        from network in new[] { new(), Without }
        from rate in rates
        from scale in scales
        from seed in Enumerable.Range(1, seeds)
        select Run(new() { Network = network, LearningRate = rate, InitialScale = scale, Seed = (ulong)seed });

    public static IEnumerable<RunRecord> BatchSizes(IReadOnlyList<int> sizes, int seeds) =>
        from network in new[] { new(), Without }
        from size in sizes
        from seed in Enumerable.Range(1, seeds)
        select Run(new() { Network = network, BatchSize = size, Seed = (ulong)seed });

    /// <summary>As many runs as the project stores.</summary>
    public static IEnumerable<RunRecord> All(int notebookSeeds = 40) => Notebook(notebookSeeds)
        .Concat(RatesAndScales([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3], [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30], 3))
        .Concat(BatchSizes([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], 5))
        .DistinctBy(run => run.Recipe);
}
