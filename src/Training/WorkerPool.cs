using System.Runtime.ExceptionServices;

namespace Reproduction.Training;

/// <summary>Threads that take work until none is left.</summary>
/// <remarks>
/// Threads of their own, not the runtime's pool: libtorch keeps its thread count, and TorchSharp its dispose scopes, per thread. An exception that
/// left such a thread would end the process; here the first one stops the others and is thrown where the pool was started.
/// </remarks>
public static class WorkerPool
{
    /// <summary>Runs the same work on several threads and waits for all of them.</summary>
    /// <param name="workers">How many threads; at least one works.</param>
    /// <param name="name">What they are called.</param>
    /// <param name="stop">Is cancelled when one of them fails; a worker that ends with a cancellation has not failed.</param>
    /// <param name="work">Takes one job after the other until none is left.</param>
    public static void Run(int workers, string name, CancellationTokenSource stop, Action work)
    {
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(work);
        ExceptionDispatchInfo? failure = null;

        void Guarded()
        {
            try
            {
                work();
            }
            catch (OperationCanceledException)
            {
                // Whoever stops the workers knows why.
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                stop.Cancel();
            }
        }

        var threads = Enumerable.Range(1, Math.Max(1, workers))
            .Select(number => new Thread(Guarded) { Name = $"{name} {number}", IsBackground = true })
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        failure?.Throw();
    }
}
