using System.IO.Compression;

namespace Reproduction.Ensembles;

/// <summary>The content of gzip files of one or several members, as zcat unpacks them, with proof that the last one is whole.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that is cut for a shorter one. So a small member of our own is read behind the file's last: where what comes
/// out ends in <see cref="EndMark"/>, every member before it was whole; in the middle of a cut member, and behind bytes that are no member, it does
/// not come out.
/// </remarks>
internal static class GzipContent
{
    /// <summary>What the unpacked content ends in.</summary>
    public static ReadOnlySpan<byte> EndMark => "8e0bd4a7-end-of-content-3f1c9625"u8;

    /// <summary>Checksum and length, eight bytes, and what the compressed text before them may end in.</summary>
    private const int MostNulOfMember = 16;

    private static readonly byte[] EndMember = Pack(EndMark);

    /// <summary>Whether a stream begins as gzip does (RFC 1952); leaves it at its beginning.</summary>
    public static bool IsGzip(Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1f, 0x8b];
        stream.Position = 0;
        return isGzip;
    }

    /// <summary>Where the last member may end: where the file does, or where NUL bytes behind it begin, which zcat passes over, too.</summary>
    /// <remarks>
    /// A member's own last bytes may be NUL, first of all those of its length, so that the beginning of the padding has to be tried.
    /// </remarks>
    public static IEnumerable<long> PossibleLengths(Stream file)
    {
        var whole = file.Length;
        yield return whole;
        var solid = LengthWithoutNul(file);
        for (var length = solid; length < Math.Min(whole, solid + MostNulOfMember + 1); length++)
        {
            yield return length;
        }
    }

    /// <summary>
    /// The unpacked content of a file's first bytes, with <see cref="EndMark"/> behind it. Damage is an <see cref="InvalidDataException"/> on
    /// reading.
    /// </summary>
    public static Stream Unpack(Stream file, long length)
    {
        file.Position = 0;
        return new GZipStream(new BothStreams(file, length, new MemoryStream(EndMember)), CompressionMode.Decompress);
    }

    private static long LengthWithoutNul(Stream file)
    {
        var chunk = new byte[1 << 16];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - chunk.Length);
            file.Position = start;
            var count = file.ReadAtLeast(chunk.AsSpan(0, (int)(end - start)), (int)(end - start), throwOnEndOfStream: false);
            if (chunk.AsSpan(0, count).LastIndexOfAnyExcept((byte)0) is var last and >= 0)
            {
                return start + last + 1;
            }

            end = start;
        }

        return 0;
    }

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>One stream's first bytes, then another; for reading only.</summary>
    private sealed class BothStreams(Stream first, long length, Stream second) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = first.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= count;
            return count > 0 ? count : second.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
