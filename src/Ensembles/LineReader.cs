using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>The lines of a stream of bytes, one at a time: what it keeps in memory is bounded by a line, not by the file.</summary>
/// <remarks>
/// A line's NUL bytes at its end are counted and left off: after a power loss file systems leave them by the gigabyte. A byte order mark before the
/// first line is left off, too.
/// </remarks>
/// <param name="stream">Read from where it stands.</param>
/// <param name="cancellation">Ends the reading of more than one chunk: what is read at once need not be given up.</param>
internal sealed class LineReader(Stream stream, CancellationToken cancellation)
{
    /// <summary>The longest line, in bytes: 20 times what a run of 10,000 epochs takes.</summary>
    public const int MaximumLength = 32 << 20;

    private readonly byte[] chunk = new byte[1 << 16];
    private byte[] line = new byte[1 << 12];
    private int lineLength;
    private int next;
    private int filled;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The line, without its line break and the NUL bytes before it; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Line => line.AsSpan(Start, lineLength - Start);

    /// <summary>The number of the line among those read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Where the line begins, counted in bytes from where reading began.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next one begins.</summary>
    public long End { get; private set; }

    /// <summary>Where its NUL bytes begin, or its line break.</summary>
    public long ContentEnd => Offset + lineLength;

    /// <summary>Whether it has a line break.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>How many NUL bytes it ends in.</summary>
    public long NulCount { get; private set; }

    private int Start => Number == 1 && line.AsSpan(0, lineLength).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;

    /// <summary>Reads the next line; false at the end of the stream.</summary>
    /// <exception cref="DataException">The line is too long; its number is in the message.</exception>
    public bool Read()
    {
        (Offset, lineLength, NulCount, IsTerminated) = (End, 0, 0, false);
        while (!IsTerminated && Fill())
        {
            if (End == Offset)
            {
                Number++;
            }

            var rest = chunk.AsSpan(next, filled - next);
            var length = rest.IndexOf((byte)'\n');
            IsTerminated = length >= 0;
            Add(IsTerminated ? rest[..length] : rest);
            var consumed = IsTerminated ? length + 1 : rest.Length;
            next += consumed;
            End += consumed;
        }

        return End > Offset;
    }

    private bool Fill()
    {
        if (next == filled)
        {
            if (End >= chunk.Length)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            (next, filled) = (0, stream.Read(chunk));
        }

        return filled > 0;
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        var solid = part.LastIndexOfAnyExcept((byte)0) + 1;
        if (solid > 0)
        {
            var length = lineLength + NulCount + solid;
            if (length > MaximumLength)
            {
                throw new DataException($"line {Number} is longer than {MaximumLength >> 20} MB, which no run is");
            }

            if (length > line.Length)
            {
                Array.Resize(ref line, (int)Math.Min(MaximumLength, Math.Max(length, 2L * line.Length)));
            }

            line.AsSpan(lineLength, (int)NulCount).Clear();
            part[..solid].CopyTo(line.AsSpan(lineLength + (int)NulCount));
            (lineLength, NulCount) = ((int)length, 0);
        }

        NulCount += part.Length - solid;
    }
}
