using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>Makes the progress of an ensemble out of the progress of its runs. For use by several threads; tells one thing at a time.</summary>
internal sealed class EnsembleTracker : IProgress<TrainingProgress>
{
    private readonly Lock gate = new();
    private readonly Func<TimeSpan> elapsed;
    private readonly IProgress<EnsembleProgress>? listener;
    private readonly int total;
    private readonly double cost;
    private readonly Dictionary<TrainingRecipe, TrainingProgress> running = [];
    private int finished;
    private int diverged;
    private double costDone;
    private double costDoneElsewhere;

    /// <param name="recipes">The grid.</param>
    /// <param name="finishedBefore">Those of its recipes that earlier passes have finished.</param>
    /// <param name="elapsed">The time since this pass began.</param>
    /// <param name="listener">Who is told; null for nobody.</param>
    public EnsembleTracker(
        IReadOnlyList<TrainingRecipe> recipes,
        IEnumerable<TrainingRecipe> finishedBefore,
        Func<TimeSpan> elapsed,
        IProgress<EnsembleProgress>? listener)
    {
        this.elapsed = elapsed;
        this.listener = listener;
        total = recipes.Count;
        cost = recipes.Sum(RunCost.Of);
        foreach (var recipe in finishedBefore)
        {
            finished++;
            costDoneElsewhere += RunCost.Of(recipe);
        }

        ReportState(null);
    }

    /// <summary>A run made steps.</summary>
    public void Report(TrainingProgress value)
    {
        lock (gate)
        {
            running[value.Recipe] = value;
            ReportState(null);
        }
    }

    /// <summary>A run of this process ended and is stored.</summary>
    public void Finished(RunRecord record)
    {
        lock (gate)
        {
            running.Remove(record.Recipe);
            finished++;
            diverged += record.Succeeded ? 0 : 1;
            costDone += RunCost.Of(record.Recipe);
            ReportState(record);
        }
    }

    /// <summary>A run of another process ended and is stored.</summary>
    public void FinishedElsewhere(TrainingRecipe recipe)
    {
        lock (gate)
        {
            finished++;
            costDoneElsewhere += RunCost.Of(recipe);
            ReportState(null);
        }
    }

    /// <summary>A run of this process ended without a result.</summary>
    public void Dropped(TrainingRecipe recipe)
    {
        lock (gate)
        {
            running.Remove(recipe);
            ReportState(null);
        }
    }

    private void ReportState(RunRecord? latest)
    {
        if (listener is null)
        {
            return;
        }

        var time = elapsed();
        var underWay = running.Values.OrderByDescending(run => run.Elapsed).ToList();
        var here = costDone + underWay.Sum(run => RunCost.Of(run.Recipe) * run.StepsDone / run.StepsInAll);
        var left = Math.Max(0, cost - here - costDoneElsewhere);
        TimeSpan? timeLeft = here > 0 && time > TimeSpan.Zero
            ? TimeSpan.FromSeconds(Math.Min(left / here * time.TotalSeconds, TimeSpan.MaxValue.TotalSeconds / 2))
            : null;
        listener.Report(
            new(total, finished, diverged, [.. underWay], cost > 0 ? Math.Min(1, (here + costDoneElsewhere) / cost) : 1, time, timeLeft, latest));
    }
}
