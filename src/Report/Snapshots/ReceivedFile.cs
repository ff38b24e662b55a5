using System.Collections.Immutable;
using System.IO.Enumeration;
using Reproduction.Claims;

namespace Reproduction.Report.Snapshots;

/// <summary>A text or picture that the specs received and nobody has approved yet.</summary>
/// <param name="ReceivedPath">Where it lies.</param>
/// <param name="ApprovedPath">What it becomes when it is approved.</param>
/// <param name="Name">Its name for people, without endings: <c>mnist-bn-batch32-rate0.01-seed1</c>, <c>CLAIMS</c>.</param>
public sealed record ReceivedFile(string ReceivedPath, string ApprovedPath, string Name)
{
    private const string Received = ".received.";

    /// <summary>Whether it is drawn from approved tables, and received anew when one of them changes.</summary>
    public bool IsDrawnFromTables =>
        Path.GetFileName(Path.GetDirectoryName(ApprovedPath)) == "snapshots"
            && (ReceivedPath.EndsWith(".svg", StringComparison.Ordinal) || Path.GetFileName(ApprovedPath) == "README.md");

    /// <summary>When it was received.</summary>
    public DateTime Time => File.GetLastWriteTimeUtc(ReceivedPath);

    /// <summary>What was received in a checkout, by name: snapshots, CLAIMS.md, and the pages under docs with their pictures.</summary>
    public static ImmutableArray<ReceivedFile> In(string checkout)
    {
        IEnumerable<string> Files(string folder, string pattern) =>
            Directory.Exists(Path.Combine(checkout, folder)) ? Directory.GetFiles(Path.Combine(checkout, folder), pattern) : [];
        return
        [
            .. Files("snapshots", "*.received.*")
            .Concat(Files(string.Empty, "*.received.md"))
            .Concat(Files("docs", "*.received.md"))
            .Concat(Files("docs/pictures", "*.received.svg"))
                .Order(StringComparer.Ordinal)
                .Select(path =>
                    new ReceivedFile(
                        path, Approved(path), Path.GetFileName(path)[..Path.GetFileName(path).IndexOf(Received, StringComparison.Ordinal)])),
        ];
    }

    /// <summary>Whether a person means it: by its name, with * for any text and ? for any character.</summary>
    public bool IsMeantBy(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, Name, ignoreCase: false);

    /// <summary>One line that says what approving it would change.</summary>
    public string Judge(SeedSpreads spreads)
    {
        if (!File.Exists(ApprovedPath))
        {
            return "new";
        }

        var (received, approved) = (File.ReadAllText(ReceivedPath), File.ReadAllText(ApprovedPath));
        if (HistoryJudgement.Of(received, approved, Metric.All, spreads) is { } judgement)
        {
            return judgement.Summary();
        }

        return ReceivedPath.EndsWith(".svg", StringComparison.Ordinal) ? "another picture" : $"{LinesThatDiffer(received, approved)} lines differ";
    }

    /// <summary>Makes it the approved one.</summary>
    public void Approve() => File.Move(ReceivedPath, ApprovedPath, overwrite: true);

    private static int LinesThatDiffer(string received, string approved)
    {
        var (left, right) = (received.Split('\n'), approved.Split('\n'));
        return Math.Max(left.Except(right, StringComparer.Ordinal).Count(), right.Except(left, StringComparer.Ordinal).Count());
    }

    // Pages and their pictures have their names; snapshots are called verified, as Verify calls them.
    private static string Approved(string path) =>
        path.EndsWith(".received.md", StringComparison.Ordinal) || Path.GetFileName(Path.GetDirectoryName(path)) == "pictures"
        ? path.Replace(Received, ".", StringComparison.Ordinal)
        : path.Replace(Received, ".verified.", StringComparison.Ordinal);
}
