using System.Globalization;
using System.Text.RegularExpressions;
using OxyPlot;

namespace Reproduction.Report.Page;

/// <summary>The colors of the report's charts, and their names in the style sheet.</summary>
/// <remarks>
/// The hues are those of Okabe and Ito, which color-blind readers can tell apart. A chart is drawn in the light theme's colors; then each of
/// them becomes a variable with that color to fall back on, so that the style sheet can give the dark theme its own.
/// </remarks>
internal static partial class Palette
{
    /// <summary>Text and marks that belong to no run.</summary>
    public static readonly OxyColor Ink = OxyColor.Parse("#1F2328");

    /// <summary>Axis lines and ticks.</summary>
    public static readonly OxyColor Axis = OxyColor.Parse("#8C959F");

    /// <summary>Grid lines.</summary>
    public static readonly OxyColor Grid = OxyColor.Parse("#E4E7EB");

    /// <summary>The ground that the charts stand on, which hollow marks are filled with.</summary>
    public static readonly OxyColor Surface = OxyColor.Parse("#FEFEFE");

    private static readonly OxyColor[] Series =
    [
        OxyColor.Parse("#0072B2"),
        OxyColor.Parse("#D55E00"),
        OxyColor.Parse("#009E73"),
        OxyColor.Parse("#BF5F95"),
    ];

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        [Rgb(Ink)] = "--ink",
        [Rgb(Axis)] = "--axis",
        [Rgb(Grid)] = "--grid",
        [Rgb(Surface)] = "--surface",
        [Rgb(Series[0])] = "--series-1",
        [Rgb(Series[1])] = "--series-2",
        [Rgb(Series[2])] = "--series-3",
        [Rgb(Series[3])] = "--series-4",
    };

    /// <summary>The color of a kind of runs.</summary>
    public static OxyColor Of(int style) => Series[style % Series.Length];

    /// <summary>A color as the style sheet's variable.</summary>
    public static string Themed(OxyColor color) => Themed(Rgb(color));

    /// <summary>A drawing with every color of this palette replaced by its variable.</summary>
    public static string Themed(string svg) => ColorPattern().Replace(
        svg,
        match => Variables.TryGetValue(match.Value, out var name) ? $"var({name},{match.Value})" : match.Value);

    private static string Rgb(OxyColor color) => string.Create(CultureInfo.InvariantCulture, $"rgb({color.R},{color.G},{color.B})");

    [GeneratedRegex(@"rgb\(\d+,\d+,\d+\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ColorPattern();
}
