using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Spec.Reference;
using Reproduction.Spec.Runs;
using Reproduction.Training;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>
/// I3: sparse categorical cross-entropy, plain SGD, learning rate 0.01, 10 epochs, reshuffled before each, the last partial batch kept.
/// </summary>
/// <remarks>
/// What a step computes is held against Keras's traces; here is what the loop around it does, seen through an engine that writes it down.
/// </remarks>
[Claim("I3")]
public sealed class I03_Recipe
{
    private static readonly Examples Training = Numbered(count: 200);
    private static readonly Examples Validation = Numbered(count: 50);
    private static readonly Dataset Data = new("sample", "numbered examples", "a spec", Training, Validation);
    private static readonly TrainingRecipe Tiny = new() { Network = new() { InputSize = 2, HiddenSizes = [3], ClassCount = 2 }, Epochs = 3 };

    [Test]
    public void The_defaults_are_the_notebooks()
    {
        var recipe = new TrainingRecipe();

        (recipe.BatchSize, recipe.LearningRate, recipe.Epochs, recipe.InitialScale).Should().Be((32, 0.01, 10, 1));
        recipe.Network.BatchNormalization.Should().Be(new BatchNormalizationConfiguration
        {
            Epsilon = 1e-3,
            Momentum = 0.99,
            MovingVariance = MovingVarianceEstimate.Biased,
            Placement = NormalizationPlacement.AfterActivation,
        });
    }

    [TestCase(32, 1719, 24)]
    [TestCase(64, 860, 24)]
    [TestCase(16, 3438, 8)]
    public void An_epoch_of_MNIST_ends_with_a_partial_batch(int batchSize, int steps, int last)
    {
        var sizes = new List<int>();
        foreach (var batch in new Batches(new EpochOrder(55_000, new Pcg32(seed: 1, stream: 2)).Next(), batchSize))
        {
            sizes.Add(batch.Length);
        }

        sizes.Should().HaveCount(steps);
        sizes[^1].Should().Be(last);
        sizes.Sum().Should().Be(55_000);
    }

    [Test]
    public void Every_epoch_trains_on_every_training_example_once_the_last_partial_batch_included()
    {
        var engine = Train(Tiny);

        var epochs = engine.Trained.Chunk(200).ToList();
        epochs.Should().HaveCount(3);
        epochs.Should().OnlyContain(epoch => epoch.Order().SequenceEqual(Enumerable.Range(0, 200)));
        engine.BatchSizes.Take(7).Should().Equal(32, 32, 32, 32, 32, 32, 8);
    }

    [Test]
    public void The_examples_are_reshuffled_before_every_epoch()
    {
        var epochs = Train(Tiny).Trained.Chunk(200).Select(epoch => string.Join(' ', epoch)).ToList();

        epochs.Append(string.Join(' ', Enumerable.Range(0, 200)))
            .Should().OnlyHaveUniqueItems("each epoch has an order of its own, and none is the file's");
    }

    [Test]
    public void The_seed_decides_the_order_and_the_initial_kernels()
    {
        var (first, again, other) = (Train(Tiny), Train(Tiny), Train(Tiny with { Seed = 2 }));

        again.Trained.Should().Equal(first.Trained);
        other.Trained.Should().NotEqual(first.Trained);
        again.InitialHash.Should().Be(first.InitialHash);
        other.InitialHash.Should().NotBe(first.InitialHash);
    }

    [Test]
    public void Only_training_examples_are_trained_on_and_only_validation_examples_validate()
    {
        var engine = Train(Tiny);

        engine.TrainedOn.Should().OnlyContain(examples => ReferenceEquals(examples, Training));
        engine.EvaluatedOn.Take(3).Should().OnlyContain(examples => ReferenceEquals(examples, Validation));
        engine.EvaluatedOn.Skip(3)
            .Should().ContainSingle("after the last epoch the training examples are classified once, an extra").Which.Should().BeSameAs(Training);
    }

    [Test]
    public void A_row_averages_over_the_epochs_examples_so_that_a_partial_batch_weighs_less()
    {
        // The engine answers with a loss equal to the batch's size and one hit in each batch.
        var history = new Trainer(new WritingEngine()).Train(Tiny with { Epochs = 1 }, Data);

        history.Final.Training.Loss.Should().BeApproximately(
            ((6 * 32 * 32) + (8 * 8)) / 200.0, 1e-12, "a mean over batches would be {0}", ((6 * 32) + 8) / 7.0);
        history.Final.Training.Accuracy.Should().BeApproximately(7 / 200.0, 1e-12);
    }

