using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>The text of a history, as it is approved: read back, cell by cell.</summary>
/// <param name="Lines">Its lines, without line ends.</param>
/// <param name="FirstRow">The position of the first row of the table in <paramref name="Lines"/>.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="HashLine">The position of the line with the parameters' hash.</param>
public sealed record ApprovedHistory(ImmutableArray<string> Lines, int FirstRow, int RowCount, int HashLine)
{
    /// <summary>The line above the rows.</summary>
    public const string TableHeader = "epoch        loss  accuracy    val_loss  val_accuracy";

    /// <summary>What the line with the hash begins with.</summary>
    public const string HashLabel = "parameters SHA-256 ";

    /// <summary>The columns of numbers, after the epoch.</summary>
    public static ImmutableArray<string> Columns { get; } = ["loss", "accuracy", "val_loss", "val_accuracy"];

    /// <summary>The table's rows.</summary>
    /// <exception cref="FormatException">A cell holds no number.</exception>
    public ImmutableArray<EpochMetrics> Rows =>
    [
        .. Lines.AsSpan().Slice(FirstRow, RowCount).ToArray().Select(line => Cells(line)).Select(cells => new EpochMetrics(
            int.Parse(cells[0], CultureInfo.InvariantCulture), new(Number(cells[1]), Number(cells[2])), new(Number(cells[3]), Number(cells[4])))),
    ];

    /// <summary>What the header says under a name such as <c>batch size</c>; null if it says nothing.</summary>
    public string? this[string name] => Lines.Take(FirstRow)
        .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal))
        .Select(line => line[name.Length..].Trim())
        .FirstOrDefault();

    /// <summary>Reads a text; null if it is no history.</summary>
    public static ApprovedHistory? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<string> lines = [.. text.Split('\n')];
        var header = lines.IndexOf(TableHeader);
        if (header < 0)
        {
            return null;
        }

        var count = lines.Skip(header + 1).TakeWhile(line => line.Length > 0).Count();
        var hash = header + 1 + count + 1;
        return hash < lines.Length && lines[hash].StartsWith(HashLabel, StringComparison.Ordinal) ? new(lines, header + 1, count, hash) : null;
    }

    /// <summary>The cells of a row.</summary>
    internal static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string cell) => double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
