using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>The options that choose the data, for every command that trains.</summary>
internal sealed class DatasetOptionSet
{
    private readonly Option<DatasetChoice> dataset = new("--dataset")
    {
        Description = "auto: MNIST where it can be found or downloaded, the sample otherwise; mnist: MNIST or nothing; sample: the embedded 12,000 images of Fashion-MNIST",
        DefaultValueFactory = _ => DatasetChoice.Auto,
        HelpName = "auto|mnist|sample",
        CustomParser = argument => OptionReading.Choice<DatasetChoice>(argument),
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "Folder with MNIST's four files, gzip-compressed or plain. Without it: MNIST_DIR, data/mnist in the checkout, ../shared/mnist beside it, the user's cache, a download",
        HelpName = "folder",
    };

    private readonly Option<bool> noDownload = new("--no-download") { Description = "Never fetch MNIST from the network" };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(dataset);
        command.Options.Add(data);
        command.Options.Add(noDownload);
        command.Validators.Add(result =>
        {
            if (result.GetResult(data) is { Implicit: false } && result.GetResult(dataset) is { Implicit: false } chosen && chosen.Errors.Any() == false
                && result.GetValue(dataset) == DatasetChoice.Sample)
            {
                result.AddError("--data names a folder of MNIST and does not go with --dataset sample.");
            }
        });
    }

    /// <summary>What was asked for.</summary>
    public DatasetOptions Read(ParseResult result) => new()
    {
        Dataset = result.GetValue(dataset),
        DataFolder = result.GetValue(data),
        MayDownload = !result.GetValue(noDownload),
    };
}
