using System.CommandLine;
using Reproduction.Engines.Portable;
using Reproduction.Training;

namespace Reproduction.Cli.Commands;

/// <summary>Shows whether the portable engine gives here the bits that it gives everywhere.</summary>
internal sealed class FingerprintCommand : Command, IHasExamples
{
    public FingerprintCommand(CommandContext context)
        : base("fingerprint", "Trains a few steps with the portable engine and compares their hash with the one that every machine has to give.") =>
        SetAction(_ =>
        {
            var fingerprint = Fingerprint.Compute();
            context.WriteLine($"{fingerprint}  {MachineInfo.Current()}");
            return fingerprint == Fingerprint.Expected
                ? ExitCode.Success
                : context.Fail(
                    $"this machine gives other bits than {Fingerprint.Expected}; the portable engine's figures will differ from the approved ones. "
                        + $"Please report it with the line above.",
                    ExitCode.Failure);
        });

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("fingerprint", "exit code 0 if this machine computes the approved bits"),
    ];
}
