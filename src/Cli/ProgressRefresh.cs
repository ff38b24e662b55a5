using System.Diagnostics;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>
/// Draws bars anew when something is told, ten times a second at most. Spectre's own refreshing thread is switched off (AutoRefresh): work that ends
/// before that thread has begun is not waited for, and the thread then draws for as long as the process lives.
/// </summary>
internal sealed class ProgressRefresh(ProgressContext context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();

    /// <summary>Several threads may ask at once: one draws, after the other.</summary>
    public void Ask()
    {
        lock (gate)
        {
            if (sinceDrawn.Elapsed >= Pause)
            {
                context.Refresh();
                sinceDrawn.Restart();
            }
        }
    }
}
