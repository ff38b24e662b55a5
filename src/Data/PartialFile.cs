namespace Reproduction.Data;

/// <summary>A file in the making: written under a name of its own beside its target, and renamed into place once it is whole.</summary>
/// <remarks>
/// Names are unique, so two processes that make the same file do not meet. Disposing of it before <see cref="Commit"/> removes it; what a killed
/// process leaves behind ends in <see cref="Suffix"/> and is never read. Every failure is a <see cref="DataException"/>.
/// </remarks>
internal sealed class PartialFile : IDisposable
{
    /// <summary>What the name of every file in the making ends in.</summary>
    public const string Suffix = ".partial";

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
        var full = System.IO.Path.GetFullPath(target);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full) ?? throw new IOException("the root of a file system is not a file"));
        var path = $"{full}.{Guid.NewGuid():N}{Suffix}";
        return new PartialFile(full, path, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
    });

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
                $"{IoFailure.FullPath(target)}: cannot be written: {exception.Message}; make room or choose a folder that can be written to",
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
            // the reason why this file is given up is on its way to the caller; its leftover is cleared away after a day
        }
    }
}
