using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

/// <summary>The training loop: what it feeds an engine, and what it makes of the answers.</summary>
public sealed class TrainerTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Network = new() { InputSize = SyntheticData.FeatureCount, HiddenSizes = [8, 6], ClassCount = SyntheticData.ClassCount },
        BatchSize = 32,
        Epochs = 3,
    };

    /// <summary>Kernels and shuffles of one seed come from streams of their own: neither moves when the other draws more.</summary>
    [Test]
    public void Shuffles_and_kernels_have_streams_of_their_own() => Trainer.ShuffleStream.Should().NotBe(Initialization.Stream);

    [Test]
    public void An_epoch_shows_every_training_example_once_and_keeps_the_last_partial_batch()
    {
        var engine = new FakeEngine();
        var data = SyntheticData.Create(trainingCount: 200);

        new Trainer(engine).Train(Recipe with { Epochs = 1 }, data);

        engine.Steps.Select(step => step.Batch.Length).Should().Equal(32, 32, 32, 32, 32, 32, 8);
        engine.Steps.SelectMany(step => step.Batch).Should().BeEquivalentTo(Enumerable.Range(0, 200));
        engine.Steps.Should().OnlyContain(step => ReferenceEquals(step.Examples, data.Training));
    }

    [Test]
    public void Every_epoch_has_an_order_of_its_own()
    {
        var engine = new FakeEngine();

        new Trainer(engine).Train(Recipe, SyntheticData.Create());

        var epochs = engine.Steps.Chunk(7).Select(steps => string.Join(' ', steps.SelectMany(step => step.Batch))).ToList();
        epochs.Should().HaveCount(3).And.OnlyHaveUniqueItems();
        epochs.Should().NotContain(string.Join(' ', Enumerable.Range(0, 200)), "an unshuffled epoch has no place here");
    }

    [Test]
    public void Validation_follows_each_epoch_on_the_validation_examples_alone()
    {
        var engine = new FakeEngine();
        var data = SyntheticData.Create(validationCount: 1200);

        new Trainer(engine).Train(Recipe, data);

        engine.Evaluations.Should().HaveCount(10, "1,200 examples are read 500 at a time, three times, and the 200 training examples at the end");
        engine.Evaluations.Take(9).Should().OnlyContain(evaluation => ReferenceEquals(evaluation.Examples, data.Validation));
        engine.Evaluations.Take(3).SelectMany(evaluation => evaluation.Batch).Should().Equal(Enumerable.Range(0, 1200));
    }

    [Test]
    public void A_row_averages_over_examples_and_not_over_batches()
    {
        var engine = new FakeEngine
        {
            // Six batches of 32 with loss 1 and 16 hits, one of 8 with loss 3 and no hit.
            StepResult = (_, batch) => batch.Length == 32 ? new(1, 16, 32) : new(3, 0, 8),
            EvaluationResult = batch => batch.Length == 500 ? new(2, 400, 500) : new(5, 50, 100),
        };

        var history = new Trainer(engine).Train(Recipe with { Epochs = 1 }, SyntheticData.Create(validationCount: 600));

        history.Final.Training.Loss.Should().Be(((6 * 32 * 1.0) + (8 * 3.0)) / 200);
        history.Final.Training.Accuracy.Should().Be(6 * 16 / 200.0);
        history.Final.Validation.Loss.Should().Be(((500 * 2.0) + (100 * 5.0)) / 600);
        history.Final.Validation.Accuracy.Should().Be(450 / 600.0);
    }

    [Test]
    public void Rows_are_numbered_from_1()
    {
        var history = new Trainer(new FakeEngine()).Train(Recipe, SyntheticData.Create());

        history.Epochs.Select(row => row.Epoch).Should().Equal(1, 2, 3);
    }

    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    public void A_loss_that_is_no_finite_number_ends_the_run_and_says_where(double loss, string text)
    {
        var engine = new FakeEngine { StepResult = (step, batch) => new(step == 9 ? loss : 1, 0, batch.Length) };

        var training = () => new Trainer(engine).Train(Recipe, SyntheticData.Create());

        training.Should().Throw<TrainingDivergedException>()
            .WithMessage($"BN, batch 32 diverged: the training loss is {text} at epoch 2, step 2; try a learning rate below 0.01.");
        engine.Steps.Should().HaveCount(9);
    }

    [Test]
    public void A_validation_loss_that_is_no_finite_number_ends_the_run_too()
    {
        var engine = new FakeEngine { EvaluationResult = batch => new(double.NaN, 0, batch.Length) };

        var training = () => new Trainer(engine).Train(Recipe, SyntheticData.Create());

        training.Should().Throw<TrainingDivergedException>().WithMessage("*validation loss is NaN at epoch 1*");
    }

    [Test]
    public void A_test_loss_that_is_no_finite_number_ends_the_run_too()
    {
        var data = SyntheticData.Create();
        var engine = new FakeEngine { EvaluationResult = batch => new(batch.Length == 8 ? double.PositiveInfinity : 1, 0, batch.Length) };

        var training = () => new Trainer(engine).Train(Recipe, data with { Test = SyntheticData.Create(validationCount: 8).Validation });

        training.Should().Throw<TrainingDivergedException>().WithMessage("BN, batch 32 diverged: the test loss is Infinity after the last epoch.");
    }

    [TestCase(1e9, "an initial scale below 1000000000.")]
    [TestCase(30, "a learning rate below 0.01.")]
    public void Where_huge_initial_weights_are_to_blame_the_rate_is_not(double scale, string advice)
    {
        var engine = new FakeEngine { StepResult = (_, batch) => new(double.NaN, 0, batch.Length) };

        var training = () => new Trainer(engine).Train(Recipe with { InitialScale = scale }, SyntheticData.Create());

        training.Should().Throw<TrainingDivergedException>().Which.Message.Should().EndWith("try " + advice);
    }

    [Test]
    public void Cancellation_ends_the_run_before_its_next_step()
    {
        using var cancellation = new CancellationTokenSource();
        var engine = new FakeEngine
        {
            StepResult = (step, batch) =>
            {
                if (step == 5)
                {
                    cancellation.Cancel();
                }

                return new(1, 0, batch.Length);
            },
        };

        var training = () => new Trainer(engine).Train(Recipe, SyntheticData.Create(), null, cancellation.Token);

        training.Should().Throw<OperationCanceledException>();
        engine.Steps.Should().HaveCount(5);
    }

    [Test]
    public void With_and_without_batch_normalization_a_seed_starts_from_the_same_kernels()
    {
        var engine = new FakeEngine();
        var without = Recipe with { Network = Recipe.Network with { BatchNormalization = null } };

        new Trainer(engine).Train(Recipe, SyntheticData.Create());
        new Trainer(engine).Train(without, SyntheticData.Create());

        foreach (var layer in new[] { "hiddenLayer1", "hiddenLayer2", "outputLayer" })
        {
            engine.Initials[0][layer, "kernel"].Should().Equal(engine.Initials[1][layer, "kernel"]);
        }

        engine.Steps.Take(21).SelectMany(step => step.Batch)
            .Should().Equal(engine.Steps.Skip(21).SelectMany(step => step.Batch), "the shuffles are the same too");
    }

    [Test]
    public void Test_figures_are_an_extra_taken_once_after_the_last_epoch()
    {
        var images = SyntheticData.Create().Validation;
        var engine = new FakeEngine { EvaluationResult = batch => new(1, batch.Length / 2, batch.Length) };

        var history = new Trainer(engine).Train(Recipe, SyntheticData.Create(test: images));

        history.Test.Should().Be(new Metrics(1, 0.5));
        engine.Evaluations.Count(evaluation => ReferenceEquals(evaluation.Examples, images)).Should().Be(1);
        engine.Steps.Should().NotContain(step => ReferenceEquals(step.Examples, images));
        new Trainer(engine).Train(Recipe, SyntheticData.Create()).Test.Should().BeNull();
    }

    [Test]
    public void Inference_figures_are_taken_once_after_the_last_epoch_on_every_training_example()
    {
        var data = SyntheticData.Create(trainingCount: 600, validationCount: 40, test: SyntheticData.Create(validationCount: 60).Validation);
        var engine = new FakeEngine { EvaluationResult = batch => new(batch.Length == 100 ? 4 : 1, batch.Length / 4, batch.Length) };

        var history = new Trainer(engine).Train(Recipe, data);

        (history.Inference! with { Wrong = null })
            .Should().Be(new InferenceFigures(((500 * 1.0) + (100 * 4.0)) / 600, 0.25, TrainingCorrect: 150, ValidationCorrect: 10, TestCorrect: 15));
        engine.Evaluations.Where(evaluation => ReferenceEquals(evaluation.Examples, data.Training)).SelectMany(evaluation => evaluation.Batch)
            .Should().Equal(Enumerable.Range(0, 600));
    }

    [Test]
    public void Wrong_images_are_those_of_the_last_epochs_validation_and_of_the_test()
    {
        var data = SyntheticData.Create(trainingCount: 50, validationCount: 600, test: SyntheticData.Create(validationCount: 60).Validation);

        var wrong = new Trainer(new FakeEngine { EvaluationResult = batch => new(1, batch.Length - 2, batch.Length) })
            .Train(Recipe, data).Inference!.Wrong!;

        wrong.Validation.Should().Equal(0, 1, 500, 501);
        wrong.Test!.Value.Should().Equal(0, 1);
        new Trainer(new FakeEngine()).Train(Recipe, SyntheticData.Create()).Inference!.Wrong!.Test.Should().BeNull();
    }

    [Test]
    public void Progress_counts_steps_and_tells_each_finished_epoch_once()
    {
        var told = new List<TrainingProgress>();

        new Trainer(new FakeEngine()).Train(Recipe with { BatchSize = 4 }, SyntheticData.Create(), new Recorder(told));

        told.Where(progress => progress.Row is not null).Select(progress => progress.Epoch).Should().Equal(1, 2, 3);
        told[^1].StepsDone.Should().Be(told[^1].StepsInAll).And.Be(150);
        told[^1].TimeLeft.Should().Be(TimeSpan.Zero);
    }

    private sealed class Recorder(List<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told.Add(value);
    }
}
