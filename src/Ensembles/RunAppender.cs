using System.Collections.Immutable;
using System.Text;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>A results file that runs are appended to, by this process and perhaps by others at the same time.</summary>
/// <remarks>
/// <para>
/// Every append opens the file under an exclusive lock, reads what others have added, cuts off a torn last line that a killed process left (and keeps
/// it beside the file), writes one line in one write, and flushes it to the disk before the lock is given back. So at any moment, kill -9 included,
/// the file holds whole lines and at most one torn last one. Under the lock a torn line has no living writer.
/// </para>
/// <para>
/// A run that is in the file already is not added again; if its figures are others, that is an error. A file that holds anything else than runs is
/// not written to. Where runs that were in the file are gone from it, another program has emptied or replaced it: then all that is known is kept
/// beside it.
/// </para>
/// <para>For use by several threads.</para>
/// </remarks>
public sealed class RunAppender
{
    /// <summary>What is compared to see whether the file still ends where this process last saw it end: more than a line's hash.</summary>
    private const int SeenLength = 2048;

    private readonly Lock gate = new();
    private readonly Patience patience;
    private CancellationToken reading;
    private readonly List<string> notices = [];
    private Dictionary<RunKey, RunRecord> byKey = [];
    private List<RunRecord> runs = [];
    private byte[] seen = [];
    private long end;
    private long lineCount;

    private RunAppender(string path, CancellationToken cancellation) => (Path, patience) = (path, new(cancellation));

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether locks keep other processes out where the file lies; if not, no other process may write to it.</summary>
    public bool LocksHold { get; private set; }

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
    /// <param name="path">The file.</param>
    /// <param name="cancellation">
    /// Ends the waiting for a file that another program holds, here and in all that follows, a second after it was asked for.
    /// </param>
    /// <exception cref="DataException">
    /// It is compressed, damaged or holds something else than runs, or the file system refuses; nothing was written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was waited for, and the wait was given up.</exception>
    public static RunAppender Open(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (RunFile.IsCompressed(path))
        {
            throw new DataException($"{path}: a compressed file cannot be appended to; name a .jsonl file, and compress it with 'reproduce merge'");
        }

        FileLock.Guard(path, "written", () => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!));
        var appender = new RunAppender(path, cancellation);
        using var stream = appender.OpenLocked(FileMode.OpenOrCreate);
        appender.LocksHold = FileLock.Holds(path, FileAccess.ReadWrite);

