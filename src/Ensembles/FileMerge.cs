using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>What joining files came to.</summary>
/// <param name="RunCount">The number of runs written.</param>
/// <param name="FileCount">The number of files read.</param>
/// <param name="Notices">What a reader must know of the files, a line for each.</param>
public sealed record MergedFiles(int RunCount, int FileCount, ImmutableArray<string> Notices);

/// <summary>Joins results files into one.</summary>
public static class FileMerge
{
    /// <summary>Reads all files and writes their runs, each once, sorted.</summary>
    /// <param name="patterns">Files, or patterns of their names.</param>
    /// <param name="output">
    /// The file to write, compressed if its name ends in .gz; it may be one of those read, and an ensemble may be appending to it.
    /// </param>
    /// <param name="isCanonical">Whether to write results alone, without durations and machines.</param>
    /// <param name="cancellation">Stops the reading; then nothing is written.</param>
    /// <exception cref="DataException">A file cannot be read or written, is damaged, or two contradict each other; nothing was written.</exception>
    /// <exception cref="Networks.InvalidConfigurationException">A pattern matches no file.</exception>
    public static MergedFiles Run(IReadOnlyList<string> patterns, string output, bool isCanonical, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        var paths = FilePattern.Expand(patterns);

        // From reading to renaming, so that no run which another process appends in between is lost.
        using var target = Lock(output, cancellation);
        var (files, notices) = (new List<(string Name, ImmutableArray<RunRecord> Runs)>(), new List<string>());
        foreach (var path in paths)
        {
            var isTarget = target is not null && IsSameFile(path, output);
            var content = isTarget ? RunFile.Read(target!, path, cancellation) : RunFile.Read(path, cancellation);
            files.Add((path, content.Runs));
            notices.AddRange(content.Notices);
            if (isTarget && content.Torn is { Bytes.Length: > 0 } torn)
            {
                notices.Add($"{path}: what was torn is kept in {KeptFiles.Keep(path, "torn", torn.Bytes)}.");
            }
        }

        var runs = RunMerge.Merge(files);
        cancellation.ThrowIfCancellationRequested();
        RunFile.Write(output, Lines(runs, isCanonical, target));
        return new(runs.Length, paths.Length, [.. notices]);
    }

    /// <summary>Whether two paths lead to one file, symbolic links followed.</summary>
    public static bool IsSameFile(string one, string other) => Resolve(one) == Resolve(other);

    private static IEnumerable<string> Lines(ImmutableArray<RunRecord> runs, bool isCanonical, FileStream? target)
    {
        foreach (var run in runs)
        {
            yield return isCanonical ? RunLine.Canonical(run) : RunLine.Of(run);
        }

        // Windows does not rename over a file that is open.
        if (OperatingSystem.IsWindows())
        {
            target?.Dispose();
        }
    }

    /// <summary>
    /// The lock of a file that is about to be replaced; null where there is none, or something else than a file, which is for the writing to refuse.
    /// </summary>
    private static FileStream? Lock(string path, CancellationToken cancellation)
    {
        // A link that leads to no file yet exists, by the system's count.
        if (!File.Exists(Resolve(path)))
        {
            return null;
        }

        try
        {
            RegularFile.Require(path);
        }
        catch (IOException)
        {
            return null;
        }

        var (patience, access) = (new Patience(cancellation), new FileInfo(path).IsReadOnly ? FileAccess.Read : FileAccess.ReadWrite);
        bool locksHold;
        using (FileLock.OpenExclusively(path, "written", FileMode.Open, access, patience, locksHold: false))
        {
            locksHold = FileLock.Holds(path, access);
        }

        return FileLock.OpenExclusively(path, "written", FileMode.Open, access, patience, locksHold);
    }

    /// <summary>The file that a path leads to, in one form.</summary>
    private static string Resolve(string path)
    {
        var full = IoFailure.FullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            return full;
        }
    }
}
