using System.CommandLine;
using System.Globalization;
using Reproduction.Ensembles;

namespace Reproduction.Cli.Commands;

/// <summary>Joins results files.</summary>
internal sealed class MergeCommand : Command, IHasExamples
{
    private readonly Argument<string[]> files = new Argument<string[]>("files")
    {
        Description = "Results files, plain or compressed, in any order; * and ? stand for names where the shell leaves them",
        Arity = ArgumentArity.OneOrMore,
    }.ForFiles();

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "File for the runs of all files, each once, sorted; compressed if its name ends in .gz; it may be one of the files",
        HelpName = "file.jsonl[.gz]",
        Required = true,
    }.ForFile();

    private readonly Option<bool> canonical = new("--canonical")
    {
        Description = "Write results alone, without durations and machines: equal runs give equal files, byte for byte",
    };

    public MergeCommand(CommandContext context)
        : base("merge", "Joins results files into one; files that contradict each other are refused.")
    {
        Arguments.Add(files);
        Options.Add(output);
        Options.Add(canonical);
        SetAction(result => Merge(context, result.GetValue(files)!, result.GetValue(output)!, result.GetValue(canonical)));
    }

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("merge part-1.jsonl part-2.jsonl --output runs.jsonl.gz", "join two parts, compressed"),
    ];

    private static int Merge(CommandContext context, string[] files, string output, bool isCanonical)
    {
        var merged = FileMerge.Run(files, output, isCanonical, context.Cancellation);
        foreach (var notice in merged.Notices)
        {
            context.Note(notice);
        }

        context.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{merged.RunCount} runs from {merged.FileCount} file{(merged.FileCount == 1 ? string.Empty : "s")}: {output}"));
        return ExitCode.Success;
    }
}
