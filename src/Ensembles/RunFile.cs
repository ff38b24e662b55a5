using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>What a results file holds.</summary>
/// <param name="Runs">Its runs in the file's order; one that is there more than once with the same figures counts once.</param>
/// <param name="Notices">What a reader must know of the file, a line for each; none when it is whole.</param>
/// <param name="RepeatedCount">How many runs were there once more, with the same figures.</param>
public sealed record RunFileContent(ImmutableArray<RunRecord> Runs, ImmutableArray<string> Notices, int RepeatedCount)
{
    /// <summary>The torn last line that was left out; null when there is none.</summary>
    internal TornLine? Torn { get; init; }
}

/// <summary>Results files: JSON lines, one for each finished run, plain or gzip-compressed.</summary>
/// <remarks>
/// They are read line by line: memory is bounded by the runs that differ, not by the file. A process that is killed while it appends leaves at most
/// one line without its line break, the last one, and a power loss NUL bytes behind it. What cannot be a whole line is torn: it is left out of what
/// is read, and cut off by the next <see cref="RunAppender"/>; a last line that lacks nothing but the line break counts. Blank lines count for
/// nothing. Anything else that is not a run is an error: no program of this project writes it.
/// </remarks>
public static class RunFile
{
    /// <summary>Reads a file, plain or compressed, whatever it is called. Another process may be appending to it.</summary>
    /// <exception cref="DataException">It is missing, unreadable, no regular file or damaged; the message says where, and what to do.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RunFileContent Read(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = FileLock.Retry(
            path, "read", new(cancellation), () => RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));
        return Read(stream, path, cancellation);
    }

    /// <summary>Writes a file whole or not at all; compressed if its name ends in .gz.</summary>
    /// <remarks>The compressed form holds no time and no file name: one content gives the same bytes each time, with one version of .NET.</remarks>
    /// <exception cref="DataException">The file system refuses.</exception>
    public static void Write(string path, IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(lines);
        AtomicFile.Write(path, stream =>
        {
            if (!IsCompressed(path))
            {
                Write(stream, lines);
                return;
            }

            using var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                Write(gzip, lines);
            }

            // The header's tenth byte names the operating system (RFC 1952); 255 is "unknown".
            compressed.GetBuffer()[9] = 255;
            stream.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        });
    }

    /// <summary>Whether a file of this name is kept compressed.</summary>
    public static bool IsCompressed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads an open file from its beginning.</summary>
    internal static RunFileContent Read(FileStream file, string path, CancellationToken cancellation)
    {
        if (!IsGzip(file, path))
        {
            return Read(file, isGzip: false, path, cancellation);
        }

        DataException? damage = null;
        foreach (var length in GzipContent.PossibleLengths(file))
        {
            try
            {
                using var unpacked = GzipContent.Unpack(file, length);
                return Read(unpacked, isGzip: true, path, cancellation);
            }
            catch (DataException exception) when (exception.InnerException is InvalidDataException)
            {
                damage ??= exception;
            }
        }

        throw damage!;
    }

    private static bool IsGzip(FileStream file, string path)
    {
        try
        {
            return GzipContent.IsGzip(file);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw Unreadable(path, exception);
        }
    }

    private static DataException Unreadable(string path, Exception exception) =>
        new($"{IoFailure.FullPath(path)}: cannot be read: {exception.Message}; check the name and the rights", exception);

    private static RunFileContent Read(Stream lines, bool isGzip, string path, CancellationToken cancellation)
    {
        var runs = new List<RunRecord>();
        var positions = new Dictionary<RunKey, int>();
        var repeatedCount = 0;
        RunReader reader;
        try
        {
            reader = new RunReader(lines, path, linesBefore: 0, isGzip, cancellation);
            while (reader.Read())
            {
                if (positions.TryGetValue(reader.Run.Key, out var position) && RunLine.Agree(runs[position], reader.Run))
                {
                    runs[position] = RunMerge.Preferred(runs[position], reader.Run);
                    repeatedCount++;
                    continue;
                }

                // Of runs that contradict each other, all are kept: it is for the caller to say what that means.
                positions.TryAdd(reader.Run.Key, runs.Count);
                runs.Add(reader.Run);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new DataException(
                $"{IoFailure.FullPath(path)}: cannot be read: the compressed content is damaged, cut off or followed by something else, after "
                    + $"{runs.Count} runs; take the file from a copy",
                exception);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw Unreadable(path, exception);
        }

        var reason = reader.Torn is { Bytes.Length: > 0 } ? ": its run was cut off while it was written" : string.Empty;
        return new(
            [.. runs], reader.Torn is { } torn ? [$"{path} ends in {torn}, which is left out{reason}."] : [], repeatedCount)
        { Torn = reader.Torn };
    }

    private static void Write(Stream stream, IEnumerable<string> lines)
    {
        // One write for many lines: the compressor's bytes must not depend on how it is fed.
        using var writer = new StreamWriter(
            stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true)
        { NewLine = "\n" };
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }
}
