using System.Collections.Immutable;
using System.Text;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>A results file that runs are appended to, by this process and perhaps by others at the same time.</summary>
/// <remarks>
/// <para>
/// Every append opens the file under an exclusive lock, reads what others have added, removes a torn last line that a killed process left,
/// writes one line in one write, and flushes it to the disk before the lock is given back. So at any moment, kill -9 included, the file holds whole lines and
/// at most one torn last one. Under the lock a torn line has no living writer, and may be removed.
/// </para>
/// <para>A run that is in the file already is not added again; if its figures are others, that is an error.</para>
/// <para>For use by several threads.</para>
/// </remarks>
public sealed class RunAppender
{
    private readonly Lock gate = new();
    private readonly Dictionary<RunKey, RunRecord> byKey = [];
    private readonly List<RunRecord> runs = [];
    private long end;
    private int lineCount;

    private RunAppender(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether locks keep other processes out where the file lies; if not, no other process may write to it.</summary>
    public bool LocksHold { get; private set; }

    /// <summary>The length in bytes of the torn last line that was found and removed on opening; 0 when there was none.</summary>
    public long RemovedLength { get; private set; }

    /// <summary>Every run known to be in the file, in the file's order.</summary>
    public ImmutableArray<RunRecord> Runs
    {
        get
        {
            lock (gate)
            {
                return [.. runs];
            }
        }
    }

    /// <summary>Opens a results file, or begins one together with the folder it belongs into.</summary>
    /// <exception cref="DataException">It is compressed or damaged, or the file system refuses.</exception>
    public static RunAppender Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (RunFile.IsCompressed(path))
        {
            throw new DataException($"{path}: a compressed file cannot be appended to; name a .jsonl file, and compress it with 'reproduce merge'");
        }

        FileLock.Guard(path, "written", () => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!));
        var appender = new RunAppender(path);
        using var stream = appender.OpenLocked(FileMode.OpenOrCreate);
        appender.LocksHold = FileLock.Holds(path);
        appender.RemovedLength = appender.CatchUp(stream);
        return appender;
    }

    /// <summary>Whether a run is in the file, as far as it has been read.</summary>
    public bool Contains(RunKey key)
    {
        lock (gate)
        {
            return byKey.ContainsKey(key);
        }
    }

    /// <summary>Reads what other processes have added.</summary>
    /// <exception cref="DataException">The file is damaged, or the file system refuses.</exception>
    public void Refresh()
    {
        lock (gate)
        {
            using var stream = OpenLocked(FileMode.Open);
            CatchUp(stream);
        }
    }

    /// <summary>Adds a run; when this returns, the run is on the disk.</summary>
    /// <returns>Whether it was added: false when another process had added it before.</returns>
    /// <exception cref="DataException">The file has the run with other figures, is damaged, or the file system refuses.</exception>
    public bool Append(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var line = Encoding.UTF8.GetBytes(RunLine.Of(record) + "\n");
        lock (gate)
        {
            using var stream = OpenLocked(FileMode.Open);
            CatchUp(stream);
            if (!Learn(record))
            {
                return false;
            }

            FileLock.Guard(Path, "written", () =>
            {
                stream.Position = end;
                stream.Write(line);
                stream.Flush(flushToDisk: true);
                return true;
            });
            end += line.Length;
            lineCount++;
            return true;
        }
    }

    /// <summary>Without a buffer of its own, so that one write is one call to the system.</summary>
    private FileStream OpenLocked(FileMode mode) => FileLock.Retry(Path, "written", () =>
    {
        RegularFile.Require(Path);
        return new FileStream(Path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
    });

    /// <summary>Reads from where this process last was; leaves the file ending in a whole line. Returns the length of what was removed.</summary>
    private long CatchUp(FileStream stream) => FileLock.Guard(Path, "written", () =>
    {
        if (stream.Length < end)
        {
            throw new DataException($"{Path}: it has become shorter while runs were added; start again, and let nothing else write to it");
        }

        var bytes = new byte[stream.Length - end];
        stream.Position = end;
        stream.ReadExactly(bytes);
        var (added, torn) = RunFile.Parse(bytes, Path, lineCount + 1);
        foreach (var record in added)
        {
            Learn(record);
        }

        if (torn > 0)
        {
            stream.SetLength(stream.Length - torn);
        }
        else if (bytes is [.., not (byte)'\n'])
        {
            stream.Position = stream.Length;
            stream.WriteByte((byte)'\n');
        }

        end = stream.Length;
        lineCount += added.Length;
        return torn;
    });

    /// <summary>Whether the run is new here.</summary>
    private bool Learn(RunRecord record)
    {
        if (byKey.TryGetValue(record.Key, out var known))
        {
            RunMerge.RequireAgreement(known, Path, record, Path);
            return false;
        }

        byKey.Add(record.Key, record);
        runs.Add(record);
        return true;
    }
}