    /// <summary>
    /// Before its first update the network answers with the same logits whatever is asked: an accuracy of the first step that is taken after
    /// the update would be another one. Keras's traces hold the rest.
    /// </summary>
    [Test]
    public void Loss_and_accuracy_of_a_step_are_those_before_its_update()
    {
        var configuration = new NetworkConfiguration { InputSize = 2, HiddenSizes = [3], ClassCount = 2, BatchNormalization = null };
        var initial = Initialization.FromKernels(configuration, [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]);
        using var network = TrainedRuns.Engine.Start(configuration, initial, learningRate: 100);
        var examples = new Examples(2, new float[] { 1, 0, 0, 1, 1, 1 }, new byte[] { 1, 1, 1 });

        var first = network.Step(examples, [0, 1, 2]);
        var second = network.Step(examples, [0, 1, 2]);

        first.CorrectCount.Should().Be(0, "all logits are 0, and of equal logits the first counts");
        first.MeanLoss.Should().BeApproximately(Math.Log(2), 1e-6, "the cross-entropy of two equal logits");
        second.CorrectCount.Should().Be(3);
    }

    /// <summary>
    /// One step on an output bias has a gradient that can be written down: probability minus target. Two classes, all kernels 0: the gradient
    /// is (1/2, -1/2), so the bias moves by learning rate / 2.
    /// </summary>
    [TestCase(0.01)]
    [TestCase(0.1)]
    public void A_step_is_the_learning_rate_times_the_gradient_and_nothing_else(double learningRate)
    {
        var configuration = new NetworkConfiguration { InputSize = 2, HiddenSizes = [], ClassCount = 2, BatchNormalization = null };
        using var network = TrainedRuns.Engine.Start(configuration, Initialization.FromKernels(configuration, [[0, 0, 0, 0]]), learningRate);
        var examples = new Examples(2, new float[] { 0, 0 }, new byte[] { 1 });

        network.Step(examples, [0]);

        var bias = network.Export()[LayerNames.Output, "bias"];
        ((double)bias[0]).Should().BeApproximately(-learningRate / 2, learningRate * 1e-6, "float32 resolves 6e-8 of the step");
        ((double)bias[1]).Should().BeApproximately(learningRate / 2, learningRate * 1e-6, "float32 resolves 6e-8 of the step");
    }

    private static IEnumerable<TestCaseData> BothEngines() =>
        new IEngine[] { TrainedRuns.Engine, TrainedRuns.PortableEngine }.Select(engine => new TestCaseData(engine).SetArgDisplayNames(engine.Name));

    /// <summary>
    /// Six steps on six batches against gradient descent in double precision, written from its definition: softmax of a dense layer, whose gradient
    /// is (probability - target) x input / n. Kernels are around 1, the learning rate 0.5: a weight decay of 1e-5 would move them by 3e-5 and a
    /// momentum of 1e-4 by more; float32 resolves 6e-8, and six steps of sums of 4 terms leave less than 2e-6.
    /// </summary>
    [TestCaseSource(nameof(BothEngines))]
    public void Several_steps_are_gradient_descent_without_momentum_or_weight_decay(IEngine engine)
    {
        const int Inputs = 4, Classes = 3, N = 5, Steps = 6;
        const double LearningRate = 0.5;
        var random = new Pcg32(seed: 11, stream: 3);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
        var configuration = new NetworkConfiguration { InputSize = Inputs, HiddenSizes = [], ClassCount = Classes, BatchNormalization = null };
        float[] start = [.. Values(Inputs * Classes).Select(value => value + Math.Sign(value))];
        var kernel = start.Select(value => (double)value).ToArray();
        var bias = new double[Classes];
        var examples = new Examples(
            Inputs, Values(Inputs * N * Steps), Enumerable.Range(0, N * Steps).Select(i => (byte)(i * 7 % Classes)).ToArray());
        using var network = engine.Start(configuration, Initialization.FromKernels(configuration, [[.. start]]), LearningRate);

        for (var step = 0; step < Steps; step++)
        {
            var batch = Enumerable.Range(step * N, N).ToArray();
            network.Step(examples, batch);
            Descend(kernel, bias, examples, batch, LearningRate);
        }

        var state = network.Export();
        Deviation.Of(state[LayerNames.Output, "kernel"].Select(value => (double)value), kernel).Should().BeLessThan(2e-6);
        Deviation.Of(state[LayerNames.Output, "bias"].Select(value => (double)value), bias).Should().BeLessThan(2e-6);
    }

    /// <summary>
    /// Images that are 0 everywhere give every kernel and every gamma a gradient of exactly 0 in the first step: what enters each layer is 0. Plain
    /// gradient descent then leaves them as they are, to the bit; weight decay does not.
    /// </summary>
    [TestCaseSource(nameof(BothEngines))]
    public void What_has_no_gradient_does_not_move(IEngine engine)
    {
        var configuration = new NetworkConfiguration { InputSize = 6, HiddenSizes = [5, 4], ClassCount = 3 };
        var initial = Initialization.GlorotUniform(configuration, seed: 1);
        using var network = engine.Start(configuration, initial, learningRate: 0.5);

        network.Step(new Examples(6, new float[48], new byte[] { 0, 1, 2, 0, 1, 2, 0, 1 }), [0, 1, 2, 3, 4, 5, 6, 7]);

        var state = network.Export();
        foreach (var array in initial.Arrays.Where(array => array.Name is "kernel" or "gamma"))
        {
            state[array.Layer, array.Name].Should().Equal(initial[array.Layer, array.Name], "{0}/{1}", array.Layer, array.Name);
        }

        state[LayerNames.Output, "bias"].Should().NotEqual(initial[LayerNames.Output, "bias"], "that one has a gradient");
    }

