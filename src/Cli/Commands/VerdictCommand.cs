using System.CommandLine;
using Reproduction.Engines;

namespace Reproduction.Cli.Commands;

/// <summary>Decides claims.</summary>
internal sealed class VerdictCommand : Command, IHasExamples
{
    private readonly Argument<string[]> ids = new("claim")
    {
        Description = "Ids of claims, such as B3; all of them if none is named",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> results = new Option<string>("--results")
    {
        Description = "Folder with stored results, *.jsonl or *.jsonl.gz, yours or anybody's; or one such file",
        DefaultValueFactory = _ => "results",
        HelpName = "folder|file",
    }.ForName();

    private readonly Option<bool> train = new("--train")
    {
        Description = "First train the grids that the claims' rules name, and decide by these runs alone; stopped, the same command goes on from "
            + "there",
    };

    private readonly Option<string> grids = new Option<string>("--grids")
    {
        Description = "Folder with the grids' files",
        DefaultValueFactory = _ => "results",
        HelpName = "folder",
    }.ForFolder();

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "Folder that --train trains into",
        DefaultValueFactory = _ => "artifacts/verdict",
        HelpName = "folder",
    }.ForFolder();

    private readonly Option<bool> json = new("--json") { Description = "Print the findings as JSON" };

    private readonly DatasetOptionSet data = new();

    private readonly EngineOptionSet computing = new(EngineKind.Portable);

    public VerdictCommand(CommandContext context)
        : base("verdict", "Decides claims from runs: the rule, the figures, the decision; exit code 1 when a decision is not the expected one.")
    {
        Arguments.Add(ids);
        Options.Add(results);
        Options.Add(train);
        Options.Add(grids);
        Options.Add(output);
        Options.Add(json);
        data.AddTo(this);
        computing.AddTo(this);
        Validators.Add(result =>
        {
            bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
            Option[] needTraining =
            [
                grids,
                output,
                .. data.All.Concat(computing.All).Where(option => option.Name is not ("--dataset" or "--engine")),
            ];
            if (IsGiven(train) && IsGiven(results))
            {
                result.AddError("--results does not go with --train, which decides by the runs that it trains; --output says where they go.");
            }
            else if (!IsGiven(train) && needTraining.FirstOrDefault(IsGiven) is { } idle)
            {
                result.AddError($"{idle.Name} has no effect without --train.");
            }
        });
        SetAction(result => new VerdictRun(context).Run(new()
        {
            Ids = [.. result.GetValue(ids) ?? []],
            ResultsPath = result.GetValue(results)!,
            Train = result.GetValue(train),
            GridsFolder = result.GetValue(grids)!,
            OutputFolder = result.GetValue(output)!,
            IsJson = result.GetValue(json),
            EngineName = computing.NameIfGiven(result),
            Data = data.Read(result),
            Engine = computing.Read(result),
        }));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("verdict", "decide every claim from the stored runs"),
        ("verdict B3 I5 --results artifacts/runs", "decide two claims from runs of one's own"),
        ("verdict I5 --results results/fashion-mnist.jsonl.gz", "decide one by the same rule on another data set"),
        ("verdict B3 --train", "train what the claim's rule needs, and decide by it"),
    ];
}
