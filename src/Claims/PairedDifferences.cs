using System.Collections.Immutable;
using System.Globalization;

namespace Reproduction.Claims;

/// <summary>Differences between two kinds of runs, paired by seed: equal seeds give equal shuffles and, where shapes allow, equal kernels.</summary>
/// <param name="Values">One difference for each seed, at least two.</param>
public sealed record PairedDifferences(ImmutableArray<double> Values)
{
    /// <summary>Pairs two series, first minus second.</summary>
    /// <exception cref="ArgumentException">They are of different lengths, or shorter than two.</exception>
    public static PairedDifferences Of(IEnumerable<double> first, IEnumerable<double> second)
    {
        var (left, right) = (first.ToList(), second.ToList());
        if (left.Count != right.Count || left.Count < 2)
        {
            throw new ArgumentException($"Pairs need two series of one length of at least 2; received {left.Count} and {right.Count}.", nameof(first));
        }

        return new([.. left.Zip(right, (a, b) => a - b)]);
    }

    /// <summary>The mean difference: the size of the effect.</summary>
    public double Mean => Values.Average();

    /// <summary>The differences' standard deviation (divided by n - 1): the noise between seeds.</summary>
    public double StandardDeviation => Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / (Values.Length - 1));

    /// <summary>The standard deviation of the mean.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Values.Length);

    /// <summary>The smallest difference.</summary>
    public double Smallest => Values.Min();

    /// <summary>The largest difference.</summary>
    public double Largest => Values.Max();

    /// <summary>For a failure message: mean, noise, number of seeds and range.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"mean {Mean:+0.0000;-0.0000} (standard deviation {StandardDeviation:F4}, {Values.Length} seeds, from {Smallest:+0.0000;-0.0000} to {Largest:+0.0000;-0.0000})");
}
