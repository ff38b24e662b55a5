using Reproduction.Data;
using Reproduction.Engines.Torch;
using Reproduction.Networks;
using Reproduction.Tests.Training;
using Reproduction.Training;
using TorchSharp;

namespace Reproduction.Tests.Engines.Torch;

/// <summary>What is TorchSharp's own: threads, generators and native memory.</summary>
public sealed class TorchEngineTests
{
    private static readonly NetworkConfiguration Network = new()
    {
        InputSize = SyntheticData.FeatureCount,
        HiddenSizes = [8, 6],
        ClassCount = SyntheticData.ClassCount,
    };

    private static readonly TrainingRecipe Recipe = new() { Network = Network, BatchSize = 8, Epochs = 3, LearningRate = 0.05 };

    private static readonly Dataset Data = SyntheticData.Create(trainingCount: 203);

    private static TrainingHistory Train(TrainingRecipe? recipe = null, Dataset? data = null) =>
        new Trainer(new TorchEngine()).Train(recipe ?? Recipe, data ?? Data);

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    public void The_number_of_threads_configured_outside_changes_nothing(int threads)
    {
        // Large enough for libtorch to divide its sums among threads, if it were let.
        var data = new Dataset("sample", "wide", "a test", Wide(600), Wide(50));
        var recipe = new TrainingRecipe { Network = new() { InputSize = 784, HiddenSizes = [300, 100] }, BatchSize = 300, Epochs = 1 };
        var expected = Train(recipe, data).ParametersSha256;
        string? actual = null;
        var thread = new Thread(() =>
        {
            torch.set_num_threads(threads);
            actual = Train(recipe, data).ParametersSha256;
        });
        thread.Start();
        thread.Join();

        actual.Should().Be(expected);
    }

    [Test]
    public void The_process_wide_generator_is_neither_used_nor_disturbed()
    {
        torch.manual_seed(1);
        var first = Train().ParametersSha256;
        torch.manual_seed(2);
        using var before = torch.get_rng_state();

        Train().ParametersSha256.Should().Be(first);

        using var after = torch.get_rng_state();
        after.bytes.SequenceEqual(before.bytes).Should().BeTrue("nobody else's random numbers may depend on a run");
    }

    [Test]
    public void The_number_of_live_tensors_does_not_grow_with_the_number_of_steps()
    {
        Growth(epochs: 1);

        Growth(epochs: 8).Should().Be(Growth(epochs: 1));
    }

    /// <summary>
    /// By how much a run raises TorchSharp's count of tensors. It is not 0, and no memory: a tensor that becomes a Parameter gives its
    /// handle away and is never counted down. Tensors are counted for the whole process: no test here runs beside another one.
    /// </summary>
    private static long Growth(int epochs)
    {
        var before = LiveTensors();
        Train(Recipe with { Epochs = epochs });
        return LiveTensors() - before;
    }

    private static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }

    private static Examples Wide(int count)
    {
        var random = new Pcg32(seed: 5, stream: 5);
        return new(
            784,
            Enumerable.Range(0, count * 784).Select(_ => random.NextSingle()).ToArray(),
            Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());
    }
}
