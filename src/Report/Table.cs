using System.Collections.Immutable;

namespace Reproduction.Report;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="IsNumeric">Whether its cells are aligned to the right.</param>
/// <param name="IsMarkdown">
/// Whether its cells are Markdown already, made by whoever filled them: links, bold, code. All others are text, whatever they hold.
/// </param>
public sealed record Column(string Header, bool IsNumeric = false, bool IsMarkdown = false);

/// <summary>A table of text, before it is known where it will be shown.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, one cell for each column.</param>
public sealed record Table(ImmutableArray<Column> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>
    /// The table in Markdown, its source aligned too; lines end in \n. Text stays text: only cells of <see cref="Column.IsMarkdown"/> can hold
    /// markup.
    /// </summary>
    public string ToMarkdown()
    {
        var rows = Rows.Select(row => row.Select((cell, i) => Columns[i].IsMarkdown ? cell : Page.Markup.EscapeMarkdown(cell)).ToList()).ToList();
        var widths = Columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Header.Length).Append(4).Max()).ToArray();
        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
        string Pad(string cell, int i) => Columns[i].IsNumeric ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]);

        return Line(Columns.Select((column, i) => Pad(column.Header, i)))
            + Line(Columns.Select((column, i) => column.IsNumeric ? new string('-', widths[i] - 1) + ":" : new string('-', widths[i])))
            + string.Concat(rows.Select(row => Line(row.Select(Pad))));
    }
}
