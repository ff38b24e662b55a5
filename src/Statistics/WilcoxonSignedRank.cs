using System.Collections.Immutable;

namespace Reproduction.Statistics;

/// <summary>Wilcoxon's signed-rank test, exact: whether differences are as often and as far above zero as below.</summary>
/// <param name="Statistic">The sum of the ranks of the positive differences; from 0 to n (n + 1) / 2.</param>
/// <param name="Ranks">The ranks of the differences that are not zero, by size; ties share their mean rank.</param>
/// <remarks>
/// Differences of zero are dropped, as in Wilcoxon 1945 and R's wilcox.test; ties get mean ranks, and the distribution is that of all 2^n
/// assignments of signs to those very ranks (no normal approximation). With no difference left, p is 1.
/// It asks whether the differences are symmetric about zero, not whether their mean is zero: a check on the t-test where one seed
/// could carry the mean, not a replacement. Its p cannot fall below 2^(1 - n): five pairs never reach 5 % on two sides.
/// </remarks>
public sealed record WilcoxonSignedRank(double Statistic, ImmutableArray<double> Ranks)
{
    /// <summary>The test of a series of differences.</summary>
    /// <param name="differences">Finite.</param>
    /// <param name="resolution">
    /// What counts as equal: two sizes no further apart than this are tied, and a size no greater is zero. 0.9772 - 0.9770 and 0.9774 - 0.9772 are
    /// different doubles and the same difference; ranks that follow the last bit would break ties at random.
    /// </param>
    public static WilcoxonSignedRank Of(IEnumerable<double> differences, double resolution)
    {
        Require.That(resolution >= 0, $"The resolution must not be negative; received {resolution}.");
        var all = differences.ToList();
        Require.Sample(all, least: 1, "differences");
        var sorted = all.Where(value => Math.Abs(value) > resolution).OrderBy(Math.Abs).ToList();
        var ranks = ImmutableArray.CreateBuilder<double>(sorted.Count);
        while (ranks.Count < sorted.Count)
        {
            var (first, last) = (ranks.Count, ranks.Count);
            while (last + 1 < sorted.Count && Math.Abs(sorted[last + 1]) - Math.Abs(sorted[last]) <= resolution)
            {
                last++;
            }

            ranks.AddRange(Enumerable.Repeat((first + last + 2) / 2.0, last - first + 1));
        }

        return new(sorted.Zip(ranks, (value, rank) => value > 0 ? rank : 0).Sum(), ranks.ToImmutable());
    }

    /// <summary>The probability of a statistic as far out as this one, were every sign a fair coin.</summary>
    /// <remarks>On two sides: twice the smaller one-sided p, at most 1, as in R.</remarks>
    public double PValue(Alternative alternative)
    {
        var distribution = Distribution();
        var observed = (int)Math.Round(2 * Statistic);
        var less = Math.Min(1, distribution.Take(observed + 1).Sum());
        var greater = Math.Min(1, distribution.Skip(observed).Sum());
        return alternative switch
        {
            Alternative.Less => less,
            Alternative.Greater => greater,
            _ => Math.Min(1, 2 * Math.Min(less, greater)),
        };
    }

    /// <summary>The probability of every value of twice the statistic: mean ranks are whole or half numbers.</summary>
    private double[] Distribution()
    {
        var probabilities = new double[(Ranks.Length * (Ranks.Length + 1)) + 1];
        probabilities[0] = 1;
        foreach (var rank in Ranks)
        {
            // one more difference: its sign is positive, and its rank counts, in half of the assignments; from above, so that each is used once
            var twice = (int)Math.Round(2 * rank);
            for (var sum = probabilities.Length - 1; sum >= 0; sum--)
            {
                probabilities[sum] = 0.5 * (probabilities[sum] + (sum >= twice ? probabilities[sum - twice] : 0));
            }
        }

        return probabilities;
    }
}
