using System.IO.Compression;

namespace Reproduction.Ensembles;

/// <summary>The content of gzip files of one or several members, as zcat unpacks them, with proof that the last one is whole.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that is cut for a shorter one. So a small member of our own is read behind the file's last: where what comes out
/// ends in <see cref="EndMark"/>, every member before it was whole; in the middle of a cut member, and behind bytes that are no member, it does not come
/// out.
/// </remarks>
internal static class GzipContent
{
    /// <summary>What the unpacked content ends in.</summary>
    public static ReadOnlySpan<byte> EndMark => "8e0bd4a7-end-of-content-3f1c9625"u8;

    private static readonly byte[] EndMember = Pack(EndMark);

    /// <summary>Whether a stream begins as gzip does (RFC 1952); leaves it at its beginning.</summary>
    public static bool IsGzip(Stream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1f, 0x8b];
        stream.Position = 0;
        return isGzip;
    }

    /// <summary>The unpacked content, with <see cref="EndMark"/> behind it. Damage is an <see cref="InvalidDataException"/> on reading.</summary>
    public static Stream Unpack(Stream file) => new GZipStream(new BothStreams(file, new MemoryStream(EndMember)), CompressionMode.Decompress);

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>One stream, then another; for reading only.</summary>
    private sealed class BothStreams(Stream first, Stream second) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => first.Read(buffer) is var count and > 0 ? count : second.Read(buffer);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
