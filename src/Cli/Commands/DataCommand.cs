using System.CommandLine;
using System.Globalization;
using Reproduction.Report;

namespace Reproduction.Cli.Commands;

/// <summary>Finds or fetches the data and trains nothing: for caches, and for machines that will have no network later.</summary>
internal sealed class DataCommand : Command, IHasExamples
{
    private readonly DatasetOptionSet data = new();

    private readonly Option<bool> json = new("--json") { Description = "Print what was found as JSON, and nothing else" };

    public DataCommand(CommandContext context)
        : base("data", "Finds MNIST, or downloads it, and prints where it is and its hash.")
    {
        data.AddTo(this);
        Options.Add(json);
        SetAction(result =>
        {
            var isJson = result.GetValue(json);
            var found = new DatasetChooser(isJson ? context.OnErrorOutput() : context).Choose(data.Read(result), isQuiet: isJson);
            if (isJson)
            {
                context.Lines.Write(ProgramJson.Of(found));
                return ExitCode.Success;
            }

            context.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Title}: {found.Training.Count:N0} training and {found.Validation.Count:N0} validation images, from {found.Source}"));
            context.WriteLine($"SHA-256 {found.Sha256}");
            return ExitCode.Success;
        });
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("data", "find MNIST, or download it"),
        ("data --dataset mnist --data ~/mnist", "read the files of a folder, and say which they are"),
        ("data --json", "the same for programs"),
    ];
}
