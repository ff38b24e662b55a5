using System.Globalization;

namespace Reproduction.Report.Page;

/// <summary>Figures in the digits that mean something, in invariant culture.</summary>
internal static class Figures
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "-";

    /// <summary>Four decimals, as the notebook has them; a loss that ran away gets an exponent, so that it cannot burst a table.</summary>
    public static string Of(double value, int decimals = 4) => !double.IsFinite(value) ? None
        : Math.Abs(value) >= 1e4 ? value.ToString("0.0E+0", CultureInfo.InvariantCulture)
        : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>With its sign and one decimal.</summary>
    public static string Signed(double value) => !double.IsFinite(value) ? None : value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>A fraction in percent, one decimal, without the sign.</summary>
    public static string Percent(double fraction) => (100 * fraction).ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A number of things.</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A setting, in the fewest digits that tell it from others.</summary>
    public static string Setting(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
