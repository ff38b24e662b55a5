using System.Globalization;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>Figures as findings state them; invariant culture.</summary>
public static class Wording
{
    /// <summary>A decision in words.</summary>
    public static string Of(Decision decision) => decision switch
    {
        Decision.Reproduced => "reproduced",
        Decision.WithinLimits => "reproduced within limits",
        Decision.Refuted => "refuted",
        Decision.Undecided => "undecided",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "There is no such decision."),
    };

    /// <summary>A probability.</summary>
    public static string P(double p) =>
        p < 1e-15 ? "< 1e-15" : p < 0.001 ? p.ToString("0e-0", CultureInfo.InvariantCulture) : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A share of one as a percentage: 1 % for 0.01.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.##' %'", CultureInfo.InvariantCulture);

    /// <summary>A number without needless digits: a learning rate, a scale, a batch size.</summary>
    internal static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A list of numbers; "none" for an empty one.</summary>
    internal static string List(IEnumerable<double> values) => string.Join(", ", values.Select(Number)) is { Length: > 0 } list ? list : "none";

    /// <summary>Hidden layers: <c>4 hidden layers of 100</c> where all are as wide, else their widths.</summary>
    internal static string Layers(IReadOnlyList<int> widths) =>
        widths.Distinct().Count() != 1 ? $"hidden layers {string.Join('-', widths)}"
        : FormattableString.Invariant($"{widths.Count} hidden layer{(widths.Count == 1 ? string.Empty : "s")} of {widths[0]}");

    /// <summary>A figure with four decimals.</summary>
    internal static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>How many seeds a paired t-test of the family needs for an effect as large as the published one.</summary>
    /// <param name="published">The published difference: not estimated from the runs that decide.</param>
    /// <param name="pairs">Gives the noise between seeds.</param>
    /// <param name="tests">The size of the family, by which the level is corrected.</param>
    internal static string Seeds(double published, PairedComparison pairs, int tests) =>
        pairs.IsConstant || published == 0 ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $" A difference as large as the published one would be found by "
            + $"{SeedsFor(Math.Abs(published) / pairs.StandardDeviation, tests)} seeds with a probability of 90 %; there are {pairs.Count}.");

    private static int SeedsFor(double effect, int tests) =>
        PairedPower.SeedsFor(effect, power: 0.9, Family.Alpha / Math.Max(1, tests), Alternative.TwoSided);
}