    /// <summary>
    /// The engine remembers nothing but the parameters and the moving statistics: one that starts from them takes the same step, to the bit.
    /// </summary>
    [TestCaseSource(nameof(BothEngines))]
    public void A_step_depends_on_the_state_and_the_batch_alone(IEngine engine)
    {
        var configuration = new NetworkConfiguration { HiddenSizes = [20, 10] };
        using var continued = engine.Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.1);
        for (var step = 0; step < 4; step++)
        {
            var batch = Enumerable.Range(step * 16, 16).ToArray();
            using var fresh = engine.Start(configuration, continued.Export(), learningRate: 0.1);
            fresh.Step(TrainedRuns.SampleData.Training, batch);
            continued.Step(TrainedRuns.SampleData.Training, batch);

            continued.Export().Sha256().Should().Be(fresh.Export().Sha256(), "step {0}", step + 1);
        }
    }

    /// <summary>What lets specs share one long run: how many epochs follow does not change the first ones.</summary>
    [Test]
    public void A_shorter_run_is_the_first_rows_of_a_longer_one()
    {
        var recipe = Recipes.With() with { Epochs = 3 };
        var trainer = new Trainer(TrainedRuns.PortableEngine);

        var (longer, shorter) = (trainer.Train(recipe, TrainedRuns.SmallSample), trainer.Train(recipe with { Epochs = 2 }, TrainedRuns.SmallSample));

        shorter.Epochs.Should().Equal(longer.Epochs[..2]);
        shorter.ParametersSha256.Should().NotBe(longer.ParametersSha256);
    }

    /// <summary>One step of gradient descent on softmax cross-entropy, from the definition. kernel is [inputs, classes], row-major.</summary>
    private static void Descend(double[] kernel, double[] bias, Examples examples, int[] batch, double learningRate)
    {
        var (kernelGradient, biasGradient) = (new double[kernel.Length], new double[bias.Length]);
        foreach (var example in batch)
        {
            var x = examples.Input(example).ToArray();
            var powers = bias.Select((b, j) => Math.Exp(b + x.Select((value, i) => value * kernel[(i * bias.Length) + j]).Sum())).ToArray();
            for (var j = 0; j < bias.Length; j++)
            {
                var slope = ((powers[j] / powers.Sum()) - (examples.Label(example) == j ? 1 : 0)) / batch.Length;
                biasGradient[j] += slope;
                for (var i = 0; i < x.Length; i++)
                {
                    kernelGradient[(i * bias.Length) + j] += slope * x[i];
                }
            }
        }

        for (var k = 0; k < kernel.Length; k++)
        {
            kernel[k] -= learningRate * kernelGradient[k];
        }

        for (var j = 0; j < bias.Length; j++)
        {
            bias[j] -= learningRate * biasGradient[j];
        }
    }

    private static WritingEngine Train(TrainingRecipe recipe)
    {
        var engine = new WritingEngine();
        new Trainer(engine).Train(recipe, Data);
        return engine;
    }

    private static Examples Numbered(int count) =>
        new(2, Enumerable.Range(0, count * 2).Select(i => (float)i).ToArray(), Enumerable.Range(0, count).Select(i => (byte)(i % 2)).ToArray());

    /// <summary>Writes down what it is asked, and answers with a loss equal to the batch's size and one hit.</summary>
    private sealed class WritingEngine : IEngine, ITrainingSession
    {
        public List<int> Trained { get; } = [];

        public List<int> BatchSizes { get; } = [];

        public List<Examples> TrainedOn { get; } = [];

        public List<Examples> EvaluatedOn { get; } = [];

        public string InitialHash { get; private set; } = string.Empty;

        public string Name => "writing";

        public string Description => "writing";

        public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate)
        {
            InitialHash = initial.Sha256();
            return this;
        }

        public BatchResult Step(Examples examples, ReadOnlySpan<int> batch)
        {
            Trained.AddRange(batch.ToArray());
            BatchSizes.Add(batch.Length);
            TrainedOn.Add(examples);
            return new(batch.Length, 1, batch.Length);
        }

        public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null)
        {
            EvaluatedOn.Add(examples);
            return new(1, 0, batch.Length);
        }

        public NetworkParameters Export() => new([]);

        public void Dispose()
        {
        }
    }
}
