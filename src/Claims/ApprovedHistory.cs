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
    public static string TableHeader { get; } = $"epoch{string.Concat(Metric.All.Select(metric => "  " + metric.Name.PadLeft(metric.Width)))}";

    /// <summary>What the line with the hash begins with.</summary>
    public const string HashLabel = "parameters SHA-256 ";

    /// <summary>The table's rows.</summary>
    /// <exception cref="FormatException">A cell holds no number.</exception>
    public ImmutableArray<EpochMetrics> Rows =>
    [
        .. Lines.Skip(FirstRow).Take(RowCount).Select(Cells).Select(cells => Metric.All.Index().Aggregate(
            new EpochMetrics(int.Parse(cells[0], CultureInfo.InvariantCulture), default, default),
            (row, metric) => metric.Item.With(row, Number(cells[metric.Index + 1])))),
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

    /// <summary>A row of the table, without its line's end.</summary>
    public static string Row(EpochMetrics row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Create(CultureInfo.InvariantCulture, $"{row.Epoch,5}")
            + string.Concat(Metric.All.Select(metric => "  " + metric.Text(row).PadLeft(metric.Width)));
    }

    /// <summary>The cells of a row.</summary>
    internal static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string cell) => double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
