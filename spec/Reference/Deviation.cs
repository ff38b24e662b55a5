namespace Reproduction.Spec.Reference;

/// <summary>How far two lists of figures are apart.</summary>
internal static class Deviation
{
    /// <summary>
    /// The largest |actual - expected| / max(1, |expected|): absolute for figures up to 1, relative above. Infinite when counts differ, when
    /// there is nothing to compare, or when a figure is not finite: no bound accepts that.
    /// </summary>
    public static double Of(IEnumerable<double> actual, IEnumerable<double> expected)
    {
        var (left, right) = (actual.ToList(), expected.ToList());
        return left.Count == right.Count && left.Count > 0 && left.Concat(right).All(double.IsFinite)
            ? left.Zip(right, (a, e) => Math.Abs(a - e) / Math.Max(1, Math.Abs(e))).Max()
            : double.PositiveInfinity;
    }

    /// <summary>The same for matrices, row by row.</summary>
    public static double Of(double[,] actual, double[,] expected) => Of(actual.Cast<double>(), expected.Cast<double>());
}
