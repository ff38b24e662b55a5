using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Reproduction.Data;

/// <summary>Takes the next values of an IDX file.</summary>
/// <param name="offset">The index of the first of them; 0 is the first value after the header.</param>
/// <param name="values">The values, valid during the call only.</param>
public delegate void IdxSink(int offset, ReadOnlySpan<byte> values);

/// <summary>Reads an IDX file, plain or gzip-compressed, and holds it against what it must be.</summary>
/// <remarks>
/// Values are handed on in pieces while they are read, so memory stays at one buffer however long the file claims to be, and reading stops one
/// byte past the expected length. The hash is known only at the end: whoever takes values must drop them if reading throws. It decides: a gzip
/// file that lost nothing but (part of) the checksum at its end still holds every byte, and is accepted.
/// </remarks>
public static class IdxReader
{
    private const int BufferLength = 1 << 16;

    /// <summary>Reads and checks a file: header, length, gzip checksum, SHA-256.</summary>
    /// <param name="source">Where it is and what it must hold.</param>
    /// <param name="sink">Takes the values, in order.</param>
    /// <param name="cancellationToken">Stops reading between two pieces.</param>
    /// <exception cref="DataException">The file cannot be read or is not what it must be.</exception>
    public static void Read(IdxSource source, IdxSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        var position = 0L;
        Guard(
            source,
            stream =>
            {
                using var content = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
                ReadContent(source, content, sink, ref position, cancellationToken);
                return true;
            },
            () => position);
    }

    /// <summary>Reads a file only to check it.</summary>
    /// <param name="source">Where it is and what it must hold.</param>
    /// <param name="cancellationToken">Stops reading between two pieces.</param>
    /// <exception cref="DataException">The file cannot be read or is not what it must be.</exception>
    public static void Check(IdxSource source, CancellationToken cancellationToken = default) => Read(source, (_, _) => { }, cancellationToken);

    /// <summary>Opens a source and runs a step of reading it; what the system refuses is a problem of that source.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="step">Reads the stream.</param>
    /// <param name="position">How many bytes had been read; none if null.</param>
    internal static T Guard<T>(IdxSource source, Func<Stream, T> step, Func<long>? position = null)
    {
        using var stream = Open(source);
        try
        {
            return step(stream);
        }
        catch (InvalidDataException exception)
        {
            var length = source.File.Dimensions.Count > 0 ? $" of {source.File.Length}" : null;
            throw source.Problem($"corrupt gzip data after {position?.Invoke() ?? 0} decompressed bytes{length}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw source.Problem($"cannot be read past byte {position?.Invoke() ?? 0}: {exception.Message}", exception);
        }
    }

    internal static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return length == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    private static Stream Open(IdxSource source)
    {
        try
        {
            return source.Open();
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw source.Problem($"cannot be opened: {exception.Message}", exception);
        }
    }

    private static void ReadContent(IdxSource source, Stream content, IdxSink sink, ref long position, CancellationToken cancellationToken)
    {
        var file = source.File;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferLength];

        var header = buffer.AsSpan(0, file.HeaderLength);
        position = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        CheckHeader(source, header, (int)position);
        hash.AppendData(header);

        var values = file.ValueCount;
        for (var offset = 0; offset < values;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = content.Read(buffer, 0, Math.Min(buffer.Length, values - offset));
            if (length == 0)
            {
                throw source.Problem($"ends at byte {position}, expected {file.Length} bytes (decompressed)");
            }

            hash.AppendData(buffer, 0, length);
            sink(offset, buffer.AsSpan(0, length));
            offset += length;
            position += length;
        }

        if (content.ReadByte() != -1)
        {
            throw source.Problem($"goes on past byte {position}, expected {file.Length} bytes (decompressed)");
        }

        var received = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (file.Sha256 is { } expected && !string.Equals(received, expected, StringComparison.Ordinal))
        {
            throw KnownContent.OtherThan(source, received);
        }
    }

    private static void CheckHeader(IdxSource source, ReadOnlySpan<byte> header, int received)
    {
        var file = source.File;
        if (received == 0)
        {
            throw source.Problem($"is empty, expected {file.Length} bytes (decompressed)");
        }

        if (received < header.Length)
        {
            throw source.Problem($"ends at byte {received}, within the header of {header.Length} bytes");
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != file.Magic)
        {
            throw source.Problem($"expected the magic number 0x{file.Magic:x8} at byte 0, received 0x{magic:x8}");
        }

        for (var i = 0; i < file.Dimensions.Count; i++)
        {
            var at = 4 + (4 * i);
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(header[at..]);
            if (dimension != (uint)file.Dimensions[i])
            {
                throw source.Problem(
                    $"expected {file.Dimensions[i]} {NameOf(i)} at byte {at}, "
                        + $"received {dimension}{(i == 0 ? KnownContent.CountOf(dimension) : null)}");
            }
        }
    }

    private static string NameOf(int dimension) => dimension switch { 0 => "items", 1 => "rows", 2 => "columns", _ => "values" };
}
