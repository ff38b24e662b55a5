using System.Collections.Immutable;
using System.CommandLine;
using Reproduction.Engines;
using Reproduction.Ensembles;

namespace Reproduction.Cli.Commands;

/// <summary>What the program does without a command's name: the notebook's runs for one seed.</summary>
internal sealed class ReproduceCommand : RootCommand
{
    private static readonly Options Defaults = new();

    private readonly DatasetOptionSet data = new();

    private readonly Option<ImmutableArray<int>> batchSizes = new("--batch-sizes")
    {
        Description = "Batch sizes to train with normalization; the first one is trained without it too",
        DefaultValueFactory = _ => Defaults.BatchSizes,
        HelpName = "n,n,...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = argument => OptionReading.List(argument, GridValues.BatchSizes),
    };

    private readonly Option<double> learningRate = new("--learning-rate")
    {
        Description = "Learning rate of the optimizer",
        DefaultValueFactory = _ => Defaults.LearningRate,
        HelpName = "rate",
        CustomParser = argument => OptionReading.Number<double>(argument, value => (float)value > 0 && float.IsFinite((float)value), "a positive number such as 0.01"),
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

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "Folder for histories.csv, summary.md and learning-curves.svg",
        DefaultValueFactory = _ => Defaults.OutputFolder,
        HelpName = "folder",
    };

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the final table and errors, nothing else" };

    private readonly NetworkOptionSet network = new();

    private readonly EngineOptionSet computing = new(EngineKind.Torch);

    public ReproduceCommand(CommandContext context)
        : base("Repeats a notebook that trained a small network on MNIST with and without batch normalization, at three batch sizes, and shows its figures beside the notebook's.")
    {
        data.AddTo(this);
        Options.Add(batchSizes);
        network.AddNetworkTo(this);
        network.AddOptimizerTo(this);
        Options.Add(learningRate);
        Options.Add(epochs);
        Options.Add(seed);
        computing.AddTo(this);
        Options.Add(output);
        Options.Add(quiet);
        SetAction(result => new NotebookReproduction(context).Run(Read(result)));
    }

    private Options Read(ParseResult result) => new()
    {
        Data = data.Read(result),
        Computing = computing.Read(result),
        BatchSizes = result.GetValue(batchSizes),
        Normalization = network.Network(result).Normalization,
        HiddenSizes = network.Network(result).HiddenSizes,
        Optimizer = network.Optimizer(result),
        LearningRate = result.GetValue(learningRate),
        Epochs = result.GetValue(epochs),
        Seed = result.GetValue(seed),
        OutputFolder = result.GetValue(output)!,
        IsQuiet = result.GetValue(quiet),
    };
}
