using Reproduction.Engines.Torch;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

public sealed class ParallelTrainingTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Network = new() { InputSize = SyntheticData.FeatureCount, HiddenSizes = [8], ClassCount = SyntheticData.ClassCount },
        Epochs = 1,
    };

    [Test]
    public void Outcomes_come_in_the_order_of_the_recipes()
    {
        TrainingRecipe[] recipes = [Recipe with { BatchSize = 100 }, Recipe with { BatchSize = 5 }, Recipe with { BatchSize = 50 }];

        var outcomes = ParallelTraining.Train(recipes, SyntheticData.Create(), new TorchEngine(), parallelism: 2);

        outcomes.Select(outcome => outcome.Recipe).Should().Equal(recipes);
        outcomes.Should().OnlyContain(outcome => outcome.History != null && outcome.History.Recipe == outcome.Recipe);
    }

    /// <summary>Whoever finishes last leaves the other cores idle: so the longest start first, whatever their order.</summary>
    [Test]
    public void The_longest_run_goes_first()
    {
        TrainingRecipe[] recipes = [Recipe with { BatchSize = 100 }, Recipe with { BatchSize = 5 }, Recipe with { BatchSize = 50 }];
        var finished = new List<int>();

        ParallelTraining.Train(
            recipes, SyntheticData.Create(), new FakeEngine(), parallelism: 1, finished: outcome => finished.Add(outcome.Recipe.BatchSize));

        finished.Should().Equal(5, 50, 100);
    }

    [Test]
    public void A_failed_run_is_reported_and_leaves_the_others_alone()
    {
        TrainingRecipe[] recipes = [Recipe with { LearningRate = 1e30, Network = Recipe.Network with { BatchNormalization = null } }, Recipe];

        var outcomes = ParallelTraining.Train(recipes, SyntheticData.Create(), new TorchEngine(), parallelism: 2);

        outcomes[0].History.Should().BeNull();
        outcomes[0].Failure!.Line.Should().Contain("diverged").And.NotContain("\n");
        outcomes[0].Failure!.Details.Should().BeNull("the line says it all");
        outcomes[0].WasCancelled.Should().BeFalse();
        outcomes[1].History.Should().NotBeNull();
    }

    [TestCase(1, 1, "no BN, batch 100 failed in epoch 1: Unknown scalar type.")]
    [TestCase(3, 2, "no BN, batch 100 failed in epoch 2: Unknown scalar type.")]
    public void A_failed_run_is_told_with_its_epoch_on_one_line(int step, int epoch, string line)
    {
        const string Native =
            "Unknown scalar type.\nException raised from type at /pytorch/c10/core/Scalar.h:339 (most recent call first):\nframe #0: c10::Error";
        var engine = new FakeEngine
        {
            StepResult = (number, batch) => number == step ? throw new InvalidOperationException(Native) : new(1, 0, batch.Length),
        };
        var recipe = Recipe with { Epochs = 2, BatchSize = 100, Network = Recipe.Network with { BatchNormalization = null } };

        var failure = ParallelTraining.Train([recipe], SyntheticData.Create(trainingCount: 200), engine, parallelism: 1)[0].Failure!;

        failure.Epoch.Should().Be(epoch);
        failure.Line.Should().Be(line);
        failure.Details.Should().Contain("frame #0: c10::Error").And.Contain(nameof(InvalidOperationException));
    }

    [Test]
    public void Cancellation_keeps_what_is_finished()
    {
        using var cancellation = new CancellationTokenSource();
        TrainingRecipe[] recipes = [Recipe, Recipe with { Seed = 2 }, Recipe with { Seed = 3 }];

        var outcomes = ParallelTraining.Train(
            recipes,
            SyntheticData.Create(),
            new TorchEngine(),
            parallelism: 1,
            finished: _ => cancellation.Cancel(),
            cancellation: cancellation.Token);

        outcomes[0].History.Should().NotBeNull();
        outcomes.Skip(1).Should().OnlyContain(outcome => outcome.WasCancelled);
    }

    [Test]
    public void As_many_runs_as_asked_for_are_under_way_at_once()
    {
        using var both = new Barrier(2);
        var met = 0;
        var progress = new Meeting(() =>
        {
            if (both.SignalAndWait(TimeSpan.FromSeconds(20)))
            {
                Interlocked.Increment(ref met);
            }
        });

        ParallelTraining.Train([Recipe, Recipe with { Seed = 2 }], SyntheticData.Create(), new TorchEngine(), parallelism: 2, progress);

        met.Should().Be(2, "each run waits for the other one at the end of its only epoch");
    }

    /// <summary>
    /// Progress is told within the training of one run, and what it throws is that run's failure like anything else that goes wrong there.
    /// </summary>
    [Test]
    public void What_the_progress_of_a_run_throws_is_that_runs_failure()
    {
        var progress = new Picky();

        var outcomes = ParallelTraining.Train([Recipe, Recipe with { Seed = 2 }], SyntheticData.Create(), new FakeEngine(), parallelism: 2, progress);

        outcomes[0].Failure!.Line.Should().Contain("told");
        outcomes[1].History.Should().NotBeNull();
    }

    private sealed class Picky : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Recipe.Seed == 1)
            {
                throw new NotSupportedException("told");
            }
        }
    }

    private sealed class Meeting(Action meet) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => meet();
    }

    /// <summary>An exception that left a run's thread would end the process.</summary>
    [Test]
    public void What_a_callback_throws_reaches_whoever_started_the_runs()
    {
        var training = () => ParallelTraining.Train(
            [Recipe, Recipe with { Seed = 2 }],
            SyntheticData.Create(),
            new FakeEngine(),
            parallelism: 2,
            finished: _ => throw new NotSupportedException("told"));

        training.Should().Throw<NotSupportedException>().WithMessage("told");
    }
}
