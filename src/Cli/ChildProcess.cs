using System.ComponentModel;
using System.Diagnostics;

namespace Reproduction.Cli;

/// <summary>How another program ended.</summary>
/// <param name="ExitCode">Its exit code; null where it could not be started or was stopped at its limit.</param>
/// <param name="Output">What it wrote to its output.</param>
/// <param name="Error">What it wrote to its error output, or why there is no exit code.</param>
internal sealed record ChildResult(int? ExitCode, string Output, string Error);

/// <summary>Runs another program and waits for it, never longer than its limit.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="limit">After this time it is killed with all that it started.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="variables">Environment variables to set for it.</param>
    public static ChildResult Run(
        string program, TimeSpan limit, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                return new(null, string.Empty, $"{program} was stopped: it took longer than {limit.TotalSeconds:F0} seconds");
            }

            // What it started may keep its output open; what came until now has to do.
            return Task.WaitAll([output, error], TimeSpan.FromSeconds(10))
                ? new(process.ExitCode, output.Result, error.Result)
                : new(process.ExitCode, string.Empty, $"{program} ended, and something that it started keeps its output open");
        }
        catch (Win32Exception exception)
        {
            return new(null, string.Empty, $"{program} cannot be started: {exception.Message}");
        }
    }
}
