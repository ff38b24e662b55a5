using System.Diagnostics;

namespace Reproduction.Ensembles;

/// <summary>How long a file that another program holds is waited for.</summary>
/// <remarks>
/// This program's own locks are held for one read or one line, so who cannot have one for a minute is kept from it by another program. Once a stop is
/// asked for, a finished run still gets a second to be stored, one second for all threads together; then whoever waits gives up.
/// </remarks>
internal sealed class Patience
{
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AfterCancellation = TimeSpan.FromSeconds(1);

    private readonly CancellationToken cancellation;
    private long cancelledAt;

    public Patience(CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        cancellation.Register(() => Interlocked.CompareExchange(ref cancelledAt, Stopwatch.GetTimestamp(), 0));
    }

    /// <summary>Whether to give up.</summary>
    /// <param name="waited">How long this wait has lasted.</param>
    public bool IsOver(TimeSpan waited) => cancellation.IsCancellationRequested
        ? Stopwatch.GetElapsedTime(Interlocked.Read(ref cancelledAt)) > AfterCancellation
        : waited > Undisturbed;

    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();
}
