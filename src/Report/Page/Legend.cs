using OxyPlot;

namespace Reproduction.Report.Page;

/// <summary>Samples of lines and marks. Legends are part of the page and not of the charts, so that no reader's font cuts them off.</summary>
internal static class Legend
{
    /// <summary>A line and, behind it, its band.</summary>
    public static LegendEntry Band(int style, string label) => new(
        Sample($"<rect x=\"1\" y=\"3\" width=\"34\" height=\"12\" fill=\"{Color(style)}\" fill-opacity=\"0.22\"/>{Stroke(style)}"), label);

    /// <summary>A line.</summary>
    public static LegendEntry Line(int style, string label) => new(Sample(Stroke(style)), label);

    /// <summary>A line with a mark.</summary>
    public static LegendEntry LineAndDots(int style, string label) => new(Sample(Stroke(style) + Mark(style, Color(style))), label);

    /// <summary>A mark.</summary>
    public static LegendEntry Dots(int style, string label) => new(Sample(Mark(style, Color(style))), label);

    /// <summary>The notebook's figures: hollow.</summary>
    public static LegendEntry Published(string label) => new(
        Sample(
            $"<path d=\"M18,3l6,6l-6,6l-6,-6z\" fill=\"{Palette.Themed(Palette.Surface)}\" stroke=\"{Palette.Themed(Palette.Ink)}\" "
                + $"stroke-width=\"1.6\"/>"),
        label);

    /// <summary>A mean with its interval.</summary>
    public static LegendEntry Interval(string label) => new(
        Sample($"<path d=\"M6,9h24M18,3v12\" fill=\"none\" stroke=\"{Palette.Themed(Palette.Ink)}\" stroke-width=\"2\"/>"), label);

    /// <summary>A run that failed.</summary>
    public static LegendEntry Failed(string label) => new(
        Sample($"<path d=\"M13,4l10,10M13,14l10,-10\" fill=\"none\" stroke=\"{Palette.Themed(Palette.Ink)}\" stroke-width=\"2.2\"/>"), label);

    /// <summary>A color of a map.</summary>
    public static LegendEntry Swatch(OxyColor color, string label) =>
        new(Sample($"<rect x=\"6\" y=\"1\" width=\"24\" height=\"16\" fill=\"{Hex(color)}\"/>"), label);

    private static string Sample(string content) => $"<svg class=\"sample\" viewBox=\"0 0 36 18\" aria-hidden=\"true\">{content}</svg>";

    private static string Color(int style) => Palette.Themed(Palette.Of(style));

    private static string Hex(OxyColor color) => $"#{color.R:X2}{color.G:X2}{color.B:X2}";

    private static string Stroke(int style)
    {
        var dashes = Chart.Dash(style) switch
        {
            LineStyle.Dash => " stroke-dasharray=\"8,5\"",
            LineStyle.DashDot => " stroke-dasharray=\"8,3,2,3\"",
            LineStyle.Dot => " stroke-dasharray=\"2,3\"",
            _ => string.Empty,
        };
        return $"<path d=\"M1,9h34\" fill=\"none\" stroke=\"{Color(style)}\" stroke-width=\"2.2\"{dashes}/>";
    }

    private static string Mark(int style, string fill)
    {
        var shape = Chart.Marker(style) switch
        {
            MarkerType.Circle => "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
            MarkerType.Square => "M-4,-4h8v8h-8z",
            MarkerType.Triangle => "M0,-5l5,8h-10z",
            _ => "M0,-5l5,5l-5,5l-5,-5z",
        };
        return $"<path transform=\"translate(18,9)\" d=\"{shape}\" fill=\"{fill}\"/>";
    }
}
