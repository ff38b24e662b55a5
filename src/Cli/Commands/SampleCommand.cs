using System.CommandLine;
using Reproduction.Data;

namespace Reproduction.Cli.Commands;

/// <summary>Makes the embedded sample.</summary>
internal sealed class SampleCommand : Command, IHasExamples
{
    private readonly Option<string> source = new Option<string>("--from")
    {
        Description = "Folder with Fashion-MNIST's files, as Debian's package dataset-fashion-mnist installs them",
        DefaultValueFactory = _ => "/usr/share/datasets/fashion-mnist",
        HelpName = "folder",
    }.ForFolder();

    private readonly Option<string> target = new Option<string>("--to")
    {
        Description = "Folder of the sample's files in the checkout",
        DefaultValueFactory = _ => "src/Data/Sample",
        HelpName = "folder",
    }.ForFolder();

    public SampleCommand(CommandContext context)
        : base("sample", "Makes the embedded sample anew from Fashion-MNIST (for maintainers; see 'make sample').")
    {
        Options.Add(source);
        Options.Add(target);
        SetAction(result =>
        {
            var folder = result.GetValue(target)!;
            SampleMaker.Make(result.GetValue(source)!, folder);
            context.WriteLine($"The sample was made in {folder}.");
            return ExitCode.Success;
        });
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("sample --to artifacts/sample", "the sample's files, to be compared with src/Data/Sample"),
    ];
}
