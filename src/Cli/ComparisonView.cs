using System.Globalization;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>
/// The table of final figures on a console: with rules where it fits, as short lines on a narrow terminal. No figure is ever split.
/// </summary>
internal static class ComparisonView
{
    /// <summary>Prints a <see cref="Report.Comparison"/>.</summary>
    public static void Write(IAnsiConsole console, Report.Table source)
    {
        var width = 1 + source.Columns.Select((column, i) => 3 + source.Rows.Select(row => row[i].Length).Append(column.Header.Length).Max()).Sum();
        if (width <= console.Profile.Width)
        {
            console.Write(WithRules(source));
            return;
        }

        foreach (var line in Narrow(source))
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    /// <summary>At most 40 columns wide.</summary>
    internal static IEnumerable<string> Narrow(Report.Table source)
    {
        var hasNotebook = source.Columns.Length > 4;
        if (hasNotebook)
        {
            yield return "Reproduced, the notebook's, difference";
        }

        foreach (var row in source.Rows)
        {
            if (row[0].Length > 0)
            {
                yield return $"{row[0]}, epoch {row[1]}";
            }

            yield return hasNotebook
                ? string.Create(CultureInfo.InvariantCulture, $" {row[2],-13} {row[3],7} {row[4],7} {row[5],8}")
                : string.Create(CultureInfo.InvariantCulture, $" {row[2],-13} {row[3],7}");
        }
    }

    private static Table WithRules(Report.Table source)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in source.Columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Header, new Style(decoration: Decoration.Bold)))
            {
                Alignment = column.IsNumeric ? Justify.Right : Justify.Left,
                NoWrap = true,
            });
        }

        foreach (var row in source.Rows)
        {
            if (row[0].Length > 0 && table.Rows.Count > 0)
            {
                table.AddEmptyRow();
            }

            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        return table;
    }
}
