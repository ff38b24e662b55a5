using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>What a results file holds.</summary>
/// <param name="Runs">Its runs, in the file's order.</param>
/// <param name="Notice">One line about a torn last line that was left out; null when the file is whole.</param>
public sealed record RunFileContent(ImmutableArray<RunRecord> Runs, string? Notice);

/// <summary>Results files: JSON lines, one for each finished run, plain or gzip-compressed.</summary>
/// <remarks>
/// A process that is killed while it appends leaves at most one line without its line break, the last one. Such a torn line is left out of what is
/// read, and removed by the next <see cref="RunAppender"/>; a last line that lacks nothing but the line break counts. Anything else that is not
/// a run is an error: no program of this project writes it.
/// </remarks>
public static class RunFile
{
    private static ReadOnlySpan<byte> Beginning => "{\"run\":{"u8;

    /// <summary>Reads a file, plain or compressed, whatever it is called. Another process may be appending to it.</summary>
    /// <exception cref="DataException">It is missing, unreadable or damaged; the message says where, and what to do.</exception>
    public static RunFileContent Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes;
        using (var stream = FileLock.Retry(path, "read", () => RegularFile.OpenRead(path, FileShare.ReadWrite | FileShare.Delete)))
        {
            bytes = FileLock.Guard(path, "read", () => ReadAll(stream));
        }

        var (runs, rest) = Parse(bytes, path, firstLine: 1);
        return new(runs, rest == 0 ? null : $"{path} ends in a torn line of {rest} bytes, which is left out: its run was cut off while it was written.");
    }

    /// <summary>Writes a file whole or not at all; compressed if its name ends in .gz.</summary>
    /// <remarks>The compressed form holds no time and no file name: one content gives the same bytes each time, with one version of .NET.</remarks>
    /// <exception cref="DataException">The file system refuses.</exception>
    public static void Write(string path, IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        AtomicFile.Write(path, stream =>
        {
            if (!IsCompressed(path))
            {
                stream.Write(bytes);
                return;
            }

            using var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                gzip.Write(bytes);
            }

            // The header's tenth byte names the operating system (RFC 1952); 255 is "unknown".
            var content = compressed.ToArray();
            content[9] = 255;
            stream.Write(content);
        });
    }

    /// <summary>Whether a file of this name is kept compressed.</summary>
    public static bool IsCompressed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The runs of whole lines, and the length of what follows the last of them.</summary>
    /// <param name="bytes">The file, or its end from the beginning of a line.</param>
    /// <param name="path">For messages.</param>
    /// <param name="firstLine">The number of the first line, from 1, for messages.</param>
    internal static (ImmutableArray<RunRecord> Runs, int TornLength) Parse(ReadOnlySpan<byte> bytes, string path, int firstLine)
    {
        var runs = ImmutableArray.CreateBuilder<RunRecord>();
        for (var number = firstLine; bytes.Length > 0; number++)
        {
            var length = bytes.IndexOf((byte)'\n');
            if (length < 0 && IsBegun(bytes) && !IsRun(bytes))
            {
                return (runs.ToImmutable(), bytes.Length);
            }

            runs.Add(ParseLine(length < 0 ? bytes : bytes[..length], path, number));
            bytes = length < 0 ? [] : bytes[(length + 1)..];
        }

        return (runs.ToImmutable(), 0);
    }

    private static RunRecord ParseLine(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return RunLine.Parse(line);
        }
        catch (FormatException exception)
        {
            throw new DataException($"{path}, line {number}: expected a run, found something else: {exception.Message}; remove the line or take the file from a copy", exception);
        }
    }

    /// <summary>Whether it begins as a line of <see cref="RunLine"/> does: a file that is something else entirely must not pass for torn, and be cut.</summary>
    private static bool IsBegun(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, Beginning.Length)].SequenceEqual(Beginning[..Math.Min(line.Length, Beginning.Length)]);

    private static bool IsRun(ReadOnlySpan<byte> line)
    {
        try
        {
            RunLine.Parse(line);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] ReadAll(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        using var content = new MemoryStream();
        if (isCompressed)
        {
            using (var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true))
            {
                gzip.CopyTo(content);
            }

            RequireWhole(file, content.Length);
        }
        else
        {
            file.CopyTo(content);
        }

        return content.ToArray();
    }

    /// <summary>GZipStream takes a file that is cut for a shorter one. The last four bytes of a whole one are the content's length (RFC 1952).</summary>
    private static void RequireWhole(FileStream file, long contentLength)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        file.Position = Math.Max(0, file.Length - length.Length);
        file.ReadExactly(length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != (uint)contentLength)
        {
            throw new InvalidDataException("the compressed file is cut off, or has more than one part");
        }
    }
}
