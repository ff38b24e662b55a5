using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>All runs of a folder's results files, or of one file, each once.</summary>
/// <param name="Runs">The runs, sorted by what they are.</param>
/// <param name="Notices">What a reader must know of the files, a line for each; none when all are whole.</param>
public sealed record StoredResults(ImmutableArray<RunRecord> Runs, ImmutableArray<string> Notices)
{
    /// <summary>
    /// Reads every <c>*.jsonl</c> and <c>*.jsonl.gz</c> of a folder, or the one that is named. Grids may overlap; files that contradict each other
    /// are refused.
    /// </summary>
    /// <exception cref="DataException">The folder cannot be listed or has no such file, or one is damaged, or two contradict each other.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static StoredResults Load(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var files = Files(path).Select(file => (Name: file, Content: RunFile.Read(file, cancellation))).ToList();
        foreach (var (name, content) in files)
        {
            if (content.Runs.FirstOrDefault(run => !run.IsInSinglePrecision) is { } impossible)
            {
                throw new DataException(
                    $"{name}: the run {impossible.Key} has a loss that single precision does not hold, so no engine computed it; remove its line or "
                        + $"take the file from a copy");
            }
        }

        return new(
            RunMerge.Merge(files.Select(file => (file.Name, file.Content.Runs))),
            [.. files.SelectMany(file => file.Content.Notices)]);
    }

    /// <summary>
    /// The results files of a folder, by name. Files whose name begins with a dot are other programs': macOS leaves <c>._runs.jsonl</c>, for one.
    /// </summary>
    /// <exception cref="DataException">The folder cannot be listed, or has none; or what is named is another file.</exception>
    private static string[] Files(string folder)
    {
        if (folder.Length == 0 || folder.Contains('\0', StringComparison.Ordinal))
        {
            throw new DataException("the folder's name is empty or holds a null character; name a folder that holds results, *.jsonl or *.jsonl.gz");
        }

        if (File.Exists(folder))
        {
            return IsResults(folder)
                ? [folder]
                : throw new DataException(
                    $"{folder}: its name does not end as that of results does, *.jsonl or *.jsonl.gz; name such a file or a folder");
        }

        try
        {
            string[] paths = [.. Directory.EnumerateFileSystemEntries(folder).Where(IsResults).Order(StringComparer.Ordinal)];
            return paths.Length > 0
                ? paths
                : throw new DataException($"{folder}: there are no results in it, *.jsonl or *.jsonl.gz; name a folder that holds some");
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new DataException($"{folder}: there is no such folder; name one that holds results, *.jsonl or *.jsonl.gz", exception);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw new DataException($"{folder}: cannot be listed: {exception.Message}; check the name and the rights", exception);
        }
    }

    private static bool IsResults(string path) =>
        !Path.GetFileName(path).StartsWith('.')
        && (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase));
}
