using System.Buffers.Binary;
using System.IO.Compression;

namespace Reproduction.Data;

/// <summary>Reads what an IDX file says of itself, for files of which nothing is known beforehand.</summary>
public static class IdxHeader
{
    // The type of the values is the third byte of the magic number.
    private static readonly Dictionary<byte, string> OtherTypes = new()
    {
        [0x09] = "signed bytes",
        [0x0b] = "16-bit integers",
        [0x0c] = "32-bit integers",
        [0x0d] = "32-bit floats",
        [0x0e] = "64-bit floats",
    };

    /// <summary>What a file must hold by its own header: its dimensions, any content.</summary>
    /// <param name="path">The file, plain or gzip-compressed.</param>
    /// <param name="rank">The number of dimensions that are meant: 1 of labels, at least 2 of images.</param>
    /// <exception cref="DataException">
    /// It cannot be read, or is no IDX file of unsigned bytes, or claims more than it can hold or than fits into memory.
    /// </exception>
    public static IdxFile Read(string path, Range rank)
    {
        var source = IdxSource.OfPath(path, new(System.IO.Path.GetFileName(path), [], Sha256: null));
        return IdxReader.Guard(source, stream =>
        {
            var isGzip = IdxReader.IsGzip(stream);
            using var content = isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            Span<byte> magic = stackalloc byte[4];
            Fill(source, content, magic);
            var dimensions = new int[magic[3]];
            CheckMagic(source, magic, rank);

            // What deflate makes of the most uniform content is a thousandth of it, so a longer claim is false.
            var most = isGzip ? checked(stream.Length * 1032) : stream.Length;
            var length = 1L;
            Span<byte> sizes = stackalloc byte[4 * dimensions.Length];
            Fill(source, content, sizes);
            for (var i = 0; i < dimensions.Length; i++)
            {
                var received = BinaryPrimitives.ReadUInt32BigEndian(sizes[(4 * i)..]);
                length = received is 0 or > int.MaxValue ? 0 : length * received;
                if (length == 0 || length > Math.Min(most, Array.MaxLength))
                {
                    throw source.Problem($"claims dimensions that it cannot hold: {received} at byte {4 + (4 * i)}");
                }

                dimensions[i] = (int)received;
            }

            return source.File with { Dimensions = dimensions };
        });
    }

    private static void CheckMagic(IdxSource source, ReadOnlySpan<byte> magic, Range rank)
    {
        if (magic[0] != 0 || magic[1] != 0 || (magic[2] != 0x08 && !OtherTypes.ContainsKey(magic[2])))
        {
            throw source.Problem($"is no IDX file: it begins with 0x{BinaryPrimitives.ReadUInt32BigEndian(magic):x8}");
        }

        if (OtherTypes.TryGetValue(magic[2], out var type))
        {
            throw source.Problem($"holds {type} (type 0x{magic[2]:x2}); only unsigned bytes (type 0x08) are read");
        }

        if (magic[3] < rank.Start.Value || magic[3] > rank.End.Value)
        {
            throw source.Problem($"has {magic[3]} dimensions; labels have 1, images 2 to 4");
        }
    }

    private static void Fill(IdxSource source, Stream content, Span<byte> bytes)
    {
        if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw source.Problem("ends within the header");
        }
    }
}
