using System.Collections.Immutable;
using System.CommandLine;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Cli.Commands;

/// <summary>The options that say which network is trained and how its parameters follow their gradients.</summary>
internal sealed class NetworkOptionSet
{
    /// <summary>What the optimizers are, with both things that are called momentum.</summary>
    public const string OptimizerDescription = "sgd: plain; momentum and nesterov: the share of the last step that the next one keeps is 0.9; adam. "
        + "(Batch normalization's momentum is another thing: the share of its old moving statistics that an update keeps, 0.99.)";

    private readonly Option<ImmutableArray<NetworkConfiguration>> normalization = Single(
        "--normalization", string.Join('|', GridValues.NormalizationNames), "What normalizes the hidden layers (batch)", GridValues.Normalizations);

    private readonly Option<ImmutableArray<ImmutableArray<int>>> hiddenSizes = Single(
        "--hidden-sizes", "n-n-...", "Widths of the hidden layers (300-100)", GridValues.HiddenSizes);

    private readonly Option<ImmutableArray<OptimizerConfiguration>> optimizer = Single(
        "--optimizer", "name", OptimizerDescription, GridValues.Optimizers);

    private readonly Option<int?> ghostBatchSize = new("--ghost-batch-size")
    {
        Description = "Examples of a batch that share their statistics in batch normalization (the whole batch)",
        HelpName = "n",
        CustomParser = argument => OptionReading.Number<int>(argument, value => value >= 1, "a whole number from 1 on, such as 16"),
    };

    /// <summary>Gives a command the options of the network.</summary>
    public void AddNetworkTo(Command command)
    {
        command.Options.Add(normalization);
        command.Options.Add(hiddenSizes);
    }

    /// <summary>Gives a command the options of training: ghost batches and the optimizer.</summary>
    public void AddTrainingTo(Command command)
    {
        command.Options.Add(ghostBatchSize);
        command.Options.Add(optimizer);
        command.Validators.Add(result =>
        {
            if (result.GetResult(ghostBatchSize) is not null && result.GetResult(normalization) is not null
                && result.GetValue(normalization) is [var network, ..] && network.BatchNormalization is null)
            {
                result.AddError("--ghost-batch-size goes with batch normalization alone; leave out one of it and --normalization.");
            }
        });
    }

    /// <summary>Whether the network was named at all.</summary>
    public bool HasNetwork(ParseResult result) => result.GetResult(normalization) is not null;

    /// <summary>The network asked for.</summary>
    public NetworkConfiguration Network(ParseResult result) => new()
    {
        Normalization = result.GetResult(normalization) is null || result.GetValue(normalization)[0].BatchNormalization is not null
            ? BatchNormalizationConfiguration.Keras with
            {
                GhostBatchSize = result.GetResult(ghostBatchSize) is null ? null : result.GetValue(ghostBatchSize),
            }
            : result.GetValue(normalization)[0].Normalization,
        HiddenSizes = result.GetResult(hiddenSizes) is null ? new NetworkConfiguration().HiddenSizes : result.GetValue(hiddenSizes)[0],
    };

    /// <summary>The optimizer asked for.</summary>
    public OptimizerConfiguration Optimizer(ParseResult result) =>
        result.GetResult(optimizer) is null ? new SgdConfiguration() : result.GetValue(optimizer)[0];

    private static Option<ImmutableArray<T>> Single<T>(
        string name, string helpName, string description, Func<string, IEnumerable<string>, ImmutableArray<T>> read) => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument =>
            {
                var values = OptionReading.List(argument, read);
                if (values.Length > 1)
                {
                    argument.AddError($"{name} takes one value.");
                }

                return values;
            },
        };
}
