namespace Reproduction.Data;

/// <summary>A file in the making: written under a name of its own beside its target, and renamed into place once it is whole.</summary>
/// <remarks>
/// Names are unique, so two processes that make the same file do not meet. Disposing of it before <see cref="Commit"/> removes it; what a killed
/// process leaves behind ends in <see cref="Suffix"/>, is never read, and is removed by the next one in its folder. A symbolic link stays and what it
/// leads to is replaced; the mode of a file that is replaced is kept. Every failure is a <see cref="DataException"/>.
/// </remarks>
internal sealed class PartialFile : IDisposable
{
    /// <summary>What the name of every file in the making ends in.</summary>
    public const string Suffix = ".partial";

    /// <summary>
    /// A file in the making is written to more often; where files cannot be locked, its age alone tells that nobody makes it any more.
    /// </summary>
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(1);

    private readonly string target;
    private bool committed;

    private PartialFile(string target, string path, FileStream stream)
    {
        this.target = target;
        Path = path;
        Stream = stream;
    }

    /// <summary>Where the file lies until it is committed.</summary>
    public string Path { get; }

    /// <summary>What the content is written to.</summary>
    public FileStream Stream { get; }

    /// <summary>Starts a file, and creates the folder it belongs into.</summary>
    /// <param name="target">The path that the file gets in the end.</param>
    public static PartialFile Create(string target) => Guard(target, () =>
    {
        RegularFile.Require(target);
        var full = RegularFile.FinalTarget(System.IO.Path.GetFullPath(target));
        var folder = System.IO.Path.GetDirectoryName(full) ?? throw new IOException("the root of a file system is not a file");
        Directory.CreateDirectory(folder);
        RemoveLeftovers(folder);
        var path = $"{full}.{Guid.NewGuid():N}{Suffix}";
        var mode = OperatingSystem.IsWindows() || !File.Exists(full) ? (UnixFileMode?)null : File.GetUnixFileMode(full);
        var stream = Open(path, mode);
        if (mode is { } kept && !OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle) != kept)
        {
            // what the process's mask took away
            File.SetUnixFileMode(stream.SafeFileHandle, kept);
        }

        return new PartialFile(full, path, stream);
    });

    /// <summary>Removes what killed processes left in a folder. One that is still being made is locked by its process.</summary>
    public static void RemoveLeftovers(string folder)
    {
        try
        {
            var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + Suffix) : [];
            foreach (var path in files.Where(path => IsOurs(path) && File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - LeftoverAge))
            {
                RemoveLeftover(path);
            }
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // the folder may not be listed, or is no folder, of which the writing itself will tell
        }
    }

    private static void RemoveLeftover(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // it is still being made, or another process was faster, or the folder is read-only
        }
    }

    /// <summary>Runs a step of writing, and says which file it was about if the file system refuses.</summary>
    public static T Guard<T>(string target, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw new DataException(
                $"{IoFailure.FullPath(target)}: cannot be written: {IoFailure.Reason(exception)}; "
                    + "make room or choose a folder that can be written to",
                exception);
        }
    }

    /// <summary>Writes the next bytes.</summary>
    public void Write(ReadOnlyMemory<byte> bytes) => Guard(target, () =>
    {
        Stream.Write(bytes.Span);
        return true;
    });

    /// <summary>Hands what is buffered on to the system, for <see cref="OpenForReading"/>.</summary>
    public void Flush() => Guard(target, () =>
    {
        Stream.Flush();
        return true;
    });

    /// <summary>Opens what has been written and flushed so far, from its beginning.</summary>
    public Stream OpenForReading() => new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>Writes what is buffered down to the disk and renames the file into place, over what was there.</summary>
    public void Commit() => Guard(target, () =>
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(Path, target, overwrite: true);
        return committed = true;
    });

    /// <summary>Removes the file unless it was committed.</summary>
    public void Dispose()
    {
        if (committed)
        {
            return;
        }

        try
        {
            Stream.Dispose();
            File.Delete(Path);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // the reason why this file is given up is on its way to the caller; its leftover is cleared away by the next one in its folder
        }
    }

    /// <summary>Whether a name is one that <see cref="Create"/> gives: another program's files may end like that, too.</summary>
    private static bool IsOurs(string path) =>
        path[..^Suffix.Length] is { Length: > 32 } name && name[^33] == '.' && Guid.TryParseExact(name[^32..], "N", out _);

    private static FileStream Open(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(path, options);
    }
}
