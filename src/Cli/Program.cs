using System.Runtime.InteropServices;
using Reproduction.Cli;
using Reproduction.Data;
using Spectre.Console;

using var cancellation = new CancellationTokenSource();

// The first request to stop lets the runs end at their next step and writes what is finished; a second one ends the process at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return new Application(AnsiConsole.Console, Console.Error, DatasetLocatorOptions.FromEnvironment(), cancellation.Token, Environment.GetEnvironmentVariable).Run(args);
