using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Reproduction.Claims;

/// <summary>What became of one metric after the last epoch that both histories have.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Approved">Its approved figure.</param>
/// <param name="Received">Its received figure.</param>
/// <param name="Spread">The standard deviation between seeds; null where no seeds are stored.</param>
public sealed record MetricChange(Metric Metric, double Approved, double Received, double? Spread)
{
    /// <summary>Received minus approved.</summary>
    public double Difference => Received - Approved;

    /// <summary><c>better</c>, <c>worse</c> or <c>equal</c>; a figure that is not finite is worse.</summary>
    public string Direction =>
        !double.IsFinite(Received) ? "worse" : Difference == 0 ? "equal" : Math.Sign(Difference) == Metric.Direction ? "better" : "worse";

    /// <summary>How large the difference is beside the spread between seeds: <c>0.4 seed spreads</c>.</summary>
    public string BesideSeeds => Spread switch
    {
        null => "no seeds are stored for this run",
        0 => "the stored seeds do not differ in it",
        { } spread => string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(Difference) / spread:0.0} seed spreads"),
    };
}

/// <summary>
/// What a reviewer asks first of a history that changed: how many figures moved, from which epoch on, better or worse, and whether that is much.
/// </summary>
/// <param name="Figures">How many figures the approved history has.</param>
/// <param name="Moved">How many of them differ at all.</param>
/// <param name="Beyond">How many differ by more than is tolerated.</param>
/// <param name="FirstEpoch">The first epoch with a figure that differs; null where none does.</param>
/// <param name="LastEpoch">The last epoch that both have, which <paramref name="Final"/> is about.</param>
/// <param name="Final">The four metrics after the last epoch; empty where the tables have no row in common.</param>
public sealed record HistoryJudgement(int Figures, int Moved, int Beyond, string? FirstEpoch, int LastEpoch, ImmutableArray<MetricChange> Final)
{
    /// <summary>Judges a received text against the approved one; null if either is no history with readable figures.</summary>
    public static HistoryJudgement? Of(string received, string approved, ImmutableArray<Metric> metrics, SeedSpreads spreads)
    {
        ArgumentNullException.ThrowIfNull(spreads);
        if (HistoryComparison.Of(received, approved, metrics) is not { } comparison || RowsOf(received) is not { } actual
            || RowsOf(approved) is not { } expected)
        {
            return null;
        }

        var common = actual.Rows.Length < expected.Rows.Length ? actual.Rows.Length : expected.Rows.Length;
        ImmutableArray<MetricChange> final = common == 0
            ? []
            : [.. metrics.Select(metric => new MetricChange(
                metric, metric.Of(expected.Rows[common - 1]), metric.Of(actual.Rows[common - 1]), spreads.Of(expected.History, metric, common)))];
        return new(
            expected.Rows.Length * metrics.Length,
            comparison.Cells.Length,
            comparison.Cells.Count(cell => cell.IsBeyond),
            comparison.Cells.IsEmpty ? null : comparison.Cells[0].Epoch,
            common,
            final);
    }

    /// <summary>
    /// One line: <c>31 of 40 figures moved, from epoch 2 on; after epoch 10 val_accuracy worse by 0.0042 (3.4 seed spreads), ...</c>
    /// </summary>
    public string Summary()
    {
        var changed = Final.Where(change => change.Direction != "equal").ToList();
        return FirstEpoch is null
            ? "all figures are equal"
            : string.Create(CultureInfo.InvariantCulture, $"{Moved} of {Figures} figures moved, from epoch {FirstEpoch} on; after epoch {LastEpoch} ")
                + (changed.Count == 0 ? "all are equal again" : string.Join(", ", changed.Select(change => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{change.Metric.Name} {change.Direction} by {Math.Abs(change.Difference):0.######} ({change.BesideSeeds})"))));
    }

    /// <summary>The same as a few lines, one for each metric; lines end in \n.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        if (FirstEpoch is null)
        {
            return "No figure moved.\n";
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"{Beyond} of {Figures} figures moved beyond their tolerance, {Moved - Beyond} within it; "
                + $"the first epoch that differs is {FirstEpoch}.\n");
        foreach (var change in Final)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"after epoch {LastEpoch,2}  {change.Metric.Name,-12}  {change.Direction,-6}  {change.Difference,10:+0.000000;-0.000000;0}  "
                    + $"{change.BesideSeeds}\n");
        }

        return text.ToString();
    }

    private static (ApprovedHistory History, ImmutableArray<Training.EpochMetrics> Rows)? RowsOf(string text)
    {
        try
        {
            return ApprovedHistory.Read(text) is { } history ? (history, history.Rows) : null;
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or OverflowException)
        {
            // A row that nobody can read: the comparison shows it as a line that differs.
            return null;
        }
    }
}
