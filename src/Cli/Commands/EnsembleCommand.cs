using System.CommandLine;
using Reproduction.Engines;
using Reproduction.Ensembles;

namespace Reproduction.Cli.Commands;

/// <summary>Trains a grid of runs into a results file.</summary>
internal sealed class EnsembleCommand : Command, IHasExamples
{
    private readonly GridOptionSet grid = new();

    private readonly Option<string> results = new Option<string>("--results")
    {
        Description = "File that finished runs are appended to, one a line; what it has is not trained again",
        HelpName = "file.jsonl",
        Required = true,
    }.ForFile();

    private readonly Option<string?> shard = new("--shard")
    {
        Description = "Train one of several parts of the grid: n/count, or auto for the part that Slurm, Kubernetes or GitHub Actions gave this "
            + "process",
        HelpName = "n/count|auto",
    };

    private readonly DatasetOptionSet data = new();

    private readonly EngineOptionSet computing = new(EngineKind.Portable);

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the last line and errors, nothing else" };

    public EnsembleCommand(CommandContext context)
        : base("ensemble", "Trains a grid of runs and stores each as it ends; stopped at any moment, the same command goes on from there.")
    {
        grid.AddTo(this);
        Options.Add(results);
        Options.Add(shard);
        data.AddTo(this);
        computing.AddTo(this);
        Options.Add(quiet);
        SetAction(result => new EnsembleTraining(context).Run(new()
        {
            Grid = grid.Read(result),
            Shard = result.GetValue(shard) switch
            {
                null => null,
                "auto" => ShardEnvironment.Read(context.Variable),
                var text => Shard.Parse(text),
            },
            ResultsPath = result.GetValue(results)!,
            Data = data.Read(result),
            Engine = computing.Read(result),
            IsQuiet = result.GetValue(quiet),
        }));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("ensemble --grid results/notebook.grid.json --results artifacts/notebook.jsonl", "the notebook's four runs, 60 seeds each"),
        (
            "ensemble --learning-rates 0.01,0.1 --batch-sizes 32 --seeds 1..20 --results artifacts/rates.jsonl",
            "two rates, with and without, 20 seeds each"),
    ];
}
