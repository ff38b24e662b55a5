using System.CommandLine;
using Reproduction.Networks;
using Reproduction.Report;

namespace Reproduction.Cli.Commands;

/// <summary>Shows networks.</summary>
internal sealed class SummaryCommand : Command, IHasExamples
{
    private readonly NetworkOptionSet network = new();

    private readonly Option<bool> json = new("--json") { Description = "Print the layers as JSON, and nothing else" };

    public SummaryCommand(CommandContext context)
        : base("summary", "Prints the networks' layers and parameter counts, with and without batch normalization, or one network's.")
    {
        network.AddNetworkTo(this);
        Options.Add(json);
        SetAction(result =>
        {
            var asked = network.Network(result);
            NetworkConfiguration[] shown = network.HasNetwork(result) ? [asked] : [asked, asked with { Normalization = null }];
            if (result.GetValue(json))
            {
                context.Lines.Write(ProgramJson.Of(shown));
                return ExitCode.Success;
            }

            foreach (var configuration in shown)
            {
                context.Lines.WriteLine(configuration);
                context.Lines.WriteLine();
                context.Lines.WriteLine(ModelSummary.Of(configuration));
            }

            return ExitCode.Success;
        });
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("summary", "the notebook's network, with and without batch normalization"),
        ("summary --hidden-sizes 100-50 --json", "another network, for programs"),
    ];
}
