using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Claims;

namespace Reproduction.Report;

/// <summary>A night's comparisons as tables of plain text: what was found, and how sharply.</summary>
internal static class NightlyTables
{
    private const string None = "-";

    /// <summary>What was found: one row for each comparison, its status first.</summary>
    public static Table Comparisons(NightlyResult result) => new(
        [
            new("Status"),
            new("Run, metric"),
            new("Reference", true),
            new("Tonight", true),
            new("Difference, interval", true),
            new("Seed spreads", true),
        ],
        [
            .. result.Rows.Select(row => ImmutableArray.Create(
                row.IsAlarm ? row.Status.ToString().ToUpperInvariant() : row.Status.ToString().ToLowerInvariant(),
                Name(row), Number(row.Means?.Reference), Number(row.Means?.Tonight), WithInterval(row), Spreads(row))),
        ]);

    /// <summary>How sharply it was looked: noise, p, and what such a night finds.</summary>
    public static Table Power(NightlyResult result) => new(
        [new("Run, metric"), new("Seeds", true), new("Noise", true), new("p, corrected", true), new("Matters from", true), new("Found from", true)],
        [
            .. result.Rows.Select(row => ImmutableArray.Create(
                Name(row),
                row.Pairs.ToString(CultureInfo.InvariantCulture),
                Number(row.Difference?.StandardDeviation),
                Probability(row.AdjustedPValue),
                Number(row.Relevant),
                Number(row.SmallestDetectable(result.Settings.Power)))),
        ]);

    public static string Name(NightlyRow row) => $"{row.Run}, {row.Metric.Name}";

    public static string Number(double? value) => value is { } number ? number.ToString("F5", CultureInfo.InvariantCulture) : None;

    public static string Probability(double? value) => value is { } p ? p.ToString(p < 0.001 ? "0.0E+0" : "F3", CultureInfo.InvariantCulture) : None;

    public static string Spreads(NightlyRow row) =>
        row.InSpreads is { } spreads ? spreads.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : None;

    public static string WithInterval(NightlyRow row) => row.Difference is not { } difference ? None
        : row.Status == NightlyStatus.Identical ? "0"
        : row.Interval is { } interval ? $"{Signed(difference.Mean)}, {Signed(interval.Low)} to {Signed(interval.High)}" : Signed(difference.Mean);

    private static string Signed(double value) => value.ToString("+0.00000;-0.00000;0.00000", CultureInfo.InvariantCulture);
}
