using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace Reproduction.Statistics;

/// <summary>A figure that is known to a number of decimals.</summary>
/// <param name="Value">The figure as printed, in the metric's units.</param>
/// <param name="Decimals">The decimals printed, 0 to 15: the figure itself lies within half a unit of the last one.</param>
public sealed record RoundedFigure(double Value, int Decimals)
{
    /// <summary>Half a unit of the last decimal.</summary>
    public double HalfUnit => 0.5 * Math.Pow(10, -Decimals);
}

/// <summary>The place of one more figure among those of our seeds.</summary>
/// <param name="Seeds">The number of seeds.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation (divided by n - 1).</param>
/// <param name="Percentile">
/// The share of the seeds below the figure, those that agree with it to its decimals counted half; 0 to 100. It says 0 of any figure below all
/// seeds, near or far: the further out, the more <paramref name="Z"/> tells.
/// </param>
/// <param name="Z">
/// (figure - mean) / (s sqrt(1 + 1/n)), which is Student's t with n - 1 degrees of freedom if the figure is that of one more seed. Of what the
/// rounded figure may stand for, the value nearest to the mean is taken; so it is 0 when the mean itself may have been printed so.
/// </param>
/// <param name="PValue">The probability that one more seed lies as far out or further, on either side; from 0 to 1.</param>
/// <remarks>
/// Taking the nearest value widens the prediction interval by half a unit at either end: the test never rejects more than its level. Where the last
/// decimal is small against s, as in the notebook's figures, it makes no difference.
/// </remarks>
public sealed record PredictionScore(int Seeds, double Mean, double StandardDeviation, double Percentile, double Z, double PValue);

/// <summary>What seeds say about one more run.</summary>
public static class Prediction
{
    /// <summary>
    /// The interval in which one more run's figure lies with a probability, if it is a run like these: Student's prediction interval,
    /// mean +/- t(n - 1) x s x sqrt(1 + 1/n) (Hahn and Meeker 1991, Statistical Intervals, section 4.7).
    /// </summary>
    /// <param name="values">The figures of the seeds; at least two, finite.</param>
    /// <param name="probability">Of lying inside; between 0 and 1. Of m figures that shall all lie inside, 1 - alpha / m (Bonferroni).</param>
    /// <param name="halfUnit">
    /// Half a unit of the last decimal that the figure is known to: the interval is widened by it. 0 for an exact figure.
    /// </param>
    public static Interval Interval(IEnumerable<double> values, double probability, double halfUnit = 0)
    {
        ImmutableArray<double> seeds = [.. values];
        Require.Sample(seeds, least: 2, "figures of the seeds");
        Require.Probability(probability, "probability");
        Require.That(halfUnit >= 0 && double.IsFinite(halfUnit), $"Half a unit must not be negative; received {halfUnit}.");
        var half = (Student.Quantile((1 + probability) / 2, seeds.Length - 1) * Spread(seeds)) + halfUnit;
        return new(seeds.Mean() - half, seeds.Mean() + half, probability);
    }

    /// <summary>Where a published figure lies among those of the seeds.</summary>
    /// <exception cref="ArgumentException">There are fewer than two seeds, they do not vary, or a figure is not finite.</exception>
    public static PredictionScore Place(RoundedFigure published, IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(published);
        ImmutableArray<double> seeds = [.. values];
        Require.Sample(seeds, least: 2, "figures of the seeds");
        Require.That(double.IsFinite(published.Value), $"The published figure must be finite; received {published.Value}.");
        Require.That(published.Decimals is >= 0 and <= 15, $"A figure is printed with 0 to 15 decimals; received {published.Decimals}.");
        Require.That(Spread(seeds) > 0, "The seeds do not vary: there is no spread to measure a distance by.");
        var distance = published.Value - seeds.Mean();
        var z = Math.Sign(distance) * Math.Max(0, Math.Abs(distance) - published.HalfUnit) / Spread(seeds);
        var below = seeds.Count(seed => seed < published.Value - published.HalfUnit);
        var equal = seeds.Count(seed => Math.Abs(seed - published.Value) <= published.HalfUnit);
        return new(
            seeds.Length,
            seeds.Mean(),
            seeds.StandardDeviation(),
            100 * (below + (equal / 2.0)) / seeds.Length,
            z,
            Math.Min(1, 2 * Student.UpperTail(Math.Abs(z), seeds.Length - 1)));
    }

    /// <summary>The standard deviation of one more figure about the mean of the seeds.</summary>
    private static double Spread(ImmutableArray<double> seeds) => seeds.StandardDeviation() * Math.Sqrt(1 + (1.0 / seeds.Length));
}
