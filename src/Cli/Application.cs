using System.CommandLine.Help;
using Reproduction.Cli.Commands;
using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;
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
    /// <summary>Runs one command line; one that cannot be followed gets one line on the error output.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        var context = new CommandContext(console, error, search, variable ?? (_ => null), cancellation);

        // A new command is a class under Commands and its line here.
        var root = new ReproduceCommand(context)
        {
            new EnsembleCommand(context),
            new MergeCommand(context),
            new NightlyCommand(context),
            new ReportCommand(context),
            new FingerprintCommand(context),
            new DataCommand(context),
            new SummaryCommand(context),
            new SampleCommand(context),
        };

        var result = root.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is not HelpAction)
        {
            var command = result.CommandResult.Command == root ? "reproduce" : $"reproduce {result.CommandResult.Command.Name}";
            return context.Fail($"{result.Errors[0].Message.ReplaceLineEndings(" ")} ('{command} --help' lists the options.)", ExitCode.InvalidOptions);
        }

        try
        {
            return result.Invoke(new() { Output = context.Lines, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            return context.Fail("stopped; nothing was written.", ExitCode.Cancelled);
        }
        catch (InvalidConfigurationException exception)
        {
            return context.Fail(exception.Message, ExitCode.InvalidOptions);
        }
        catch (Exception exception) when (exception is DataException or LibTorchException)
        {
            return context.Fail(exception.Message, ExitCode.Failure);
        }
    }
}
