using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Reproduction.Report.Page;

/// <summary>How one figure varies over seeds.</summary>
/// <param name="Values">The figure of each seed, at least one.</param>
public sealed record Spread(ImmutableArray<double> Values)
{
    /// <summary>The number of seeds.</summary>
    public int Count => Values.Length;

    /// <summary>The mean.</summary>
    public double Mean => Values.Mean();

    /// <summary>The standard deviation (divided by n - 1); not a number for a single seed.</summary>
    public double StandardDeviation => Values.StandardDeviation();

    /// <summary>
    /// Half the width of the 95 % confidence interval of the mean, by Student's t with n - 1 degrees of freedom; 0 for a single seed.
    /// </summary>
    public double HalfWidth =>
        Count < 2 ? 0 : StudentT.InvCDF(location: 0, scale: 1, freedom: Count - 1, p: 0.975) * StandardDeviation / Math.Sqrt(Count);

    /// <summary>
    /// The value below which a fraction of the seeds lies: linear between order statistics (type 7 of Hyndman and Fan, R's default).
    /// </summary>
    public double Quantile(double fraction) => Values.QuantileCustom(fraction, QuantileDefinition.R7);
}
