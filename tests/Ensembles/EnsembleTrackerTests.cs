using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class EnsembleTrackerTests
{
    [Test]
    public void Time_left_is_the_work_left_at_the_rate_of_this_pass()
    {
        TrainingRecipe[] recipes = [.. Enumerable.Range(1, 4).Select(seed => new TrainingRecipe { Epochs = 2, Seed = (ulong)seed })];
        var now = TimeSpan.Zero;
        var news = new List<EnsembleProgress>();
        var tracker = new EnsembleTracker(recipes, recipes[..1], () => now, new Listener(news.Add));

        news[^1].Should().Match<EnsembleProgress>(start => start.Finished == 1 && start.TimeLeft == null && start.WorkDone == 0.25);

        // Half a run in 10 s: two and a half runs are left.
        now = TimeSpan.FromSeconds(10);
        tracker.Report(new(recipes[1], Epoch: 1, Step: 50, StepsPerEpoch: 50, RunningLoss: 1, Elapsed: now));
        news[^1].TimeLeft.Should().BeCloseTo(TimeSpan.FromSeconds(50), TimeSpan.FromMilliseconds(1));
        news[^1].Running.Should().ContainSingle();

        now = TimeSpan.FromSeconds(20);
        tracker.Finished(Records.Of(2));
        news[^1].TimeLeft.Should().BeCloseTo(TimeSpan.FromSeconds(40), TimeSpan.FromMilliseconds(1));
        news[^1].Latest.Should().NotBeNull();
        news[^1].Running.Should().BeEmpty();

        tracker.FinishedElsewhere(recipes[2]);
        news[^1].Should().Match<EnsembleProgress>(end => end.Finished == 3 && end.WorkDone == 0.75 && end.TimeLeft == TimeSpan.FromSeconds(20));
    }

    [Test]
    public void A_diverged_run_is_finished_and_counted_apart()
    {
        TrainingRecipe[] recipes = [.. Enumerable.Range(1, 2).Select(seed => new TrainingRecipe { Epochs = 2, Seed = (ulong)seed })];
        var news = new List<EnsembleProgress>();
        var tracker = new EnsembleTracker(recipes, [], () => TimeSpan.FromSeconds(1), new Listener(news.Add));

        tracker.Finished(Records.Of(1));
        tracker.Finished(Records.Of(2, failure: "diverged"));

        news[^1].Should().Match<EnsembleProgress>(end => end.Finished == 2 && end.Diverged == 1);
    }

    private sealed class Listener(Action<EnsembleProgress> tell) : IProgress<EnsembleProgress>
    {
        public void Report(EnsembleProgress value) => tell(value);
    }
}
