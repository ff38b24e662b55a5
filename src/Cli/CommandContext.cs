using Reproduction.Data;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>What every command works with; nothing of it is the process's own.</summary>
/// <param name="Console">Where people read.</param>
/// <param name="Error">Where errors go.</param>
/// <param name="Search">Where MNIST is looked for, before the options have their say.</param>
/// <param name="Variable">Gives an environment variable's value, or null.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record CommandContext(
    IAnsiConsole Console, TextWriter Error, DatasetLocatorOptions Search, Func<string, string?> Variable, CancellationToken Cancellation)
{
    /// <summary>Where plain lines go.</summary>
    public TextWriter Lines => Console.Profile.Out.Writer;

    /// <summary>Says what went wrong, on one line.</summary>
    /// <returns>The exit code that it was given.</returns>
    public int Fail(string message, int exitCode)
    {
        Error.WriteLine($"reproduce: {message}");
        return exitCode;
    }
}
