using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>The options that choose the data, for every command that trains.</summary>
internal sealed class DatasetOptionSet
{
    private readonly DefaultedOption<DatasetChoice> dataset = new(
        "--dataset",
        DatasetChoice.Auto,
        "auto",
        "auto: MNIST where it can be found or downloaded, the sample otherwise; mnist: MNIST or nothing; sample: the embedded 12,000 images of "
            + "Fashion-MNIST; fashion-mnist; idx: the IDX files in --data, called --name")
    {
        HelpName = "auto|mnist|sample|fashion-mnist|idx",
        CustomParser = argument => OptionReading.Choice<DatasetChoice>(argument),
    };

    private readonly Option<string?> data = new Option<string?>("--data")
    {
        Description = "Folder with the data set's four files, gzip-compressed or plain. Without it, of MNIST: MNIST_DIR, data/mnist in the checkout, "
            + "../shared/mnist beside it, the user's cache, a download",
        HelpName = "folder",
    }.ForName();

    private readonly Option<string?> name = new("--name") { Description = "What results call the data of --dataset idx", HelpName = "text" };

    private readonly DownloadOptionSet download = new();

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            // What is no choice is an error of its own, and has no value to ask for.
            var choice = result.GetResult(dataset)?.Tokens is [{ Value: var text }] ? OptionReading.TryChoice<DatasetChoice>(text) : null;
            var (hasFolder, hasName) = (result.GetResult(data) is { Implicit: false }, result.GetResult(name) is not null);
            if (hasFolder && choice == DatasetChoice.Sample)
            {
                result.AddError("--data names a folder of MNIST and does not go with --dataset sample.");
            }
            else if (choice == DatasetChoice.Idx && !(hasFolder && hasName))
            {
                result.AddError("--dataset idx needs --data, the folder with its IDX files, and --name, what results call it.");
            }
            else if (hasName && choice != DatasetChoice.Idx)
            {
                result.AddError("--name goes with --dataset idx alone: the other data sets have names.");
            }
        });
    }

    /// <summary>The options themselves, for commands that may not need data.</summary>
    public IEnumerable<Option> All => [dataset, data, name, .. download.All];

    /// <summary>What was asked for.</summary>
    public DatasetOptions Read(ParseResult result) => new()
    {
        Dataset = dataset.Of(result),
        DataFolder = result.GetValue(data),
        Name = result.GetValue(name),
        Download = download.Read(result),
    };
}
