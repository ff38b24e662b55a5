namespace Reproduction.Report.Page;

/// <summary>Moves dots apart that would lie on each other, the same way each time.</summary>
public static class Jitter
{
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>The offset of the dot at a position.</summary>
    /// <remarks>The fractional parts of multiples of the golden ratio fill an interval evenly, in no visible order.</remarks>
    /// <param name="position">Counted from 0.</param>
    /// <returns>From -0.5 to 0.5.</returns>
    public static double At(int position) => ((position + 1) * GoldenRatio % 1) - 0.5;
}
