using System.CommandLine;
using System.CommandLine.Parsing;
using Reproduction.Cli.Commands;
using Reproduction.Data;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>The program without its process: consoles, environment and cancellation come in as values.</summary>
/// <param name="console">Where people read.</param>
/// <param name="error">Where errors go.</param>
/// <param name="search">Where MNIST is looked for, before the options have their say.</param>
/// <param name="cancellation">Ctrl-C.</param>
/// <param name="variable">Gives an environment variable's value; null for an empty environment.</param>
internal sealed class Application(
    IAnsiConsole console, TextWriter error, DatasetLocatorOptions search, CancellationToken cancellation, Func<string, string?>? variable = null)
{
    private const int UnknownWidth = 10_000;

    /// <summary>Whether the last call was to print JSON or CSV, so that a lost output is a failure.</summary>
    public bool IsOutputForPrograms { get; private set; }

    /// <summary>Runs one command line; one that cannot be followed, or fails, gets one line on the error output.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            // The width is not known, and nobody wants lines broken in a file.
            console.Profile.Width = UnknownWidth;
        }

        var context = new CommandContext(console, error, search, variable ?? (_ => null), cancellation);
        try
        {
            var exitCode = Invoke(context, arguments);

            // Who stops a command in its last moments wants the script around it to stop, too.
            return exitCode == ExitCode.Success && cancellation.IsCancellationRequested
                ? context.Fail("stopped; everything was finished by then.", ExitCode.Cancelled)
                : exitCode;
        }
        catch (Exception exception)
        {
            return context.Fail(Failure.Of(exception));
        }
    }

    private int Invoke(CommandContext context, IReadOnlyList<string> arguments)
    {
        // A new command is a class under Commands and its line here.
        var root = new ReproduceCommand(context)
        {
            new EnsembleCommand(context),
            new MergeCommand(context),
            new NightlyCommand(context),
            new VerdictCommand(context),
            new ReportCommand(context),
            new FingerprintCommand(context),
            new DataCommand(context),
            new SummaryCommand(context),
            new SampleCommand(context),
            new ApproveCommand(context),
            new ChangesCommand(context),
        };

        HelpWithExamples.AddTo(root, console.Profile.Width);

        // No response files: a name that begins with @ is a name.
        var result = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        if ((result.Errors.Count > 0 ? result.Errors[0].Message : Misplaced(result)) is { } problem && result.Action is not HelpWithExamples)
        {
            var command = result.CommandResult.Command == root ? "reproduce" : $"reproduce {result.CommandResult.Command.Name}";
            return context.Fail($"{problem} ('{command} --help' lists the options.)", ExitCode.InvalidOptions);
        }

        IsOutputForPrograms = result.CommandResult.Children.OfType<OptionResult>()
            .Any(option => !option.Implicit && option.Option.Name is ("--json" or "--csv"));
        return result.Invoke(
            new() { Output = context.Lines, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>An option before a command's name is the root command's, and the command would not see it.</summary>
    private static string? Misplaced(ParseResult result) =>
        result.CommandResult != result.RootCommandResult
        && result.RootCommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => !option.Implicit) is { } option
            ? $"{option.IdentifierToken?.Value ?? option.Option.Name} stands before '{result.CommandResult.Command.Name}', which does not see it; "
                + $"put it after that name, if it is one of its options."
            : null;
}
