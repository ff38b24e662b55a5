using System.CommandLine;
using Reproduction.Networks;

namespace Reproduction.Cli.Commands;

/// <summary>Shows networks.</summary>
internal sealed class SummaryCommand : Command
{
    private readonly NetworkOptionSet network = new();

    public SummaryCommand(CommandContext context)
        : base("summary", "Prints the networks' layers and parameter counts, with and without batch normalization, or one network's.")
    {
        network.AddNetworkTo(this);
        SetAction(result =>
        {
            var asked = network.Network(result);
            foreach (var configuration in network.HasNetwork(result) ? [asked] : new[] { asked, asked with { Normalization = null } })
            {
                context.Lines.WriteLine(configuration);
                context.Lines.WriteLine();
                context.Lines.WriteLine(ModelSummary.Of(configuration));
            }

            return ExitCode.Success;
        });
    }
}
