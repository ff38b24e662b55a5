using System.Text.Json;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>A last line that cannot be a whole one: it was cut off while it was written.</summary>
/// <param name="Offset">Where it begins, counted from where reading began.</param>
/// <param name="Bytes">The line, without the NUL bytes at its end.</param>
/// <param name="NulCount">How many NUL bytes it ends in, as file systems leave them after a power loss.</param>
internal sealed record TornLine(long Offset, byte[] Bytes, long NulCount)
{
    /// <summary>For people: <c>a torn last line of 130 bytes</c>.</summary>
    public override string ToString() => (Bytes.Length, NulCount) switch
    {
        (_, 0) => FormattableString.Invariant($"a torn last line of {Bytes.Length} bytes"),
        (0, _) => FormattableString.Invariant($"a tail of {NulCount} NUL bytes, such as a power loss leaves"),
        _ => FormattableString.Invariant($"a torn last line of {Bytes.Length} bytes and a tail of {NulCount} NUL bytes, such as a power loss leaves"),
    };
}

/// <summary>Reads the runs of a stream of JSON lines, one at a time.</summary>
/// <param name="stream">Read from where it stands to its end.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="linesBefore">How many lines of the file were read before, for messages.</param>
/// <param name="isUnpacked">Whether the stream ends in <see cref="GzipContent.EndMark"/>.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class RunReader(Stream stream, string path, long linesBefore, bool isUnpacked, CancellationToken cancellation)
{
    private const int MostBlankLines = 1000;

    private readonly LineReader lines = new(stream, cancellation);
    private int blankCount;
    private bool hasEndMark;

    /// <summary>The last run that was read.</summary>
    public RunRecord Run { get; private set; } = null!;

    /// <summary>The torn last line; null where there is none, and before the end.</summary>
    public TornLine? Torn { get; private set; }

    /// <summary>Whether the last line is whole and lacks its line break.</summary>
    public bool LacksLineBreak { get; private set; }

    /// <summary>How many lines were read.</summary>
    public long LineCount => lines.Number;

    /// <summary>Reads the next run; false at the end.</summary>
    /// <exception cref="DataException">A line is no run; the message says which, and what to do.</exception>
    /// <exception cref="InvalidDataException">Compressed content is damaged or cut off.</exception>
    public bool Read()
    {
        while (Next())
        {
            var line = Content();
            if (line.TrimEnd(" \t\r"u8).IsEmpty && (lines.NulCount == 0 || !lines.IsTerminated))
            {
                ReadBlank(line);
                continue;
            }

            blankCount = 0;
            if (!TryParse(line, out var problem))
            {
                if (lines.IsTerminated || !IsCutOff(line))
                {
                    throw Foreign(problem);
                }

                Torn = new(lines.Offset, line.ToArray(), lines.NulCount);
                return false;
            }

            if (lines.NulCount > 0)
            {
                if (lines.IsTerminated)
                {
                    throw Foreign($"{lines.NulCount} NUL bytes");
                }

                Torn = new(lines.ContentEnd, [], lines.NulCount);
            }

            LacksLineBreak = !lines.IsTerminated;
            return true;
        }

        RequireEndMark();
        return false;
    }

    /// <summary>Whether a line is the beginning of a run's line and cannot be the whole of one: JSON that ends too soon.</summary>
    internal static bool IsCutOff(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> beginning = "{\"run\":{"u8;
        var length = Math.Min(line.Length, beginning.Length);
        if (!line[..length].SequenceEqual(beginning[..length]))
        {
            return false;
        }

        var reader = new Utf8JsonReader(line, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth > 0;
    }

    /// <summary>The line; an unpacked file's last one without <see cref="GzipContent.EndMark"/>, which it has to end in.</summary>
    private ReadOnlySpan<byte> Content()
    {
        var line = lines.Line;
        if (!isUnpacked || lines.IsTerminated)
        {
            return line;
        }

        hasEndMark = line.EndsWith(GzipContent.EndMark);
        RequireEndMark();
        return line[..^GzipContent.EndMark.Length].TrimEnd((byte)0);
    }

    private void RequireEndMark()
    {
        if (isUnpacked && !hasEndMark)
        {
            throw new InvalidDataException();
        }
    }

    private bool Next()
    {
        try
        {
            return lines.Read();
        }
        catch (DataException exception)
        {
            throw new DataException(
                $"{path}{(isUnpacked ? ", unpacked" : string.Empty)}: {exception.Message}; take the file from a copy, or remove it", exception);
        }
    }

    private void ReadBlank(ReadOnlySpan<byte> line)
    {
        blankCount++;
        if (blankCount > MostBlankLines)
        {
            throw Foreign($"more than {MostBlankLines} blank lines");
        }

        if (lines.NulCount > 0)
        {
            Torn = new(lines.ContentEnd, [], lines.NulCount);
        }

        LacksLineBreak = !lines.IsTerminated && !line.IsEmpty;
    }

    private bool TryParse(ReadOnlySpan<byte> line, out string problem)
    {
        try
        {
            Run = RunLine.Parse(line);
            problem = string.Empty;
            return true;
        }
        catch (FormatException exception)
        {
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>A line that is no run; where compressed content is damaged farther on, too, it is the damage that made it so.</summary>
    private DataException Foreign(string found)
    {
        var number = linesBefore + lines.Number;
        while (isUnpacked && Next())
        {
            _ = Content();
        }

        RequireEndMark();
        return new($"{path}, line {number}: expected a run, found something else: {found}; remove the line or take the file from a copy");
    }
}
