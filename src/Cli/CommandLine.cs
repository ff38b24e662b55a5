using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Reproduction.Models;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>The options, their help and their ranges. Numbers are read in the invariant culture, whatever the user's is.</summary>
internal sealed class CommandLine
{
    private static readonly Options Defaults = new();

    private readonly Option<DatasetChoice> dataset = new("--dataset")
    {
        Description = "auto: MNIST where it can be found or downloaded, the sample otherwise; mnist: MNIST or nothing; sample: the embedded 12,000 images of Fashion-MNIST",
        DefaultValueFactory = _ => Defaults.Dataset,
        HelpName = "auto|mnist|sample",
        CustomParser = argument => Choice<DatasetChoice>(argument),
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "Folder with MNIST's four files, gzip-compressed or plain. Without it: MNIST_DIR, data/mnist in the checkout, ../shared/mnist beside it, the user's cache, a download",
        HelpName = "folder",
    };

    private readonly Option<bool> noDownload = new("--no-download") { Description = "Never fetch MNIST from the network" };

    private readonly Option<ImmutableArray<int>> batchSizes = new("--batch-sizes")
    {
        Description = "Batch sizes to train with batch normalization; the first one is trained without it too",
        DefaultValueFactory = _ => Defaults.BatchSizes,
        HelpName = "n,n,...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = BatchSizes,
    };

    private readonly Option<double> learningRate = new("--learning-rate")
    {
        Description = "Learning rate of plain stochastic gradient descent",
        DefaultValueFactory = _ => Defaults.LearningRate,
        HelpName = "rate",
        CustomParser = argument => Number<double>(argument, value => double.IsFinite(value) && value > 0, "a positive number such as 0.01"),
    };

    private readonly Option<int> epochs = new("--epochs")
    {
        Description = "Passes over the training images",
        DefaultValueFactory = _ => Defaults.Epochs,
        HelpName = "n",
        CustomParser = argument => Number<int>(argument, value => value is >= 1 and <= 10_000, "a whole number from 1 to 10000"),
    };

    private readonly Option<ulong> seed = new("--seed")
    {
        Description = "Seed of the initial weights and of the shuffles",
        DefaultValueFactory = _ => Defaults.Seed,
        HelpName = "n",
        CustomParser = argument => Number<ulong>(argument, _ => true, "a whole number from 0 to 18446744073709551615"),
    };

    private readonly Option<int> parallel = new("--parallel")
    {
        Description = "Runs trained at once, one core each; the figures do not depend on it",
        DefaultValueFactory = _ => Defaults.Parallelism,
        HelpName = "n",
        CustomParser = argument => Number<int>(argument, value => value is >= 1 and <= 1024, "a whole number from 1 to 1024"),
    };

    private readonly Option<EngineKind> engine = new("--engine")
    {
        Description = "torch: the reference; portable: this project's own, the same bits on every machine and several times faster",
        DefaultValueFactory = _ => Defaults.Engine,
        HelpName = "torch|portable",
        CustomParser = argument => Choice<EngineKind>(argument),
    };

