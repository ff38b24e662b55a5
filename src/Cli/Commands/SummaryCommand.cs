using System.CommandLine;
using Reproduction.Networks;

namespace Reproduction.Cli.Commands;

/// <summary>Shows the two networks.</summary>
internal sealed class SummaryCommand : Command
{
    public SummaryCommand(CommandContext context)
        : base("summary", "Prints the networks' layers and parameter counts, with and without batch normalization.") =>
        SetAction(_ =>
        {
            foreach (var configuration in new[] { new NetworkConfiguration(), new NetworkConfiguration { BatchNormalization = null } })
            {
                context.Lines.WriteLine(configuration);
                context.Lines.WriteLine();
                context.Lines.WriteLine(ModelSummary.Of(configuration));
            }

            return ExitCode.Success;
        });
}
