using System.Collections.Immutable;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>Hands the runs of a grid to the threads that train: long ones first, none that is finished or under way in another process.</summary>
internal sealed class RunQueue
{
    private readonly Lock gate = new();
    private readonly LinkedList<RunKey> waiting;
    private readonly RunAppender results;
    private readonly RunLeases leases;
    private readonly TimeSpan pause;

    /// <param name="keys">The grid.</param>
    /// <param name="results">What is finished.</param>
    /// <param name="pause">Between two looks at what another process does, when there is nothing else to do.</param>
    public RunQueue(ImmutableArray<RunKey> keys, RunAppender results, TimeSpan pause)
    {
        // The longest runs first: the last one to finish then leaves the other cores idle for the shortest time.
        waiting = new(keys.Where(key => !results.Contains(key)).OrderByDescending(key => RunCost.Of(key.Recipe)));
        this.results = results;
        this.pause = pause;
        leases = new(results.Path);
    }

    /// <summary>The next run, or null when none is left. Waits for runs of other processes: one that dies leaves its run to be taken over.</summary>
    /// <param name="finishedElsewhere">Is told of runs that another process has finished.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public RunLease? Take(Action<TrainingRecipe> finishedElsewhere, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            lock (gate)
            {
                // Again, now that it is this thread's turn: whoever had it before may have waited for a file until the end.
                cancellation.ThrowIfCancellationRequested();
                for (var node = waiting.First; node is not null;)
                {
                    var (candidate, next) = (node, node.Next);
                    if (leases.TryTake(candidate.Value) is { } lease)
                    {
                        waiting.Remove(candidate);

                        // Looked at after the lease is taken: whoever had it before stored the run before giving it back.
                        results.Refresh();
                        if (!results.Contains(candidate.Value))
                        {
                            return lease;
                        }

                        lease.Dispose();
                        finishedElsewhere(candidate.Value.Recipe);
                    }

                    node = next;
                }

                if (waiting.Count == 0)
                {
                    return null;
                }
            }

            cancellation.WaitHandle.WaitOne(pause);
        }
    }

    /// <summary>Removes what the leases leave behind.</summary>
    /// <returns>Why runs under way could not be marked as such; null where they were.</returns>
    public string? Close()
    {
        leases.RemoveIfEmpty();
        return leases.Problem;
    }
}
