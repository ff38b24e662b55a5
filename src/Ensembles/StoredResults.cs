using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>All runs of a folder's results files, each once.</summary>
/// <param name="Runs">The runs, sorted by what they are.</param>
/// <param name="Notices">What a reader must know of the files, a line for each; none when all are whole.</param>
public sealed record StoredResults(ImmutableArray<RunRecord> Runs, ImmutableArray<string> Notices)
{
    /// <summary>Reads every <c>*.jsonl</c> and <c>*.jsonl.gz</c> of a folder. Grids may overlap; files that contradict each other are refused.</summary>
    /// <exception cref="DataException">The folder has no such file, or one is damaged, or two contradict each other.</exception>
    public static StoredResults Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string[] paths = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Where(IsResults).Order(StringComparer.Ordinal)]
            : [];
        if (paths.Length == 0)
        {
            throw new DataException($"{folder}: there are no results, *.jsonl or *.jsonl.gz; name a folder that holds some");
        }

        var files = paths.Select(path => (Name: path, Content: RunFile.Read(path))).ToList();
        return new(
            RunMerge.Merge(files.Select(file => (file.Name, file.Content.Runs))),
            [.. files.Select(file => file.Content.Notice).OfType<string>()]);
    }

    private static bool IsResults(string path) =>
        path.EndsWith(".jsonl", StringComparison.Ordinal) || path.EndsWith(".jsonl.gz", StringComparison.Ordinal);
}