        // A long file takes time to read, and can be given up. Later on a stop must not keep a finished run from being stored.
        appender.reading = cancellation;
        appender.ReadAppended(stream);
        appender.reading = CancellationToken.None;
        return appender;
    }

    /// <summary>What a reader must know of the file since this was last asked: what was cut off, and where it is kept.</summary>
    public ImmutableArray<string> TakeNotices()
    {
        lock (gate)
        {
            ImmutableArray<string> taken = [.. notices];
            notices.Clear();
            return taken;
        }
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
    /// <exception cref="DataException">The file is damaged or has lost runs, or the file system refuses.</exception>
    public void Refresh()
    {
        lock (gate)
        {
            using var stream = OpenAgain(record: null);
            ReadAppended(stream);
        }
    }

    /// <summary>Reads the whole file anew and makes sure that every run which was in it still is.</summary>
    /// <exception cref="DataException">As with <see cref="Refresh"/>.</exception>
    public void Verify()
    {
        lock (gate)
        {
            using var stream = OpenAgain(record: null);
            ReadAnew(stream, record: null);
        }
    }

    /// <summary>Adds a run; when this returns, the run is on the disk.</summary>
    /// <returns>Whether it was added: false when another process had added it before.</returns>
    /// <exception cref="DataException">The file has the run with other figures, is damaged or has lost runs, or the file system refuses.</exception>
    public bool Append(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var line = Encoding.UTF8.GetBytes(RunLine.Of(record) + "\n");
        lock (gate)
        {
            using var stream = OpenAgain(record);
            ReadAppended(stream, record);
            if (!TryAdd(record))
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
            seen = [.. seen.Concat(line).TakeLast(SeenLength)];
            return true;
        }
    }

    /// <summary>Opens the file again; one that is gone has lost its runs.</summary>
    private FileStream OpenAgain(RunRecord? record)
    {
        try
        {
            return OpenLocked(FileMode.Open);
        }
        catch (DataException exception) when (exception.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Lost(byKey, "the file is gone", record);
        }
    }

    private FileStream OpenLocked(FileMode mode) => FileLock.OpenExclusively(Path, "written", mode, FileAccess.ReadWrite, patience, LocksHold);

    /// <summary>Reads from where this process last was; leaves the file ending in a whole line.</summary>
    private void ReadAppended(FileStream stream, RunRecord? record = null)
    {
        if (!EndsAsSeen(stream))
        {
            ReadAnew(stream, record);
            return;
        }

        FileLock.Guard(Path, "written", () =>
        {
            stream.Position = end;
            var reader = new RunReader(stream, Path, lineCount, isUnpacked: false, reading);
            while (reader.Read())
            {
                TryAdd(reader.Run);
            }

            lineCount += reader.LineCount;
            CutOff(stream, reader);
            end = stream.Length;
            seen = new byte[Math.Min(end, SeenLength)];
            stream.Position = end - seen.Length;
            stream.ReadExactly(seen);
            return true;
        });
    }

    private bool EndsAsSeen(FileStream stream) => FileLock.Guard(Path, "read", () =>
    {
        if (stream.Length < end)
        {
            return false;
        }

        var there = new byte[seen.Length];
        stream.Position = end - there.Length;
        stream.ReadExactly(there);
        return there.AsSpan().SequenceEqual(seen);
    });

    private void ReadAnew(FileStream stream, RunRecord? record)
    {
        var known = byKey;
        (byKey, runs, seen, end, lineCount) = ([], [], [], 0, 0);
        try
        {
            ReadAppended(stream);
        }
        catch (DataException exception)
        {
            throw Lost(known, exception.Message, record);
        }

        var lostCount = known.Keys.Count(key => !byKey.ContainsKey(key));
        if (lostCount > 0)
        {
            throw Lost(known, FormattableString.Invariant($"{lostCount} of {known.Count} runs that were in it are gone"), record);
        }
    }

    /// <summary>Leaves the file ending in a line break; what has to go is kept beside it.</summary>
    private void CutOff(FileStream stream, RunReader reader)
    {
        if (reader.Torn is { } torn)
        {
            var kept = torn.Bytes.Length > 0 ? KeptFiles.Keep(Path, "torn", torn.Bytes) : null;
            stream.SetLength(end + torn.Offset);
            notices.Add(
                $"{Path} ended in {torn}, which was cut off{(kept is null ? string.Empty : $" and is kept in {kept}; its run is trained again")}.");
        }

        if (reader.LacksLineBreak)
        {
            stream.Position = stream.Length;
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>Keeps all that is known beside a file that has lost it, and says so.</summary>
    private DataException Lost(Dictionary<RunKey, RunRecord> known, string what, RunRecord? record)
    {
        var all = known.Values.Concat(record is null || known.ContainsKey(record.Key) ? [] : [record]).ToList();
        var text = $"{Path}: {what}: another program has emptied, replaced or removed it while runs were added";
        if (all.Count == 0)
        {
            return new($"{text}; let nothing else write to it, and start again");
        }

        try
        {
            var kept = KeptFiles.Keep(Path, "rescued", Encoding.UTF8.GetBytes(string.Concat(all.Select(run => RunLine.Of(run) + "\n"))));
            return new(
                $"{text}; all {all.Count} runs that are known are kept in {kept}: join them with 'reproduce merge', let nothing else write to the "
                    + $"file, and start again");
        }
        catch (DataException exception)
        {
            return new($"{text}, and the {all.Count} runs that are known could not be kept beside it: {exception.Message}", exception);
        }
    }

    /// <summary>Whether the run is new here.</summary>
    private bool TryAdd(RunRecord record)
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
