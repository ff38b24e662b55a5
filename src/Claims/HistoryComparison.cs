using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Reproduction.Claims;

/// <summary>A cell of a history that differs from the approved one.</summary>
/// <param name="Epoch">The row.</param>
/// <param name="Column">The column.</param>
/// <param name="Approved">The approved figure.</param>
/// <param name="Received">The received figure.</param>
/// <param name="Tolerance">How far they may be apart.</param>
public sealed record CellDifference(string Epoch, string Column, double Approved, double Received, double Tolerance)
{
    /// <summary>Received minus approved.</summary>
    public double Difference => Received - Approved;

    /// <summary>
    /// Whether the figures are further apart than is tolerated; true for anything that is no finite number. The figures are printed
    /// decimals: half a unit of the tenth decimal keeps binary rounding out of the decision.
    /// </summary>
    public bool IsBeyond => !(Math.Abs(Difference) <= Tolerance + 5e-11);
}

/// <summary>How a received history compares with the approved one.</summary>
/// <param name="Text">Lines that differ in something that is no figure; each "approved | received".</param>
/// <param name="Cells">Figures that differ, tolerated or not.</param>
/// <param name="HashDiffers">Whether the parameters have other bits.</param>
public sealed record HistoryComparison(ImmutableArray<string> Text, ImmutableArray<CellDifference> Cells, bool HashDiffers)
{
    /// <summary>Whether nothing but figures differs, and those within their tolerances.</summary>
    /// <remarks>
    /// Where figures are tolerated, the hash of the parameters decides nothing: it has no near and far, and differs as soon as one bit of one figure
    /// does. Where nothing is tolerated, it is text like any other.
    /// </remarks>
    public bool IsTolerated => Text.IsEmpty && !Cells.Any(cell => cell.IsBeyond);

    /// <summary>Compares two texts of histories; null if either is none, or if their tables have other rows.</summary>
    /// <param name="received">What was trained.</param>
    /// <param name="approved">What it is held against.</param>
    /// <param name="metrics">The columns with their tolerances, in their order: <see cref="Metric.All"/> where nothing is tolerated.</param>
    public static HistoryComparison? Of(string received, string approved, ImmutableArray<Metric> metrics)
    {
        if (ApprovedHistory.Read(received) is not { } actual || ApprovedHistory.Read(approved) is not { } expected)
        {
            return null;
        }

        var text = ImmutableArray.CreateBuilder<string>();
        var cells = ImmutableArray.CreateBuilder<CellDifference>();
        var comparesHash = metrics.All(metric => metric.Tolerances.IsEmpty);
        if (actual.Lines.Length != expected.Lines.Length || actual.FirstRow != expected.FirstRow || actual.RowCount != expected.RowCount)
        {
            text.Add($"{expected.RowCount} rows in {expected.Lines.Length} lines | {actual.RowCount} rows in {actual.Lines.Length} lines");
        }

        for (var i = 0; i < Math.Max(actual.Lines.Length, expected.Lines.Length); i++)
        {
            var (theirs, ours) = (LineOf(expected, i), LineOf(actual, i));
            var isRow = i >= expected.FirstRow && i < expected.FirstRow + expected.RowCount;
            if (theirs != ours && !(isRow && CompareRow(theirs, ours, metrics, cells))
                && !(i == expected.HashLine && !comparesHash && AreHashes(theirs, ours)))
            {
                text.Add($"{theirs} | {ours}");
            }
        }

        return new(text.ToImmutable(), cells.ToImmutable(), actual.Lines[actual.HashLine] != expected.Lines[expected.HashLine]);
    }

    /// <summary>One line for the output of a test that passes by tolerance.</summary>
    public string Describe()
    {
        var largest = Cells.MaxBy(cell => Math.Abs(cell.Difference) / cell.Tolerance);
        return largest is null
            ? "Passed by tolerance: all figures are equal, the parameters' hash differs."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Passed by tolerance: {Cells.Length} {(Cells.Length == 1 ? "figure differs" : "figures differ")}; the largest deviation is "
                    + $"{largest.Difference:+0.000000;-0.000000} in {largest.Column}, epoch {largest.Epoch}, where {largest.Tolerance:0.######} is "
                    + $"tolerated.");
    }

    /// <summary>The table that a failure shows: every cell that differs, with what was tolerated, and every other line that differs.</summary>
    public string Explain()
    {
        var message = new StringBuilder();
        if (!Text.IsEmpty)
        {
            message.Append("These lines differ (approved | received):\n");
            foreach (var line in Text)
            {
                message.Append("  ").Append(line).Append('\n');
            }
        }

        if (!Cells.IsEmpty)
        {
            message.Append("epoch  column          approved    received  difference  tolerance\n");
            foreach (var cell in Cells)
            {
                message.Append(
                    CultureInfo.InvariantCulture,
                    $"{cell.Epoch,5}  {cell.Column,-12}  {cell.Approved,10:F6}  {cell.Received,10:F6}  {cell.Difference,10:+0.000000;-0.000000}  "
                        + $"{cell.Tolerance,9:0.######}{(cell.IsBeyond ? "  beyond" : string.Empty)}\n");
            }
        }

        return message.ToString();
    }

    private static string LineOf(ApprovedHistory history, int index) => index < history.Lines.Length ? history.Lines[index] : "(no line)";

    /// <summary>Compares two rows; false if they are not rows of the same epoch with as many figures as there are columns.</summary>
    private static bool CompareRow(string expected, string actual, ImmutableArray<Metric> metrics, ImmutableArray<CellDifference>.Builder cells)
    {
        var (theirs, ours) = (ApprovedHistory.Cells(expected), ApprovedHistory.Cells(actual));
        if (theirs.Length != metrics.Length + 1 || ours.Length != theirs.Length || theirs[0] != ours[0]
            || !int.TryParse(theirs[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
        {
            return false;
        }

        foreach (var (column, metric) in metrics.Index())
        {
            var (left, right) = (theirs[column + 1], ours[column + 1]);
            if (left == right)
            {
                continue;
            }

            if (!double.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var approved)
                || !double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var received))
            {
                return false;
            }

            cells.Add(new(theirs[0], metric.Name, approved, received, metric.ToleranceAfter(epoch)));
        }

        return true;
    }

    private static bool AreHashes(string expected, string actual) => IsHash(expected) && IsHash(actual);

    private static bool IsHash(string line) =>
        line.StartsWith(ApprovedHistory.HashLabel, StringComparison.Ordinal)
        && line.Length == ApprovedHistory.HashLabel.Length + 64
        && line.Skip(ApprovedHistory.HashLabel.Length).All(char.IsAsciiHexDigitLower);
}
