using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines;
using Reproduction.Networks;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Engines;

/// <summary>What every engine does: it learns, repeats itself to the bit whatever runs beside it, and refuses what cannot be trained.</summary>
[TestFixture(EngineKind.Torch)]
[TestFixture(EngineKind.Portable)]
public sealed class EngineTests
{
    private static readonly NetworkConfiguration Network = new()
    {
        InputSize = SyntheticData.FeatureCount,
        HiddenSizes = [8, 6],
        ClassCount = SyntheticData.ClassCount,
    };

    private static readonly TrainingRecipe Recipe = new() { Network = Network, BatchSize = 8, Epochs = 3, LearningRate = 0.05 };

    private static readonly Dataset Data = SyntheticData.Create(trainingCount: 203);

    private readonly EngineKind kind;

    public EngineTests(EngineKind kind) => this.kind = kind;

    private IEngine Engine => EngineFactory.Create(kind);

    private TrainingHistory Train(TrainingRecipe? recipe = null, Dataset? data = null) =>
        new Trainer(Engine).Train(recipe ?? Recipe, data ?? Data);

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

        var beside = ParallelTraining.Train(recipes, Data, Engine, parallelism: 4);

        beside.Select(outcome => outcome.History!.ParametersSha256).Should().Equal(recipes.Select(recipe => Train(recipe).ParametersSha256));
    }

    /// <summary>
    /// The entries of <see cref="NormalizationConfiguration.All"/> are all that options and grids offer: each has its module and its layer.
    /// </summary>
    [TestCaseSource(typeof(NormalizationConfiguration), nameof(NormalizationConfiguration.All))]
    public void Every_normalization_trains(NormalizationConfiguration normalization)
    {
        var history = Train(Recipe with { Network = Network with { Normalization = normalization } });

        history.Epochs.Should().HaveCount(3);
        history.Recipe.Title.Should().StartWith(normalization.Abbreviation);
    }

    [Test]
    public void A_normalization_that_nothing_computes_is_refused_with_what_is_missing()
    {
        var configuration = Network with { Normalization = new Uncomputed() };

        FluentActions.Invoking(() => Engine.Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.1))
            .Should().Throw<InvalidConfigurationException>().WithMessage("UncomputedKind needs one class in Reproduction.* that implements "
                + $"{(kind == EngineKind.Torch ? "INormalizationModule" : "INormalizationLayer")} for Uncomputed; there is none.");
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
        using var network = Engine.Start(Network, initial, learningRate: 0.1);
        int[] batch = [0, 1, 2, 3, 4];

        var first = network.Evaluate(Data.Validation, batch);

        network.Evaluate(Data.Validation, batch).Should().Be(first);
        network.Export().Sha256().Should().Be(initial.Sha256());
    }

    /// <summary>
    /// Each example alone says whether it is wrong; asking for a batch names the same ones, in its order, and gives the same figures.
    /// </summary>
    [Test]
    public void Evaluation_names_the_examples_that_are_classified_wrongly()
    {
        using var network = Engine.Start(Network, Initialization.GlorotUniform(Network, seed: 3), learningRate: 0.1);
        int[] batch = [.. Enumerable.Range(0, Data.Validation.Count).Reverse()];
        List<int> wrong = [];

        network.Evaluate(Data.Validation, batch, wrong).Should().Be(network.Evaluate(Data.Validation, batch));

        wrong.Should().Equal(batch.Where(position => network.Evaluate(Data.Validation, [position]).CorrectCount == 0)).And.NotBeEmpty();
        var right = batch.Except(wrong).ToArray();
        network.Evaluate(Data.Validation, right, wrong).CorrectCount.Should().Be(right.Length);
        wrong.Should().HaveCount(batch.Length - right.Length, "a batch without a wrong one names none");
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

    private sealed record Uncomputed : NormalizationConfiguration
    {
        public override string Name => "uncomputed";

        public override string Abbreviation => "UN";

        public override string LayerKind => "UncomputedKind";

        public override ImmutableArray<ParameterLayout> Parameters(int features) => [];
    }
}
