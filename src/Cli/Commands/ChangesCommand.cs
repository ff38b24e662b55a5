using System.CommandLine;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Report.Snapshots;

namespace Reproduction.Cli.Commands;

/// <summary>Writes what changed in the approved files since a revision.</summary>
internal sealed class ChangesCommand : Command, IHasExamples
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Argument<string?> since = new("revision")
    {
        Description = "What the checkout's approved files are compared with; the main branch without it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> output = new Option<string>("--output", "-o")
    {
        Description = "Folder for changes.md and its pictures",
        DefaultValueFactory = _ => "artifacts/changes",
        HelpName = "folder",
    }.ForFolder();

    public ChangesCommand(CommandContext context)
        : base("changes", "Shows what changed in the approved files since a revision: figures, directions, seed spreads, both curves.")
    {
        Arguments.Add(since);
        Options.Add(output);
        SetAction(result => Run(context, result.GetValue(since), result.GetValue(output)!));
    }

    private static int Run(CommandContext context, string? asked, string folder)
    {
        if (new ResultFiles(folder).WhyNotWritable() is { } reason)
        {
            return context.Fail($"--output {folder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        string[] candidates = asked is null ? ["origin/main", "main"] : [asked];
        var revision = Array.Find(candidates, candidate => Git("rev-parse", "--verify", "--quiet", $"{candidate}^{{commit}}").ExitCode == 0);
        if (revision is null)
        {
            return context.Fail(
                $"git knows no revision {string.Join(" or ", candidates)} here; name one, and run changes in the checkout.", ExitCode.InvalidOptions);
        }

        var names = Git("ls-tree", "--name-only", revision, "snapshots/").Output.Split('\n').Where(IsApprovedText).ToList();
        List<ApprovedText> before = [.. names.Select(path => new ApprovedText(NameOf(path), Text(Git("show", $"{revision}:{path}").Output)))];
        List<ApprovedText> after = [.. Directory.GetFiles("snapshots")
            .Where(IsApprovedText)
            .Order(StringComparer.Ordinal)
            .Select(path => new ApprovedText(NameOf(path), Text(File.ReadAllText(path))))];
        var page = ChangesPage.Of(before, after, revision, new(EvidenceRuns.Select(StoredResults.Load("results").Runs)));
        foreach (var (name, svg) in page.Pictures)
        {
            AtomicFile.Write(Path.Combine(folder, name), svg);
        }

        AtomicFile.Write(Path.Combine(folder, "changes.md"), page.Markdown);
        context.Lines.Write(page.Markdown);
        if (context.Variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
        {
            File.AppendAllText(summary, page.Markdown);
        }

        context.Lines.WriteLine($"Written: {Path.Combine(folder, "changes.md")}");
        return ExitCode.Success;
    }

    private static ChildResult Git(params string[] arguments) => ChildProcess.Run("git", Limit, arguments);

    private static bool IsApprovedText(string path) => path.EndsWith(".verified.txt", StringComparison.Ordinal);

    private static string NameOf(string path) => Path.GetFileName(path)[..^".verified.txt".Length];

    private static string Text(string content) => content.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);

    public IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("changes", "what changed since the main branch"),
        ("changes v1.0 --output artifacts/since-1.0", "since a tag, into a folder of its own"),
    ];
}
