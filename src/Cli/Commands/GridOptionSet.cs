using System.Collections.Immutable;
using System.CommandLine;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Cli.Commands;

/// <summary>The options that name a grid of runs, or a file with one.</summary>
internal sealed class GridOptionSet
{
    private readonly Option<string?> file = new Option<string?>("--grid")
    {
        Description = "File of JSON with the grid (see results/); it goes with none of the options below",
        HelpName = "file",
    }.ForFile();

    private readonly Option<ImmutableArray<NetworkConfiguration>> networks = List(
        "--batch-normalization",
        "with,without",
        "Networks with batch normalization, without, or both (with --batch-sizes: both; without either: the notebook's four runs)",
        GridValues.Networks);

    private readonly Option<ImmutableArray<NetworkConfiguration>> normalizations = List(
        "--normalization",
        string.Join(',', GridValues.NormalizationNames),
        "The same by the normalization's name; instead of --batch-normalization",
        GridValues.Normalizations);

    private readonly Option<ImmutableArray<ImmutableArray<int>>> hiddenSizes = List(
        "--hidden-sizes", "n-n,...", "Widths of the hidden layers, each with every network (300-100)", GridValues.HiddenSizes);

    private readonly Option<ImmutableArray<OptimizerConfiguration>> optimizers = List(
        "--optimizer", "name,...", NetworkOptionSet.OptimizerDescription, GridValues.Optimizers);

    private readonly Option<ImmutableArray<int>> batchSizes = List(
        "--batch-sizes", "n,n,...", "Batch sizes, each with every network (32)", GridValues.BatchSizes);

    private readonly Option<ImmutableArray<double>> learningRates = List(
        "--learning-rates", "rate,...", "Learning rates (0.01)", GridValues.LearningRates);

    private readonly Option<ImmutableArray<double>> initialScales = List(
        "--initial-scales", "factor,...", "Factors on Glorot's initial kernels (1)", GridValues.InitialScales);

    private readonly Option<ImmutableArray<int>> epochs = List("--epochs", "n,...", "Passes over the training images (10)", GridValues.Epochs);

    private readonly Option<ImmutableArray<ulong>> seeds = List("--seeds", "n..n,...", "Seeds and ranges of seeds (1..20)", GridValues.Seeds);

    private Option[] Lists => [networks, normalizations, hiddenSizes, optimizers, batchSizes, learningRates, initialScales, epochs, seeds];

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(file);
        foreach (var option in Lists)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is not null && Array.Find(Lists, option => result.GetResult(option) is not null) is { } other)
            {
                result.AddError($"{other.Name} does not go with --grid, whose file says it all.");
            }

            if (result.GetResult(networks) is not null && result.GetResult(normalizations) is not null)
            {
                result.AddError("--normalization and --batch-normalization say the same; name one of them.");
            }
        });
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="InvalidConfigurationException">The file is not a grid file.</exception>
    public Grid Read(ParseResult result)
    {
        if (result.GetValue(file) is { } path)
        {
            return GridFile.Read(path);
        }

        var standard = new GridBlock();
        var block = new GridBlock
        {
            Networks = Given(result, networks) ?? Given(result, normalizations) ?? standard.Networks,
            Optimizers = Given(result, optimizers) ?? standard.Optimizers,
            BatchSizes = Given(result, batchSizes) ?? standard.BatchSizes,
            LearningRates = Given(result, learningRates) ?? standard.LearningRates,
            InitialScales = Given(result, initialScales) ?? standard.InitialScales,
            Epochs = Given(result, epochs) ?? standard.Epochs,
            Seeds = Given(result, seeds) ?? standard.Seeds,
        };
        var isNotebook = result.GetResult(networks) is null && result.GetResult(normalizations) is null && result.GetResult(batchSizes) is null;
        return WithHiddenSizes(isNotebook ? Grid.Notebook(block) : new([block]), Given(result, hiddenSizes) ?? [standard.Networks[0].HiddenSizes]);
    }

    private static Grid WithHiddenSizes(Grid grid, ImmutableArray<ImmutableArray<int>> all) => new(
    [
        .. grid.Blocks.Select(block =>
            block with { Networks = [.. block.Networks.SelectMany(_ => all, (network, sizes) => network with { HiddenSizes = sizes })] }),
    ]);

    private static ImmutableArray<T>? Given<T>(ParseResult result, Option<ImmutableArray<T>> option) =>
        result.GetResult(option) is null ? null : result.GetValue(option);

    private static Option<ImmutableArray<T>> List<T>(
        string name, string helpName, string description, Func<string, IEnumerable<string>, ImmutableArray<T>> read) => new(name)
        {
            Description = description,
            HelpName = helpName,
            AllowMultipleArgumentsPerToken = true,
            CustomParser = argument => OptionReading.List(argument, read),
        };
}
