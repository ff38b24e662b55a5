using System.Collections.Immutable;

namespace Reproduction.Report;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="IsNumeric">Whether its cells are aligned to the right.</param>
public sealed record Column(string Header, bool IsNumeric = false);

/// <summary>A table of text, before it is known where it will be shown.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, one cell for each column.</param>
public sealed record Table(ImmutableArray<Column> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>The same with every cell escaped for Markdown: for cells that are text, whatever they hold, and no markup of our own.</summary>
    public Table Escaped() => this with { Rows = [.. Rows.Select(row => row.Select(Page.Markup.EscapeMarkdown).ToImmutableArray())] };

    /// <summary>The table in Markdown, its source aligned too; lines end in \n.</summary>
    public string ToMarkdown()
    {
        var widths = Columns.Select((column, i) => Rows.Select(row => row[i].Length).Append(column.Header.Length).Append(4).Max()).ToArray();
        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
        string Pad(string cell, int i) => Columns[i].IsNumeric ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]);

        return Line(Columns.Select((column, i) => Pad(column.Header, i)))
            + Line(Columns.Select((column, i) => column.IsNumeric ? new string('-', widths[i] - 1) + ":" : new string('-', widths[i])))
            + string.Concat(Rows.Select(row => Line(row.Select(Pad))));
    }
}
