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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Opens a file, again and again while others hold it.</summary>
    /// <exception cref="DataException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public static FileStream Retry(string path, string verb, Patience patience, Func<FileStream> open)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return open();
            }
            catch (Exception exception) when (IsHeldByOthers(exception) && !patience.IsOver(clock.Elapsed))
            {
                Thread.Sleep(Pause);
            }
            catch (Exception exception) when (IoFailure.Is(exception))
            {
                patience.ThrowIfCancelled();
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

    /// <summary>Opens a file under the exclusive lock, without a buffer, so that one write is one call to the system.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verb">What is to be done, for messages: read, written.</param>
    /// <param name="mode">Whether it has to be there.</param>
    /// <param name="access">What is to be done with it.</param>
    /// <param name="patience">How long it is waited for.</param>
    /// <param name="locksHold">Whether <see cref="Holds"/> was true of the place.</param>
    public static FileStream OpenExclusively(string path, string verb, FileMode mode, FileAccess access, Patience patience, bool locksHold)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var stream = Retry(path, verb, patience, () => Open(path, mode, access));
            if (!locksHold || Holds(path, access))
            {
                return stream;
            }

            if (patience.IsOver(clock.Elapsed))
            {
                stream.Dispose();
                throw new DataException(
                    $"{IoFailure.FullPath(path)}: cannot be {verb}: another file is put in its place again and again; let no other program write to "
                        + $"it");
            }

            // Between the opening and the lock, another process put another file in its place ('reproduce merge' does): what is written here would be
            // lost.
            stream.Dispose();
        }
    }

    /// <summary>Whether locks exclude others where an open, locked file lies, and the path still leads to that file.</summary>
    /// <param name="lockedPath">The file.</param>
    /// <param name="access">As it was opened: network file systems lock exclusively only what may be written to.</param>
    public static bool Holds(string lockedPath, FileAccess access)
    {
        using var second = Try(lockedPath, "opened", () => Open(lockedPath, FileMode.Open, access));
        return second is null;
    }

    /// <summary>Runs a step on an open file, and says which file it was about if the file system refuses.</summary>
    public static T Guard<T>(string path, string verb, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw Explain(path, verb, exception);
        }
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        RegularFile.Require(path);
        return new(path, mode, access, FileShare.None, bufferSize: 0);
    }

    /// <summary>A sharing violation: Windows's error 32, or flock's EWOULDBLOCK (11 on Linux, 35 on macOS) as .NET hands it on.</summary>
    private static bool IsHeldByOthers(Exception exception) =>
        exception is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        && (exception.HResult & 0xFFFF) is 32 or 11 or 35;

    private static DataException Explain(string path, string verb, Exception exception) =>
        new(
            $"{IoFailure.FullPath(path)}: cannot be {verb}: {IoFailure.Reason(exception)}; check the name, the rights and the room on the disk",
            exception);
}
