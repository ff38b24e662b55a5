using System.CommandLine;
using Reproduction.Models;

namespace Reproduction.Cli.Commands;

/// <summary>Shows the two networks.</summary>
internal sealed class SummaryCommand : Command
{
    public SummaryCommand(CommandContext context)
        : base("summary", "Prints the networks' layers and parameter counts, with and without batch normalization.") =>
        SetAction(_ =>
        {
            LibTorch.Load(Numerics.Pinned);
            foreach (var configuration in new[] { new NetworkConfiguration(), new NetworkConfiguration { BatchNormalization = null } })
            {
                using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
                context.Lines.WriteLine(configuration);
                context.Lines.WriteLine();
                context.Lines.WriteLine(ModelSummary.Of(network));
            }

            return ExitCode.Success;
        });
}
