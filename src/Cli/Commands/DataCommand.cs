using System.CommandLine;
using System.Globalization;

namespace Reproduction.Cli.Commands;

/// <summary>Finds or fetches the data and trains nothing: for caches, and for machines that will have no network later.</summary>
internal sealed class DataCommand : Command
{
    private readonly DatasetOptionSet data = new();

    public DataCommand(CommandContext context)
        : base("data", "Finds MNIST, or downloads it, and prints where it is and its hash.")
    {
        data.AddTo(this);
        SetAction(result =>
        {
            var found = new DatasetChooser(context).Choose(data.Read(result), isQuiet: false);
            context.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{found.Title}: {found.Training.Count:N0} training and {found.Validation.Count:N0} validation images, from {found.Source}"));
            context.WriteLine($"SHA-256 {found.Sha256}");
            return ExitCode.Success;
        });
    }
}
