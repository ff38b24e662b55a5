using Reproduction.Data;
using Reproduction.Engines.Torch;
using Reproduction.Networks;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Engines.Torch;

/// <summary>
/// Native calls while the garbage collector and its finalizers run at any moment; <see cref="Reproduction.Models.OwnedScalar"/> tells what that
/// found.
/// </summary>
public sealed class TorchStressTests
{
    private static readonly Dataset Data = SyntheticData.Create(trainingCount: 203);

    private static readonly NetworkConfiguration Network = new()
    {
        InputSize = SyntheticData.FeatureCount,
        HiddenSizes = [8, 6],
        ClassCount = SyntheticData.ClassCount,
    };

    private static readonly TrainingRecipe[] Recipes =
    [
        new() { Network = Network, BatchSize = 2, Epochs = 10 },
        new() { Network = Network, BatchSize = 1, Epochs = 5 },
        new() { Network = Network with { BatchNormalization = BatchNormalizationConfiguration.Torch }, BatchSize = 4, Epochs = 10 },
        new() { Network = Network with { BatchNormalization = null }, BatchSize = 2, Epochs = 10 },
        .. NormalizationConfiguration.All.Where(normalization => normalization is not BatchNormalizationConfiguration)
            .Select(normalization => new TrainingRecipe { Network = Network with { Normalization = normalization }, BatchSize = 2, Epochs = 10 }),
        .. OptimizerConfiguration.All.Where(optimizer => optimizer is not SgdConfiguration { IsPlain: true })
            .Select(optimizer => new TrainingRecipe { Network = Network, Optimizer = optimizer, LearningRate = 0.001, BatchSize = 4, Epochs = 10 }),
    ];

    /// <summary>With scalars that nothing kept alive, some run failed in 10 of 10 trials of this test; <c>make stress</c> is the long form.</summary>
    [Test]
    public void Collections_at_any_moment_neither_stop_a_run_nor_change_its_bits()
    {
        var expected = Train();
        using var stopped = new ManualResetEventSlim();
        var collector = new Thread(() =>
        {
            while (!stopped.IsSet)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            Train().Should().Equal(expected);
        }
        finally
        {
            stopped.Set();
            collector.Join(TimeSpan.FromSeconds(20)).Should().BeTrue();
        }
    }

    /// <summary>Of each run the hash of its parameters, or why it has none.</summary>
    private static List<string> Train() =>
        ParallelTraining.Train(Recipes, Data, new TorchEngine(), parallelism: Recipes.Length)
            .Select(outcome => outcome.History?.ParametersSha256 ?? outcome.Failure!.ToString()).ToList();
}
