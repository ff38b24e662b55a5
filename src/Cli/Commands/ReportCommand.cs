using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>Writes the page of all evidence.</summary>
internal sealed class ReportCommand : Command, IHasExamples
{
    private readonly Option<string> results = new Option<string>("--results")
    {
        Description = "Folder with stored results, *.jsonl or *.jsonl.gz",
        DefaultValueFactory = _ => "results",
        HelpName = "folder",
    }.ForFolder();

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "Folder for report.html, which needs nothing beside it, and report.md",
        DefaultValueFactory = _ => "artifacts/report",
        HelpName = "folder",
    }.ForFolder();

    public ReportCommand(CommandContext context)
        : base("report", "Decides every claim from stored results and writes it as a page, with charts.")
    {
        Options.Add(results);
        Options.Add(output);
        SetAction(result => new EvidenceReport(context).Run(result.GetValue(results)!, result.GetValue(output)!));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("report", "the page of the stored results, in artifacts/report"),
        ("report --results artifacts/runs --output artifacts/mine", "the page of one's own results"),
    ];
}
