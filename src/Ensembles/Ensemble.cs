using System.Collections.Immutable;
using System.Diagnostics;
using Reproduction.Data;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>A run that ended without a result: not for the recipe's sake, so it is not stored, and the next pass tries it again.</summary>
/// <param name="Recipe">Which run.</param>
/// <param name="Failure">In which epoch, and why.</param>
public sealed record RunFault(TrainingRecipe Recipe, RunFailure Failure);

/// <summary>What a pass over a grid came to.</summary>
/// <param name="Runs">The grid's finished runs, of this pass and of earlier ones, in the order of the recipes.</param>
/// <param name="Faults">Runs without a result.</param>
/// <param name="WasCancelled">Whether the pass was stopped before its end.</param>
/// <param name="LeaseProblem">
/// Why other processes could not be told which runs are under way, so that they may have trained them, too; null where they were.
/// </param>
public sealed record EnsembleOutcome(ImmutableArray<RunRecord> Runs, ImmutableArray<RunFault> Faults, bool WasCancelled, string? LeaseProblem);

/// <summary>Trains the runs of a grid side by side, each run once, and stores each as it ends.</summary>
/// <remarks>
/// Runs that the results file has are not repeated; those that another process has under way are left to it, and taken over if it dies. Each result
/// depends on its recipe, the data and the engine alone, so stopping and starting again, in any number of processes, gives the same results.
/// </remarks>
public static class Ensemble
{
    private static readonly TimeSpan PauseWhileOthersTrain = TimeSpan.FromMilliseconds(200);

    /// <summary>Trains whatever is not finished yet.</summary>
    /// <param name="recipes">The grid, each recipe once.</param>
    /// <param name="data">Shared by all runs, read only.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="results">Where finished runs are, and go.</param>
    /// <param name="parallelism">How many runs at once, at least 1, a core each.</param>
    /// <param name="progress">Is told often, on the runs' threads, one call at a time; null for silence.</param>
    /// <param name="cancellation">Stops all runs at their next step.</param>
    /// <exception cref="Networks.InvalidConfigurationException">A recipe cannot be trained on these data; nothing was trained.</exception>
    /// <exception cref="DataException">The results file cannot be kept; the other runs were stopped.</exception>
    public static EnsembleOutcome Run(
        IReadOnlyList<TrainingRecipe> recipes,
        Dataset data,
        IEngine engine,
        RunAppender results,
        int parallelism,
        IProgress<EnsembleProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        foreach (var recipe in recipes)
        {
            recipe.Validate(data);
        }

        var keys = recipes.Select(recipe => new RunKey(recipe, data.Name, data.Sha256, engine.Name, engine.Description)).ToImmutableArray();
        if (keys.Distinct().Count() != keys.Length)
        {
            throw new ArgumentException("A recipe is named twice.", nameof(recipes));
        }

        var machine = MachineInfo.Current(engine) with { RunsAtOnce = parallelism };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = new RunQueue(keys, results, PauseWhileOthersTrain);
        var clock = Stopwatch.StartNew();
        var tracker = new EnsembleTracker(recipes, keys.Where(results.Contains).Select(key => key.Recipe), () => clock.Elapsed, progress);
        var faults = new List<RunFault>();
        Exception? broken = null;

        void Work()
        {
            while (queue.Take(tracker.FinishedElsewhere, stop.Token) is { } lease)
            {
                using (lease)
                {
                    if (RunTrainer.Train(lease.Key, data, engine, machine, tracker, stop.Token, out var fault) is { } record)
                    {
                        results.Append(record);
                        tracker.Finished(record);
                    }
                    else if (fault is not null)
                    {
                        lock (faults)
                        {
                            faults.Add(fault);
                        }

                        tracker.Dropped(lease.Key.Recipe);
                    }
                }
            }
        }

        try
        {
            WorkerPool.Run(Math.Min(parallelism, recipes.Count), "ensemble", stop, Work);
        }
        catch (Exception exception)
        {
            // Results that cannot be kept are not worth training. The leases are given back first.
            broken = exception;
        }

        var leaseProblem = queue.Close();
        broken ??= Verify(results);
        if (broken is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(broken);
        }

        var finished = results.Runs.ToDictionary(record => record.Key);
        return new(
            [.. keys.Where(finished.ContainsKey).Select(key => finished[key])],
            [.. faults],
            cancellation.IsCancellationRequested && faults.Count + keys.Count(finished.ContainsKey) < keys.Length,
            leaseProblem);
    }

    /// <summary>Whether the file still holds what was stored; what is wrong if it does not.</summary>
    private static DataException? Verify(RunAppender results)
    {
        try
        {
            results.Verify();
            return null;
        }
        catch (DataException exception)
        {
            return exception;
        }
        catch (OperationCanceledException)
        {
            // Another program holds the file, and a stop was asked for: what is stored was flushed to the disk.
            return null;
        }
    }
}
