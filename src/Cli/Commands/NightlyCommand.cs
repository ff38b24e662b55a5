using System.Collections.Immutable;
using System.CommandLine;
using Reproduction.Engines;
using Reproduction.Ensembles;

namespace Reproduction.Cli.Commands;

/// <summary>Holds tonight's runs against the stored ones.</summary>
internal sealed class NightlyCommand : Command, IHasExamples
{
    private readonly Option<string> reference = new Option<string>("--reference")
    {
        Description = "Stored runs to compare with",
        DefaultValueFactory = _ => "results/notebook.jsonl.gz",
        HelpName = "file.jsonl[.gz]",
    }.ForFile();

    private readonly DefaultedOption<ImmutableArray<ulong>> seeds = new(
        "--seeds",
        [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)],
        "1..20",
        "Seeds of the notebook's four runs; at least 14, for fewer decide nothing unless they are identical")
    {
        HelpName = "n..n,...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = argument => OptionReading.List(argument, GridValues.Seeds),
    };

    private readonly Option<string?> runs = new Option<string?>("--runs")
    {
        Description = "Compare the runs of this file, trained elsewhere, and train none",
        HelpName = "file.jsonl[.gz]",
    }.ForFile();

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "Folder for summary.md, nightly.json, runs.jsonl and, below nights/, the JSON of every night",
        DefaultValueFactory = _ => "artifacts/nightly",
        HelpName = "folder",
    }.ForFolder();

    private readonly Option<bool> history = new("--history")
    {
        Description = "Draw the nights whose JSON lies in the output folder or below it, and train none",
    };

    private readonly DatasetOptionSet data = new();

    private readonly EngineOptionSet computing = new(EngineKind.Portable);

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the outcome and errors, nothing else" };

    private readonly Option<bool> json = new("--json") { Description = "Print the night's JSON, and nothing else" };

    public NightlyCommand(CommandContext context)
        : base(
            "nightly",
            "Trains the notebook's runs over several seeds and compares them with the stored ones; exit code 1 when a figure is worse, or "
                + "suspiciously better.")
    {
        Options.Add(reference);
        Options.Add(seeds);
        Options.Add(runs);
        Options.Add(output);
        Options.Add(history);
        data.AddTo(this);
        computing.AddTo(this);
        Options.Add(quiet);
        Options.Add(json);
        Validators.Add(result =>
        {
            if (result.GetResult(history) is { Implicit: false } && result.GetResult(json) is { Implicit: false })
            {
                result.AddError("--json does not go with --history, which is drawn from the JSON of nights.");
            }

            if (result.GetResult(runs) is not null
                && data.All.Concat(computing.All).FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
            {
                result.AddError($"{other.Name} does not go with --runs, which trains nothing.");
            }
        });
        SetAction(result => result.GetValue(history)
            ? new NightlyRegression(context).ShowHistory(result.GetValue(output)!)
            : new NightlyRegression(
                result.GetValue(json) ? context.OnErrorOutput() : context, result.GetValue(json) ? context.Lines : null).Run(new()
                {
                    ReferencePath = result.GetValue(reference)!,
                    Seeds = seeds.Of(result),
                    RunsPath = result.GetValue(runs),
                    OutputFolder = result.GetValue(output)!,
                    Data = data.Read(result),
                    Engine = computing.Read(result),
                    IsQuiet = result.GetValue(quiet) || result.GetValue(json),
                }));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("nightly --dataset mnist", "train tonight's runs and compare them"),
        ("nightly --history", "draw the nights that there were"),
        ("nightly --runs artifacts/runs.jsonl.gz --seeds 1..20", "compare runs that were trained elsewhere"),
    ];
}
