using OxyPlot;

namespace Reproduction.Report.Page;

/// <summary>Viridis: dark to bright without a turn, for every kind of color vision and on gray paper.</summary>
/// <remarks>Nine of matplotlib's 256 colors, with straight lines between them; none is off by more than can be seen.</remarks>
public static class ColorScale
{
    /// <summary>The error rate that has the brightest color.</summary>
    private const double BestError = 0.015;

    private static readonly OxyColor[] Anchors =
    [
        OxyColor.Parse("#440154"), OxyColor.Parse("#472D7B"), OxyColor.Parse("#3B528B"), OxyColor.Parse("#2C728E"), OxyColor.Parse("#21918C"),
        OxyColor.Parse("#28AE80"), OxyColor.Parse("#5EC962"), OxyColor.Parse("#ADDC30"), OxyColor.Parse("#FDE725"),
    ];

    /// <summary>
    /// The color of an accuracy, by the logarithm of the error rate: from 0.97 to 0.98 is a large step for a network that is trained, and
    /// no more than from 0.10 to 0.40 for one that is not.
    /// </summary>
    /// <param name="accuracy">From 0 to 1.</param>
    public static OxyColor OfAccuracy(double accuracy) => At(Math.Log(Math.Clamp(1 - accuracy, BestError, 1)) / Math.Log(BestError));

    /// <summary>The color at a place of the scale.</summary>
    /// <param name="place">From 0, dark, to 1, bright.</param>
    public static OxyColor At(double place)
    {
        var scaled = Math.Clamp(place, 0, 1) * (Anchors.Length - 1);
        var lower = Math.Min((int)scaled, Anchors.Length - 2);
        return OxyColor.Interpolate(Anchors[lower], Anchors[lower + 1], scaled - lower);
    }

    /// <summary>Black or white, whichever is easier to read on a color: the contrast is never below 4.5.</summary>
    public static OxyColor TextOn(OxyColor ground)
    {
        var luminance = RelativeLuminance(ground);
        return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? OxyColors.Black : OxyColors.White;
    }

    /// <summary>The relative luminance of the Web Content Accessibility Guidelines, from 0 to 1.</summary>
    public static double RelativeLuminance(OxyColor color)
    {
        static double Linear(byte channel)
        {
            var value = channel / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));
    }
}
