using System.Diagnostics;
using System.Reflection;
using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;

namespace Reproduction.Cli;

/// <summary>What a person is told of an exception, and the exit code that goes with it: the one place that knows, for every command.</summary>
/// <param name="Message">One line: what happened, where, what to do.</param>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
internal sealed record Failure(string Message, int ExitCode)
{
    /// <summary>Lines that belong under the message, such as the places that were looked at.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What an exception means; whatever is not expected is a fault of this program, and is said as one line, too.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Of(only),
        TargetInvocationException or TypeInitializationException when exception.InnerException is { } inner => Of(inner),
        OperationCanceledException => new("stopped; nothing was written.", Cli.ExitCode.Cancelled),
        InvalidConfigurationException => new(exception.Message, Cli.ExitCode.InvalidOptions),
        DatasetNotFoundException missing => new(
            $"{missing.Message} Looked for in:",
            Cli.ExitCode.Failure)
        {
            Details = [.. missing.Attempts.Select(attempt => attempt.Line)],
        },
        DataException when exception.InnerException is { } inner && IoFailure.Is(inner) => new(exception.Message, CodeOf(inner)),
        DataException => new(exception.Message, Cli.ExitCode.Failure),
        LibTorchException => new($"{exception.Message} '--engine portable' does without libtorch.", Cli.ExitCode.Failure),
        OutOfMemoryException => new(
            "memory ran out; what was finished before is kept. Use fewer runs at once (--parallel 1), or give the program more memory.",
            Cli.ExitCode.Failure),
        IOException or UnauthorizedAccessException => new(
            $"{IoFailure.Reason(exception)}; check the name, the rights and the room on the disk.", CodeOf(exception)),
        _ =>
            new(
                $"a fault of this program: {exception.GetType().Name}: {OneLine.Of(exception.Message)}{Place(exception)}; please report it with the "
                    + $"command.",
                Cli.ExitCode.Failure),
    };

    /// <summary>A name that cannot be used is the command line's fault; a disk that is full is not.</summary>
    private static int CodeOf(Exception exception) => IoFailure.IsOfTheMedium(exception) ? Cli.ExitCode.Failure : Cli.ExitCode.InvalidOptions;

    private static string Place(Exception exception) =>
        new StackTrace(exception).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(IsOurs) is { } method
            ? $" (in {method.DeclaringType!.Name}.{method.Name})"
            : string.Empty;

    private static bool IsOurs(MethodBase? method) =>
        method?.DeclaringType?.Namespace?.StartsWith(nameof(Reproduction), StringComparison.Ordinal) == true;
}
