using System.Diagnostics;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>Opens files that other processes of this program may hold, and waits for them.</summary>
/// <remarks>
/// A file that is opened with <see cref="FileShare.None"/> excludes every other opener of this program: on Windows by the system's own rule, on
/// Linux and macOS because .NET takes flock's exclusive lock, and a shared one for every other way to open. The system drops the lock when the
/// process ends, in whatever way. Byte ranges (<see cref="FileStream.Lock"/>) would not do: they do not exist on macOS, and on Linux they
/// belong to the whole process. A network file system may know no flock, and .NET then goes on without: <see cref="Holds"/> finds that out.
/// </remarks>
internal static class FileLock
{
    /// <summary>Locks are held for one read or one line; who cannot have one for so long is kept from it by another program.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Opens a file, again and again while others hold it.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public static FileStream Retry(string path, string verb, Func<FileStream> open)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return open();
            }
            catch (Exception exception) when (IsHeldByOthers(exception) && clock.Elapsed < Patience)
            {
                Thread.Sleep(Pause);
            }
            catch (Exception exception) when (IoFailure.Is(exception))
            {
                throw Explain(path, verb, exception);
            }
        }
    }

    /// <summary>Opens a file, or gives null while others hold it.</summary>
    /// <exception cref="DataException">It cannot be opened for another reason.</exception>
    public static FileStream? Try(string path, string verb, Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (IsHeldByOthers(exception))
        {
            return null;
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw Explain(path, verb, exception);
        }
    }

    /// <summary>Whether locks exclude others where an open, locked file lies.</summary>
    public static bool Holds(string lockedPath)
    {
        using var second = Try(lockedPath, "opened", () => new FileStream(lockedPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        return second is null;
    }

    /// <summary>Runs a step on an open file, and says which file it was about if the file system refuses.</summary>
    public static T Guard<T>(string path, string verb, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is InvalidDataException || IoFailure.Is(exception))
        {
            throw Explain(path, verb, exception);
        }
    }

    /// <summary>A sharing violation: Windows's error 32, or flock's EWOULDBLOCK (11 on Linux, 35 on macOS) as .NET hands it on.</summary>
    private static bool IsHeldByOthers(Exception exception) =>
        exception is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        && (exception.HResult & 0xFFFF) is 32 or 11 or 35;

    private static DataException Explain(string path, string verb, Exception exception) =>
        new($"{IoFailure.FullPath(path)}: cannot be {verb}: {IoFailure.Reason(exception)}; check the name, the rights and the room on the disk", exception);
}
