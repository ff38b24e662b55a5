using System.Globalization;
using System.Text;
using Reproduction.Claims;

namespace Reproduction.Report;

/// <summary>Tonight on the reference's bands, drawn in characters: the same on a terminal, in a log and on a job's page.</summary>
/// <remarks>
/// <code>
/// BN, batch 32    loss         |      ░░░░░░|░░░─●──      |  worse
/// </code>
/// The scale is in standard deviations between the reference's seeds. Shaded is where four of five of a normal sample's seeds lie, 1.28 to either
/// side of the reference's mean; the mark is tonight's mean on it, the line its interval.
/// </remarks>
internal static class NightlyPlot
{
    private const int HalfWidth = 16;
    private const double Band = 1.2816;
    private const double LeastRange = 2;
    private const double MostRange = 8;

    /// <summary>The drawing: a line for each comparison, and a scale; lines end in \n.</summary>
    public static string Of(NightlyResult result)
    {
        var range = Math.Clamp(
            Math.Ceiling(result.Rows.Select(row => Math.Abs(row.InSpreads ?? 0)).DefaultIfEmpty(0).Max() * 1.1), LeastRange, MostRange);
        var runWidth = result.Rows.Select(row => row.Run.Length).DefaultIfEmpty(0).Max();
        var metricWidth = Metric.All.Max(metric => metric.Name.Length);
        var text = new StringBuilder();
        var run = string.Empty;
        foreach (var row in result.Rows)
        {
            text.Append((row.Run == run ? string.Empty : row.Run).PadRight(runWidth)).Append("  ").Append(row.Metric.Name.PadRight(metricWidth))
                .Append("  |").Append(Line(row, range)).Append("|  ")
                .Append(row.IsAlarm ? row.Status.ToString().ToUpperInvariant() : row.Status.ToString().ToLowerInvariant()).Append('\n');
            run = row.Run;
        }

        var (left, middle, right) = (Label(-range), "0", Label(range));
        return text.Append(' ', runWidth + 2 + metricWidth + 2)
            .Append(left.PadRight(HalfWidth + 1))
            .Append(middle)
            .Append(right.PadLeft(HalfWidth + 1))
            .Append('\n')
            .ToString();
    }

    private static char[] Line(NightlyRow row, double range)
    {
        var cells = new char[(2 * HalfWidth) + 1];
        Array.Fill(cells, ' ');
        int Place(double spreads) => HalfWidth + (int)Math.Round(Math.Clamp(spreads / range, -1, 1) * HalfWidth);
        void Fill(double from, double to, char character) => cells.AsSpan(Place(from), Place(to) - Place(from) + 1).Fill(character);
        Fill(-Band, Band, '░');
        cells[HalfWidth] = '|';
        if (row.InSpreads is { } mean)
        {
            if (row.Interval is { } interval && row.ReferenceSpread is { } spread)
            {
                Fill(interval.Low / spread, interval.High / spread, '─');
            }

            cells[Place(mean)] = Math.Abs(mean) > range ? (mean > 0 ? '>' : '<') : '●';
        }

        return cells;
    }

    private static string Label(double spreads) => spreads.ToString("+0;-0", CultureInfo.InvariantCulture);
}
