using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>A grid's runs, each once.</summary>
/// <param name="Recipes">
/// In the grid's order: block by block, then networks, optimizers, batch sizes, learning rates, initial scales, epochs, seeds.
/// </param>
/// <param name="RepeatedCount">How many more were named, by more than one block, and left out.</param>
public sealed record GridRuns(ImmutableArray<TrainingRecipe> Recipes, int RepeatedCount);

/// <summary>A set of runs: the union of blocks. Blocks may overlap, as a sweep does with the notebook's runs; each run is trained once.</summary>
/// <param name="Blocks">At least one.</param>
public sealed record Grid(ImmutableArray<GridBlock> Blocks)
{
    /// <summary>The most runs that a grid may have.</summary>
    public const int MaximumCount = 100_000;

    /// <summary>The notebook's four runs over seeds: with batch normalization at batches 32, 64 and 16, and without it at 32.</summary>
    /// <param name="others">Learning rates, initial scales, epochs and seeds; its networks and batch sizes do not count.</param>
    public static Grid Notebook(GridBlock? others = null)
    {
        others ??= new();
        return new(
        [
            others with { Networks = [GridBlock.With], BatchSizes = [32, 64, 16] },
            others with { Networks = [GridBlock.Without], BatchSizes = [32] },
        ]);
    }

    /// <summary>All runs. The same grid gives the same runs in the same order, everywhere.</summary>
    /// <exception cref="InvalidConfigurationException">There are too many.</exception>
    public GridRuns Expand()
    {
        var count = Blocks.Sum(block => block.Count);
        if (count > MaximumCount)
        {
            throw new InvalidConfigurationException(string.Create(
                CultureInfo.InvariantCulture, $"A grid may have {MaximumCount:N0} runs; this one has {count:N0}; name fewer values."));
        }

        var all = Blocks.SelectMany(block => block.Recipes()).ToList();
        var distinct = all.Distinct().ToImmutableArray();
        return new(distinct, all.Count - distinct.Length);
    }
}

/// <summary>A full factorial: every combination of its values is a run.</summary>
public sealed record GridBlock
{
    /// <summary>The notebook's network with batch normalization.</summary>
    public static NetworkConfiguration With { get; } = new();

    /// <summary>The notebook's network without it.</summary>
    public static NetworkConfiguration Without { get; } = new() { BatchNormalization = null };

    /// <summary>The networks; by default the notebook's, with batch normalization and without.</summary>
    public ImmutableArray<NetworkConfiguration> Networks { get; init; } = [With, Without];

    /// <summary>The optimizers; by default the notebook's plain gradient descent.</summary>
    public ImmutableArray<OptimizerConfiguration> Optimizers { get; init; } = [new SgdConfiguration()];

    /// <summary>Batch sizes, from 1 on; by default the notebook's main one.</summary>
    public ImmutableArray<int> BatchSizes { get; init; } = [32];

    /// <summary>Learning rates, greater than 0.</summary>
    public ImmutableArray<double> LearningRates { get; init; } = [0.01];

    /// <summary>Factors on the initial kernels, from 0 on; 1 is Glorot's scale.</summary>
    public ImmutableArray<double> InitialScales { get; init; } = [1];

    /// <summary>Numbers of epochs, from 1 on.</summary>
    public ImmutableArray<int> Epochs { get; init; } = [10];

    /// <summary>Seeds of initial kernels and shuffles.</summary>
    public ImmutableArray<ulong> Seeds { get; init; } = [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    /// <summary>When the block's runs are looked into; null for never.</summary>
    public ProbeSchedule? Probes { get; init; }

    /// <summary>The number of combinations; a floating-point number because lists that are long enough exceed every whole one.</summary>
    internal double Count =>
        (double)Networks.Length * Optimizers.Length * BatchSizes.Length * LearningRates.Length * InitialScales.Length * Epochs.Length * Seeds.Length;

    /// <summary>Every combination, seeds changing fastest.</summary>
    internal IEnumerable<TrainingRecipe> Recipes() =>
        from network in Networks
        from optimizer in Optimizers
        from batchSize in BatchSizes
        from learningRate in LearningRates
        from initialScale in InitialScales
        from epochs in Epochs
        from seed in Seeds
        select new TrainingRecipe
        {
            Network = network,
            Optimizer = optimizer,
            BatchSize = batchSize,
            LearningRate = learningRate,
            InitialScale = initialScale,
            Epochs = epochs,
            Seed = seed,
            Probes = Probes,
        };
}
