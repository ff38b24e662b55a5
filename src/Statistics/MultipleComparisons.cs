using System.Collections.Immutable;

namespace Reproduction.Statistics;

/// <summary>Corrections for deciding several questions at once: the probability of even one false alarm stays below the level.</summary>
/// <remarks>
/// An adjusted p is compared with the level as if it were alone. Both hold whatever the dependence between the questions; Holm's finds
/// more and costs nothing, so it decides, and Bonferroni's serves plans, where the order of the p is not known yet. As R's p.adjust.
/// </remarks>
public static class MultipleComparisons
{
    /// <summary>Holm 1979: the i-th smallest of m is multiplied by m - i + 1, and never falls below a smaller one's; at most 1.</summary>
    /// <param name="p">From 0 to 1, in any order.</param>
    /// <returns>In the order received.</returns>
    public static ImmutableArray<double> Holm(IEnumerable<double> p)
    {
        var values = Checked(p);
        var adjusted = new double[values.Length];
        var least = 0.0;
        var left = values.Length;
        foreach (var index in Enumerable.Range(0, values.Length).OrderBy(index => values[index]))
        {
            least = Math.Max(least, Math.Min(1, left * values[index]));
            adjusted[index] = least;
            left--;
        }

        return [.. adjusted];
    }

    /// <summary>Bonferroni: multiplied by their number; at most 1.</summary>
    /// <inheritdoc cref="Holm"/>
    public static ImmutableArray<double> Bonferroni(IEnumerable<double> p)
    {
        var values = Checked(p);
        return [.. values.Select(value => Math.Min(1, value * values.Length))];
    }

    private static ImmutableArray<double> Checked(IEnumerable<double> p)
    {
        ImmutableArray<double> values = [.. p];
        Require.That(values.All(value => value >= 0 && value <= 1), $"Each p must lie from 0 to 1; received {string.Join(", ", values)}.");
        return values;
    }
}
