using System.Collections.Immutable;
using System.CommandLine;
using Reproduction.Engines;
using Reproduction.Ensembles;

namespace Reproduction.Cli.Commands;

/// <summary>What the program does without a command's name: the notebook's runs for one seed.</summary>
internal sealed class ReproduceCommand : RootCommand, IHasExamples
{
    private static readonly ReproduceOptions Defaults = new();

    private readonly DatasetOptionSet data = new();

    private readonly DefaultedOption<ImmutableArray<int>> batchSizes = new(
        "--batch-sizes", Defaults.BatchSizes, "32,64,16", "Batch sizes to train with normalization; the first one is trained without it too")
    {
        HelpName = "n,n,...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = argument => OptionReading.List(argument, GridValues.BatchSizes),
    };

    private readonly Option<double> learningRate = new("--learning-rate")
    {
        Description = "Learning rate of the optimizer",
        DefaultValueFactory = _ => Defaults.LearningRate,
        HelpName = "rate",
        CustomParser = argument =>
            OptionReading.Number<double>(argument, value => (float)value > 0 && float.IsFinite((float)value), "a positive number such as 0.01"),
    };

    private readonly Option<int> epochs = new("--epochs")
    {
        Description = "Passes over the training images",
        DefaultValueFactory = _ => Defaults.Epochs,
        HelpName = "n",
        CustomParser = argument => OptionReading.Number<int>(argument, value => value is >= 1 and <= 10_000, "a whole number from 1 to 10000"),
    };

    private readonly Option<ulong> seed = new("--seed")
    {
        Description = "Seed of the initial weights and of the shuffles",
        DefaultValueFactory = _ => Defaults.Seed,
        HelpName = "n",
        CustomParser = argument => OptionReading.Number<ulong>(argument, _ => true, "a whole number from 0 to 18446744073709551615"),
    };

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "Folder for histories.csv, summary.md and learning-curves.svg",
        DefaultValueFactory = _ => Defaults.OutputFolder,
        HelpName = "folder",
    }.ForFolder();

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the final table and errors, nothing else" };

    private readonly Option<bool> json = new("--json") { Description = "Print the runs as JSON, and nothing else" };

    private readonly Option<bool> csv = new("--csv") { Description = "Print the histories as comma-separated values, and nothing else" };

    private readonly NetworkOptionSet network = new();

    private readonly EngineOptionSet computing = new(EngineKind.Torch);

    public ReproduceCommand(CommandContext context)
        : base(
            "Repeats a notebook that trained a small network on MNIST with and without batch normalization, at three batch sizes, and shows its "
                + "figures beside the notebook's.")
    {
        data.AddTo(this);
        Options.Add(batchSizes);
        network.AddNetworkTo(this);
        network.AddTrainingTo(this);
        Options.Add(learningRate);
        Options.Add(epochs);
        Options.Add(seed);
        computing.AddTo(this);
        Options.Add(output);
        Options.Add(quiet);
        Options.Add(json);
        Options.Add(csv);
        Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("--json and --csv are two forms of one output; choose one.");
            }
        });
        SetAction(result => new NotebookReproduction(context).Run(Read(result)));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        (string.Empty, "the notebook's four runs, as it trained them"),
        ("--engine portable --epochs 3", "a first look within seconds"),
        ("--batch-sizes 128,256 --learning-rate 0.05 --output artifacts/larger", "other runs, into a folder of their own"),
    ];

    private ReproduceOptions Read(ParseResult result) => new()
    {
        Data = data.Read(result),
        Engine = computing.Read(result),
        BatchSizes = batchSizes.Of(result),
        Normalization = network.Network(result).Normalization,
        HiddenSizes = network.Network(result).HiddenSizes,
        Optimizer = network.Optimizer(result),
        LearningRate = result.GetValue(learningRate),
        Epochs = result.GetValue(epochs),
        Seed = result.GetValue(seed),
        OutputFolder = result.GetValue(output)!,
        Form = result.GetValue(json) ? OutputForm.Json : result.GetValue(csv) ? OutputForm.Csv : OutputForm.Table,
        IsQuiet = result.GetValue(quiet) || result.GetValue(json) || result.GetValue(csv),
    };
}
