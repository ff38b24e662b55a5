using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Training;
using TorchSharp;

namespace Reproduction.Tests.Training;

/// <summary>The reference engine: it learns, repeats itself to the bit whatever runs beside it, and returns what it borrows.</summary>
public sealed class TorchEngineTests
{
    private static readonly NetworkConfiguration Network = new()
    {
        InputSize = SyntheticData.FeatureCount, HiddenSizes = [8, 6], ClassCount = SyntheticData.ClassCount,
    };

    private static readonly TrainingRecipe Recipe = new() { Network = Network, BatchSize = 8, Epochs = 3, LearningRate = 0.05 };

    private static readonly Dataset Data = SyntheticData.Create(trainingCount: 203);

    private static TrainingHistory Train(TrainingRecipe? recipe = null, Dataset? data = null) =>
        new Trainer(new TorchEngine()).Train(recipe ?? Recipe, data ?? Data);

    [Test]
    public void The_same_run_twice_gives_the_same_bits()
    {
        var (first, second) = (Train(), Train());

        second.ParametersSha256.Should().Be(first.ParametersSha256).And.HaveLength(64);
        second.Epochs.Should().Equal(first.Epochs);
    }

    [Test]
    public void Another_seed_gives_another_run() =>
        Train(Recipe with { Seed = 2 }).ParametersSha256.Should().NotBe(Train().ParametersSha256);

    [Test]
    public void Runs_side_by_side_give_the_bits_that_each_gives_alone()
    {
        var recipes = Enumerable.Range(1, 6).Select(seed => Recipe with { Seed = (ulong)seed, BatchSize = 5 + seed }).ToList();

        var beside = SideBySide.Train(recipes, Data, new TorchEngine(), parallelism: 4);

        beside.Select(outcome => outcome.History!.ParametersSha256).Should().Equal(recipes.Select(recipe => Train(recipe).ParametersSha256));
    }

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
    public void It_learns_what_can_be_learned()
    {
        var history = Train(Recipe with { Epochs = 15 });

        history.Final.Validation.Accuracy.Should().BeGreaterThan(0.9, "four separate classes are easy; guessing gives 0.25");
        history.Final.Training.Loss.Should().BeLessThan(history.Epochs[0].Training.Loss / 2);
    }

    [Test]
    public void Evaluation_changes_nothing()
    {
        var initial = Initialization.GlorotUniform(Network, seed: 3);
        using var network = new TorchEngine().Start(Network, initial, learningRate: 0.1);
        int[] batch = [0, 1, 2, 3, 4];

        var first = network.Evaluate(Data.Validation, batch);

        network.Evaluate(Data.Validation, batch).Should().Be(first);
        network.Export().Sha256().Should().Be(initial.Sha256());
    }

    [Test]
    public void A_batch_of_one_trains_with_Keras_semantics_to_a_documented_result()
    {
        // Without spread every feature is beta: the network cannot see its input, and still no figure is lost.
        var history = Train(Recipe with { BatchSize = 1, Epochs = 2, LearningRate = 0.01 });

        history.Epochs.Should().OnlyContain(row => double.IsFinite(row.Training.Loss) && double.IsFinite(row.Validation.Loss));
        history.Final.Training.Accuracy.Should().BeLessThan(0.5, "it can do no better than the most frequent class, 0.25, but for chance");
    }

    [Test]
    public void A_batch_as_large_as_the_data_is_one_step_an_epoch() =>
        Train(Recipe with { BatchSize = Data.Training.Count }).Epochs.Should().HaveCount(3);

    [Test]
    public void A_learning_rate_that_is_far_too_large_is_reported_as_divergence()
    {
        var training = () => Train(Recipe with { LearningRate = 1e30, Network = Network with { BatchNormalization = null } });

        training.Should().Throw<TrainingDivergedException>();
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
        return new(784, Enumerable.Range(0, count * 784).Select(_ => random.NextSingle()).ToArray(), Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());
    }
}
