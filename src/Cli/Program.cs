using Reproduction.Cli;
using Reproduction.Data;
using Spectre.Console;

// Before anything asks for the console: what is printed must not stop what is computed.
var output = StandardStreams.Install();
using var stop = new StopSignals();
var application = new Application(
    AnsiConsole.Console, Console.Error, DatasetLocatorOptions.FromEnvironment(), stop.Token, Environment.GetEnvironmentVariable);
var exitCode = application.Run(args);
if (output.Lost is { } reason)
{
    Console.Error.WriteLine($"Note: the output could not be printed: {reason}");

    // For a program that waits for JSON, the output is the work.
    exitCode = exitCode == ExitCode.Success && application.IsOutputForPrograms ? ExitCode.Failure : exitCode;
}

return exitCode;
