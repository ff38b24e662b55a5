using Reproduction.Data;
using Reproduction.Engines.Torch;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class EnsembleTests
{
    private static readonly TrainingRecipe Recipe = new()
    {
        Network = new() { InputSize = SyntheticData.FeatureCount, HiddenSizes = [4], ClassCount = SyntheticData.ClassCount },
        BatchSize = 50,
        Epochs = 2,
    };

    private static readonly Dataset Data = SyntheticData.Create();

    private TemporaryFolder folder = null!;
    private string path = null!;

    private static TrainingRecipe[] Recipes(int count) => [.. Enumerable.Range(1, count).Select(seed => Recipe with { Seed = (ulong)seed })];

    private static string Canonical(string path) => string.Join('\n', RunMerge.Merge([(path, RunFile.Read(path).Runs)]).Select(RunLine.Canonical));

    [SetUp]
    public void SetUp()
    {
        folder = new TemporaryFolder();
        path = folder.File("runs.jsonl");
    }

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public void Every_run_is_stored_with_its_figures()
    {
        var test = SyntheticData.Create(validationCount: 20).Validation;
        var data = Data with { Test = test };

        var outcome = Ensemble.Run(Recipes(3), data, new TorchEngine(), RunAppender.Open(path), parallelism: 2);

        outcome.WasCancelled.Should().BeFalse();
        outcome.Faults.Should().BeEmpty();
        outcome.Runs.Select(run => run.Recipe).Should().Equal(Recipes(3));
        foreach (var run in RunFile.Read(path).Runs)
        {
            var history = new Trainer(new TorchEngine()).Train(run.Recipe, data);
            run.Epochs.Should().Equal(history.Epochs);
            run.Test.Should().Be(history.Test);
            run.ParametersSha256.Should().Be(history.ParametersSha256);
            run.DatasetSha256.Should().Be(data.Sha256);
            run.EngineDescription.Should().Be(new TorchEngine().Description);
            run.Machine!.RunsAtOnce.Should().Be(2);
            run.WallTime.Should().BePositive();
        }

        Directory.GetFileSystemEntries(folder.Folder).Should().ContainSingle("leases are tidied away");
    }

    /// <summary>The file holds runs in the order in which they ended: with one at a time, that in which they began.</summary>
    [Test]
    public void Long_runs_go_first_so_that_the_last_one_leaves_the_other_cores_idle_for_the_shortest_time()
    {
        TrainingRecipe[] recipes = [Recipe with { Epochs = 1 }, Recipe with { Epochs = 3 }, Recipe with { Epochs = 2 }];

        Ensemble.Run(recipes, Data, new FakeEngine(), RunAppender.Open(path), parallelism: 1);

        RunFile.Read(path).Runs.Select(run => run.Recipe.Epochs).Should().Equal(3, 2, 1);
    }

    [Test]
    public void A_finished_run_is_not_repeated()
    {
        var engine = new FakeEngine();
        Ensemble.Run(Recipes(2), Data, engine, RunAppender.Open(path), parallelism: 1);

        var outcome = Ensemble.Run(Recipes(3), Data, engine, RunAppender.Open(path), parallelism: 1);

        outcome.Runs.Should().HaveCount(3);
        engine.Initials.Should().HaveCount(3, "each of three runs was started once");
    }

    [Test]
    public void A_pass_that_is_cut_off_anywhere_and_started_again_gives_the_results_of_an_undisturbed_one()
    {
        Ensemble.Run(Recipes(3), Data, new TorchEngine(), RunAppender.Open(path), parallelism: 2);
        var undisturbed = Canonical(path);
        var bytes = File.ReadAllBytes(path);

        // Every length is where a kill could have left the file; a prime step keeps the test short and meets every part of a line.
        for (var length = 0; length < bytes.Length; length += 211)
        {
            File.WriteAllBytes(path, bytes[..length]);

            Ensemble.Run(Recipes(3), Data, new TorchEngine(), RunAppender.Open(path), parallelism: 2);

            Canonical(path).Should().Be(undisturbed, "it was cut off after {0} bytes", length);
        }
    }

    [Test]
    public void A_run_that_diverges_is_finished_and_keeps_its_complete_epochs()
    {
        // The 5th step is the first of the second epoch.
        var engine = new FakeEngine { StepResult = (step, batch) => new(step == 5 ? double.NaN : 1, 0, batch.Length) };

        Ensemble.Run(Recipes(1), Data, engine, RunAppender.Open(path), parallelism: 1);

        var run = RunFile.Read(path).Runs.Should().ContainSingle().Subject;
        run.Failure.Should().Contain("diverged: the training loss is NaN at epoch 2, step 1");
        run.Epochs.Should().ContainSingle();
        run.ParametersSha256.Should().BeNull();
        Ensemble.Run(Recipes(1), Data, engine, RunAppender.Open(path), parallelism: 1).Runs.Should().ContainSingle();
        engine.Steps.Should().HaveCount(5, "it would diverge again");
    }

    [Test]
    public void A_test_loss_that_is_no_number_is_a_divergence()
    {
        var data = Data with { Test = SyntheticData.Create(validationCount: 8).Validation };
        var engine = new FakeEngine { EvaluationResult = batch => new(batch.Length == 8 ? double.PositiveInfinity : 1, 0, batch.Length) };

        Ensemble.Run(Recipes(1), data, engine, RunAppender.Open(path), parallelism: 1);

        RunFile.Read(path).Runs[0].Failure.Should().Contain("the test loss is Infinity");
    }

    [Test]
    public void A_fault_that_is_not_the_recipes_is_told_and_tried_again_the_next_time()
    {
        var isBroken = true;
        var engine = new FakeEngine
        {
            StepResult = (_, batch) => isBroken && batch.Length > 0 ? throw new InvalidOperationException("out of\nmemory") : new(1, 0, batch.Length),
        };

        var outcome = Ensemble.Run(Recipes(2), Data, engine, RunAppender.Open(path), parallelism: 1);

        outcome.Runs.Should().BeEmpty();
        outcome.WasCancelled.Should().BeFalse();
        outcome.Faults.Should().HaveCount(2).And.OnlyContain(fault => fault.Failure.Line == fault.Recipe.Title + " failed in epoch 1: out of memory");
        isBroken = false;
        Ensemble.Run(Recipes(2), Data, engine, RunAppender.Open(path), parallelism: 1).Runs.Should().HaveCount(2);
    }

    [Test]
    public void Cancellation_keeps_what_is_finished()
    {
        using var cancellation = new CancellationTokenSource();
        var results = RunAppender.Open(path);
        var progress = new Listener(news =>
        {
            if (news.Latest is not null)
            {
                cancellation.Cancel();
            }
        });

        var outcome = Ensemble.Run(Recipes(5), Data, new FakeEngine(), results, parallelism: 1, progress, cancellation.Token);

        outcome.WasCancelled.Should().BeTrue();
        outcome.Runs.Should().ContainSingle();
        RunFile.Read(path).Runs.Should().ContainSingle();
        Directory.GetFileSystemEntries(folder.Folder).Should().ContainSingle();
    }

    [Test]
    public void Two_passes_at_once_on_one_file_train_each_run_once()
    {
        var trained = 0;
        var progress = new Listener(news => _ = news.Latest is null ? 0 : Interlocked.Increment(ref trained));
        var threads = Enumerable.Range(0, 2)
            .Select(_ => new Thread(() => Ensemble.Run(Recipes(12), Data, new TorchEngine(), RunAppender.Open(path), parallelism: 2, progress)))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        trained.Should().Be(12);
        RunFile.Read(path).Runs.Select(run => run.Recipe).Should().BeEquivalentTo(Recipes(12));
    }

    [Test]
    public void A_run_that_a_dead_process_had_claimed_is_taken_over()
    {
        var data = Data;
        var engine = new FakeEngine();
        var results = RunAppender.Open(path);
        var claim = new RunLeases(path).TryTake(new(Recipes(2)[1], data.Name, data.Sha256, engine.Name, engine.Description));
        using var otherIsDone = new ManualResetEventSlim();
        var progress = new Listener(news =>
        {
            if (news.Latest is not null)
            {
                otherIsDone.Set();
            }
        });
        var pass = new Thread(() => Ensemble.Run(Recipes(2), data, engine, results, parallelism: 1, progress));

        pass.Start();
        otherIsDone.Wait(TimeSpan.FromSeconds(20)).Should().BeTrue();
        pass.Join(TimeSpan.FromMilliseconds(300)).Should().BeFalse("the other run is under way elsewhere");
        RunFile.Read(path).Runs.Should().ContainSingle();
        claim!.Dispose();

        pass.Join(TimeSpan.FromSeconds(20)).Should().BeTrue();
        RunFile.Read(path).Runs.Should().HaveCount(2);
    }

    [Test]
    public void Progress_reaches_the_whole_and_never_goes_back()
    {
        var news = new List<EnsembleProgress>();

        Ensemble.Run(Recipes(3), Data, new FakeEngine(), RunAppender.Open(path), parallelism: 1, new Listener(news.Add));

        news.Select(each => each.Finished).Should().BeInAscendingOrder();
        news.Select(each => each.WorkDone).Should().BeInAscendingOrder();
        news.Count(each => each.Latest is not null).Should().Be(3);
        news[^1].Should().Match<EnsembleProgress>(last => last.Finished == 3 && last.Total == 3 && last.WorkDone == 1
            && last.TimeLeft == TimeSpan.Zero && last.Running.IsEmpty);
    }

    [Test]
    public void A_recipe_that_these_data_cannot_train_is_refused_before_anything_is_trained()
    {
        var engine = new FakeEngine();
        var run = () => Ensemble.Run([Recipe, Recipe with { BatchSize = 1000 }], Data, engine, RunAppender.Open(path), parallelism: 1);

        run.Should().Throw<InvalidConfigurationException>().WithMessage("*batch size*1000*");
        engine.Initials.Should().BeEmpty();
    }

    [Test]
    public void Results_that_cannot_be_kept_stop_the_pass()
    {
        var results = RunAppender.Open(path);
        var progress = new Listener(news => _ = news.Running.Length > 0 && File.Exists(path) ? Remove() : 0);
        int Remove()
        {
            File.Delete(path);
            return 0;
        }

        var run = () => Ensemble.Run(Recipes(3), Data, new FakeEngine(), results, parallelism: 1, progress);

        run.Should().Throw<DataException>()
            .WithMessage("*runs.jsonl: the file is gone: *all 1 runs that are known are kept in *runs.jsonl.rescued-1*");
        RunFile.Read(path + ".rescued-1").Runs.Should().ContainSingle("the run that ended is not lost");
    }

    [TestCase("")]
    [TestCase("{0}\n")]
    public void A_file_that_another_program_empties_or_replaces_is_noticed_even_after_the_last_run(string left)
    {
        var results = RunAppender.Open(path);
        var progress = new Listener(news =>
        {
            if (news.Finished == 3)
            {
                File.WriteAllText(path, string.Format(System.Globalization.CultureInfo.InvariantCulture, left, RunLine.Of(Records.Of(99))));
            }
        });

        var run = () => Ensemble.Run(Recipes(3), Data, new FakeEngine(), results, parallelism: 1, progress);

        run.Should().Throw<DataException>().WithMessage("*3 of 3 runs that were in it are gone*all 3 runs that are known are kept in *rescued-1*");
        RunFile.Read(path + ".rescued-1").Runs.Should().HaveCount(3);
    }

    [Test]
    public void What_merge_leaves_out_is_no_hindrance_to_go_on()
    {
        Ensemble.Run(Recipes(2), Data, new FakeEngine(), RunAppender.Open(path), parallelism: 1);
        FileMerge.Run([path], path, isCanonical: true, CancellationToken.None);
        var engine = new FakeEngine();

        Ensemble.Run(Recipes(3), Data, engine, RunAppender.Open(path), parallelism: 1).Runs.Should().HaveCount(3);

        engine.Initials.Should().ContainSingle("two of the runs are there");
    }

    [Test]
    public void A_merge_into_the_file_while_runs_are_added_loses_none()
    {
        var results = RunAppender.Open(path);
        var merging = new Listener(news =>
        {
            if (news.Latest is not null)
            {
                FileMerge.Run([path], path, isCanonical: false, CancellationToken.None);
            }
        });

        var outcome = Ensemble.Run(Recipes(8), Data, new FakeEngine(), results, parallelism: 2, merging);

        outcome.Runs.Should().HaveCount(8);
        RunFile.Read(path).Runs.Should().HaveCount(8);
    }

    [Test]
    public void A_folder_that_takes_no_leases_keeps_no_run_from_its_file()
    {
        File.WriteAllText(path + ".leases", "a file where the leases' folder would be");

        var outcome = Ensemble.Run(Recipes(2), Data, new FakeEngine(), RunAppender.Open(path), parallelism: 1);

        outcome.Runs.Should().HaveCount(2);
        outcome.LeaseProblem.Should().Contain("runs.jsonl.leases");
    }

    [Test]
    public void A_stop_while_another_program_holds_the_file_takes_a_second_and_not_a_minute()
    {
        using var stop = new CancellationTokenSource();
        var results = RunAppender.Open(path, stop.Token);
        FileStream? held = null;
        using var isHeld = new ManualResetEventSlim();
        var progress = new Listener(news =>
        {
            if (held is null && !news.Running.IsEmpty)
            {
                held = FileLock.OpenExclusively(path, "held", FileMode.Open, FileAccess.Read, new(CancellationToken.None), locksHold: false);
                isHeld.Set();
            }
        });
        EnsembleOutcome? outcome = null;
        var pass = new Thread(() => outcome = Ensemble.Run(Recipes(20), Data, new FakeEngine(), results, parallelism: 4, progress, stop.Token));
        pass.Start();
        isHeld.Wait(TimeSpan.FromSeconds(20)).Should().BeTrue();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        stop.Cancel();

        pass.Join(TimeSpan.FromSeconds(20)).Should().BeTrue();

        held!.Dispose();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
        outcome!.WasCancelled.Should().BeTrue();
    }

    private sealed class Listener(Action<EnsembleProgress> tell) : IProgress<EnsembleProgress>
    {
        public void Report(EnsembleProgress value) => tell(value);
    }
}
