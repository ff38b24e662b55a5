using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Reproduction.Data;

namespace Reproduction.Cli;

/// <summary>
/// The signals that ask the program to stop: Ctrl-C, a request to terminate, a terminal that goes away (unless nohup has it ignored).
/// </summary>
/// <remarks>
/// The first one lets the runs end at their next step and writes what is finished; a second one ends the process at once. What arrives within a
/// second of the first is the same wish: a terminal that closes, and <c>timeout</c>, signal the process and its group, and the process gets both.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan OneWish = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource cancellation = new();
    private readonly List<PosixSignalRegistration> registrations;
    private long first;

    public StopSignals()
    {
        PosixSignal[] signals = IsHangupIgnored()
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => cancellation.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        cancellation.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        var now = Stopwatch.GetTimestamp();
        var before = Interlocked.CompareExchange(ref first, now, 0);
        context.Cancel = before == 0 || Stopwatch.GetElapsedTime(before, now) < OneWish;
        cancellation.Cancel();
    }

    /// <summary>Whether the process was started with SIGHUP ignored, as nohup does.</summary>
    private static bool IsHangupIgnored()
    {
        const string Field = "SigIgn:";
        const ulong Hangup = 1;
        try
        {
            return File.Exists("/proc/self/status")
                && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line
                && (ulong.Parse(line[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Hangup) != 0;
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // without /proc it cannot be known
            return false;
        }
    }
}
