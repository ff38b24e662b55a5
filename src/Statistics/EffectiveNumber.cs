using MathNet.Numerics.Statistics;

namespace Reproduction.Statistics;

/// <summary>How many independent figures a number of correlated ones is worth.</summary>
/// <remarks>
/// M^2 over the sum of all squared correlations, themselves with themselves included, which is (sum of eigenvalues)^2 / (sum of their squares) of
/// the correlation matrix (Bretherton et al. 1999, The effective number of spatial degrees of freedom of a time-varying field, Journal of Climate
/// 12): a sum of squares of so many independent figures varies as much. Correlations that are chance alone make it smaller: n samples of M
/// independent figures are worth about M n / (M + n).
/// </remarks>
public static class EffectiveNumber
{
    /// <summary>The number; from 1, for figures that go together, to as many as there are.</summary>
    /// <param name="figures">For each figure its values, one for each sample in one order; at least two that differ.</param>
    public static double Of(IReadOnlyList<IReadOnlyList<double>> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        Require.That(figures.Count >= 1, "There has to be a figure.");
        foreach (var values in figures)
        {
            Require.Sample(values, least: 2, "values of a figure");
            Require.That(values.Count == figures[0].Count && values.Distinct().Count() > 1, "Figures need one number of values, which differ.");
        }

        var matrix = Correlation.PearsonMatrix(figures.Select(values => values.ToArray()));
        return (double)figures.Count * figures.Count / matrix.Enumerate().Sum(correlation => correlation * correlation);
    }
}
