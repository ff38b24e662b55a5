using Reproduction.Data;

namespace Reproduction.Training;

/// <summary>How a run ended: with a history, with a reason for its failure, or with neither when it was cancelled.</summary>
public sealed record RunOutcome(TrainingRecipe Recipe, TrainingHistory? History, RunFailure? Failure)
{
    /// <summary>Whether the run was stopped before its end, or never started.</summary>
    public bool WasCancelled => History is null && Failure is null;
}

/// <summary>Trains several runs at once, one core each. A run's figures do not depend on what runs beside it.</summary>
public static class ParallelTraining
{
    /// <summary>Trains every recipe. One failed run does not stop the others; a cancellation stops all and keeps what is finished.</summary>
    /// <param name="recipes">The runs.</param>
    /// <param name="data">Shared by all, read only.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="parallelism">How many at once, at least 1.</param>
    /// <param name="progress">Is told by every run, on that run's thread.</param>
    /// <param name="finished">Is told of every outcome as it comes, on that run's thread. What it throws stops all runs, and is thrown here.</param>
    /// <param name="cancellation">Stops all runs at their next step.</param>
    /// <returns>One outcome for each recipe, in the order of the recipes.</returns>
    public static IReadOnlyList<RunOutcome> Train(
        IReadOnlyList<TrainingRecipe> recipes,
        Dataset data,
        IEngine engine,
        int parallelism,
        IProgress<TrainingProgress>? progress = null,
        Action<RunOutcome>? finished = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        var trainer = new Trainer(engine);
        var outcomes = new RunOutcome[recipes.Count];
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // The longest runs first: the last one to finish then leaves the other cores idle for the shortest time.
        var queue = Enumerable.Range(0, recipes.Count).OrderByDescending(i => RunCost.Of(recipes[i])).ToArray();

        void Work()
        {
            for (int turn; (turn = Interlocked.Increment(ref next)) < queue.Length;)
            {
                var position = queue[turn];
                outcomes[position] = TrainOne(trainer, recipes[position], data, progress, stop.Token);
                finished?.Invoke(outcomes[position]);
            }
        }

        WorkerPool.Run(Math.Min(parallelism, recipes.Count), "training", stop, Work);
        return outcomes;
    }

    private static RunOutcome TrainOne(
        Trainer trainer, TrainingRecipe recipe, Dataset data, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var latest = new LatestProgress(progress);
        try
        {
            return new(recipe, trainer.Train(recipe, data, latest, cancellation), null);
        }
        catch (OperationCanceledException)
        {
            return new(recipe, null, null);
        }
        catch (Exception exception)
        {
            // Whatever goes wrong in one run is that run's failure: an exception on this thread would end the process and the other runs.
            return new(recipe, null, RunFailure.Of(recipe, latest.Value, exception));
        }
    }
}
