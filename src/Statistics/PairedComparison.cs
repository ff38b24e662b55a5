using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Statistics;

namespace Reproduction.Statistics;

/// <summary>Two kinds of runs compared seed by seed: equal seeds give equal shuffles and, where shapes allow, equal initial kernels.</summary>
/// <remarks>
/// The question is whether the mean is shifted, and by how much; the paired t-test decides it (Student 1908). The mean of 20 differences is close
/// to normal however they are distributed, and the interval that belongs to the test is in the metric's own units. <see cref="Wilcoxon"/>
/// stands beside it as a check: where the two disagree, a few seeds carry the mean, and a verdict says so. Neither replaces the other after the fact.
/// <para>
/// Differences that are all equal leave no noise to estimate, and t is 0/0 or infinite. Then p is Wilcoxon's, which needs no such estimate: 1
/// if they are zero, 2^(1 - n) on two sides if not. Coarse figures make this likely for two or three seeds (an accuracy on 5,000 images is a
/// multiple of 0.0002), where p = 0 would be plainly wrong.
/// </para>
/// </remarks>
public sealed record PairedComparison
{
    /// <summary>The distance from 1 to the next double, 2^-52.</summary>
    private const double UnitInTheLastPlace = 1.0 / (1L << 52);

    private PairedComparison(ImmutableArray<double> values, double resolution) => (Values, Resolution) = (values, resolution);

    /// <summary>One difference for each seed, first minus second; at least two.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>What subtracting two such figures leaves in rounding errors, generously: 64 units in the last place of the largest figure.</summary>
    public double Resolution { get; }

    /// <summary>The number of seeds.</summary>
    public int Count => Values.Length;

    /// <summary>The mean difference, in the metric's units.</summary>
    public double Mean => Values.Mean();

    /// <summary>The differences' standard deviation (divided by n - 1): the noise between seeds that pairing leaves.</summary>
    public double StandardDeviation => Values.StandardDeviation();

    /// <summary>The standard deviation of the mean.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Count);

    /// <summary>The smallest difference.</summary>
    public double Smallest => Values.Min();

    /// <summary>The largest difference.</summary>
    public double Largest => Values.Max();

    /// <summary>Whether all differences are equal, up to rounding: no noise between seeds can be seen.</summary>
    public bool IsConstant => Largest - Smallest <= Resolution;

    /// <summary>Whether all differences are zero, up to rounding.</summary>
    public bool IsZero => Math.Max(Math.Abs(Largest), Math.Abs(Smallest)) <= Resolution;

    /// <summary>Mean / standard error, with n - 1 degrees of freedom; null where all differences are equal.</summary>
    public double? Statistic => IsConstant ? null : Mean / StandardError;

    /// <summary>
    /// Cohen's d_z (Cohen 1988, section 2.3.5): mean / standard deviation of the differences; null where all differences are equal.
    /// </summary>
    /// <remarks>In units of the noise that pairing leaves, not of the spread of either kind of run; above 0.8 it is called large.</remarks>
    public double? EffectSize => IsConstant ? null : Mean / StandardDeviation;

    /// <summary>The same differences' signed ranks.</summary>
    public WilcoxonSignedRank Wilcoxon => WilcoxonSignedRank.Of(Values, Resolution);

    /// <summary>Pairs two series, first minus second.</summary>
    /// <exception cref="ArgumentException">They are of different lengths, shorter than two, or hold something that is no finite number.</exception>
    public static PairedComparison Of(IEnumerable<double> first, IEnumerable<double> second)
    {
        var (left, right) = (first.ToList(), second.ToList());
        Require.That(left.Count == right.Count, $"Pairs need two series of one length; received {left.Count} and {right.Count}.");
        Require.Sample(left, least: 2, "first series");
        Require.Sample(right, least: 2, "second series");
        return new([.. left.Zip(right, (a, b) => a - b)], 64 * UnitInTheLastPlace * left.Concat(right).Max(Math.Abs));
    }

    /// <summary>The p of the paired t-test.</summary>
    public double PValue(Alternative alternative) => PValue(alternative, zero: 0);

    /// <summary>
    /// Student's confidence interval of the mean difference: mean +/- t(n - 1) x standard error. A point where all differences are equal.
    /// </summary>
    /// <param name="level">Between 0 and 1, 0.95 for example.</param>
    public Interval ConfidenceInterval(double level)
    {
        Require.Probability(level, "confidence level");
        var half = Student.Quantile((1 + level) / 2, Count - 1) * StandardError;
        return new(Mean - half, Mean + half, level);
    }

    /// <summary>For a failure message: mean, noise, number of seeds and range.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"mean {Mean:+0.0000;-0.0000;0.0000} (standard deviation {StandardDeviation:F4}, {Count} seeds, from {Smallest:+0.0000;-0.0000;0.0000} to "
            + $"{Largest:+0.0000;-0.0000;0.0000})");

    /// <summary>The p of the paired t-test against a mean other than zero: what equivalence tests ask.</summary>
    internal double PValue(Alternative alternative, double zero)
    {
        if (IsConstant)
        {
            return WilcoxonSignedRank.Of(Values.Select(value => value - zero), Resolution).PValue(alternative);
        }

        var t = (Mean - zero) / StandardError;
        return alternative switch
        {
            Alternative.Less => Student.LowerTail(t, Count - 1),
            Alternative.Greater => Student.UpperTail(t, Count - 1),
            _ => Math.Min(1, 2 * Student.UpperTail(Math.Abs(t), Count - 1)),
        };
    }
}