    private readonly Option<Numerics> numerics = new("--numerics")
    {
        Description = "Of torch: pinned: the same figures on every x86-64 processor, as far as is known; native: faster, figures of this machine",
        DefaultValueFactory = _ => Defaults.Numerics,
        HelpName = "pinned|native",
        CustomParser = argument => Choice<Numerics>(argument),
    };

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "Folder for histories.csv, summary.md and learning-curves.svg",
        DefaultValueFactory = _ => Defaults.OutputFolder,
        HelpName = "folder",
    };

    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Print the final table and errors, nothing else" };

    private readonly Option<string> sampleSource = new("--from")
    {
        Description = "Folder with Fashion-MNIST's files, as Debian's package dataset-fashion-mnist installs them",
        DefaultValueFactory = _ => "/usr/share/datasets/fashion-mnist",
        HelpName = "folder",
    };

    private readonly Option<string> sampleTarget = new("--to")
    {
        Description = "Folder of the sample's files in the checkout",
        DefaultValueFactory = _ => "src/Data/Sample",
        HelpName = "folder",
    };

    private readonly RootCommand root;

    /// <summary>A command line that calls back what was asked for.</summary>
    public CommandLine(Func<Options, int> reproduce, Func<int> summarize, Func<string, string, int> makeSample)
    {
        root = new RootCommand(
            "Repeats a notebook that trained a small network on MNIST with and without batch normalization, at three batch sizes, and shows its figures beside the notebook's.")
        {
            dataset, data, noDownload, batchSizes, learningRate, epochs, seed, parallel, engine, numerics, output, quiet,
        };
        root.SetAction(result => reproduce(Read(result)));
        root.Validators.Add(result =>
        {
            if (result.GetResult(data) is { Implicit: false } && result.GetResult(dataset) is { Implicit: false } chosen && chosen.Errors.Any() == false
                && result.GetValue(dataset) == DatasetChoice.Sample)
            {
                result.AddError("--data names a folder of MNIST and does not go with --dataset sample.");
            }
        });

        var summary = new Command("summary", "Prints the networks' layers and parameter counts, with and without batch normalization.");
        summary.SetAction(_ => summarize());
        root.Subcommands.Add(summary);

        var sample = new Command("sample", "Makes the embedded sample anew from Fashion-MNIST (for maintainers; see 'make sample').") { sampleSource, sampleTarget };
        sample.SetAction(result => makeSample(result.GetValue(sampleSource)!, result.GetValue(sampleTarget)!));
        root.Subcommands.Add(sample);
    }

    /// <summary>Parses and calls; a command line that cannot be followed gets one line on the error output.</summary>
    public int Invoke(IReadOnlyList<string> arguments, TextWriter standardOutput, TextWriter errorOutput)
    {
        var result = root.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is not System.CommandLine.Help.HelpAction)
        {
            errorOutput.WriteLine($"reproduce: {result.Errors[0].Message.ReplaceLineEndings(" ")} ('reproduce --help' lists the options.)");
            return ExitCode.InvalidOptions;
        }

        return result.Invoke(new() { Output = standardOutput, Error = errorOutput, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private Options Read(ParseResult result) => new()
    {
        Dataset = result.GetValue(dataset),
        DataFolder = result.GetValue(data),
        MayDownload = !result.GetValue(noDownload),
        BatchSizes = result.GetValue(batchSizes),
        LearningRate = result.GetValue(learningRate),
        Epochs = result.GetValue(epochs),
        Seed = result.GetValue(seed),
        Parallelism = result.GetValue(parallel),
        Engine = result.GetValue(engine),
        Numerics = result.GetValue(numerics),
        OutputFolder = result.GetValue(output)!,
        IsQuiet = result.GetValue(quiet),
    };

    private static T Number<T>(ArgumentResult argument, Func<T, bool> isValid, string expected)
        where T : struct, IParsable<T>
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : string.Empty;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && isValid(value) && !text.Contains(',', StringComparison.Ordinal))
        {
            return value;
        }

        argument.AddError($"{NameOf(argument)} takes {expected}; received '{text}'.");
        return default;
    }

    private static T Choice<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : string.Empty;
        var names = Enum.GetNames<T>();
        var match = Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (match is not null)
        {
            return Enum.Parse<T>(match);
        }

        argument.AddError($"{NameOf(argument)} takes {string.Join(", ", names.Select(name => name.ToLowerInvariant()))}; received '{text}'.");
        return default;
    }

    private static ImmutableArray<int> BatchSizes(ArgumentResult argument)
    {
        var texts = argument.Tokens.SelectMany(token => token.Value.Split(',')).ToList();
        var sizes = ImmutableArray.CreateBuilder<int>();
        foreach (var text in texts)
        {
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out var size) || size < 1)
            {
                argument.AddError($"--batch-sizes takes whole numbers from 1 on, such as 32,64,16; received '{text}'.");
                return [];
            }

            if (sizes.Contains(size))
            {
                argument.AddError($"--batch-sizes names {size} twice.");
                return [];
            }

            sizes.Add(size);
        }

        return sizes.ToImmutable();
    }

    private static string NameOf(ArgumentResult argument) => argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
