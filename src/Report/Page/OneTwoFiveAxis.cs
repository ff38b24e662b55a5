using OxyPlot.Axes;

namespace Reproduction.Report.Page;

/// <summary>A logarithmic axis with a label at 1, 2 and 5 of every decade, or at the decades alone where they are many.</summary>
/// <remarks>The library's own axis has two labels where a loss falls from 0.6 to 0.04.</remarks>
internal sealed class OneTwoFiveAxis : LogarithmicAxis
{
    private const double MostDecadesWithAll = 2.5;

    /// <inheritdoc/>
    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(ActualMinimum)), (int)Math.Ceiling(Math.Log10(ActualMaximum)));
        var leading = Math.Log10(ActualMaximum / ActualMinimum) <= MostDecadesWithAll ? new[] { 1, 2, 5 } : [1];
        majorTickValues =
        [
            .. from power in Enumerable.Range(first, last - first + 1)
               from digit in leading
               let value = digit * Math.Pow(10, power)
               where value >= ActualMinimum && value <= ActualMaximum
               select value,
        ];
        majorLabelValues = majorTickValues;
        minorTickValues = [];
    }
}
