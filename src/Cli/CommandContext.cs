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
    /// <summary>Where text of several lines goes.</summary>
    public TextWriter Lines => Console.Profile.Out.Writer;

    /// <summary>A path as people are shown it: <c>~</c> for the home folder. Other text stays as it is.</summary>
    public string Shorten(string path)
    {
        var home = (Variable("HOME") ?? Variable("USERPROFILE"))?.TrimEnd('/', '\\');
        return !string.IsNullOrEmpty(home) && path.Length > home.Length && path.StartsWith(home, StringComparison.Ordinal)
            && (path[home.Length] is '/' or '\\')
            ? "~" + path[home.Length..]
            : path;
    }

    /// <summary>Prints one line.</summary>
    public void WriteLine(string line) => Lines.WriteLine(OneLine.Of(line));

    /// <summary>Prints what a reader must know, quiet or not, where it cannot get into the results.</summary>
    public void Note(string line) => Error.WriteLine($"Note: {OneLine.Of(line)}");

    /// <summary>The same with everything that people read on the error output: where the standard output is for programs.</summary>
    public CommandContext OnErrorOutput() => this with
    {
        Console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Error),
        }),
    };

    /// <summary>Runs work that writes nothing and knows nothing of Ctrl-C, and does not wait for it when that comes.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C came first.</exception>
    public T Interruptible<T>(Func<T> work) => Task.Run(work, Cancellation).WaitAsync(Cancellation).GetAwaiter().GetResult();

    /// <summary>Says what went wrong, on one line.</summary>
    /// <returns>The exit code that it was given.</returns>
    public int Fail(string message, int exitCode) => Fail(new(message, exitCode));

    /// <summary>Says what went wrong, on one line, with details under it if there are some.</summary>
    /// <returns>The failure's exit code.</returns>
    public int Fail(Failure failure)
    {
        Error.WriteLine($"reproduce: {OneLine.Of(failure.Message)}");
        foreach (var detail in failure.Details)
        {
            Error.WriteLine($"  {OneLine.Of(detail)}");
        }

        return failure.ExitCode;
    }
}
