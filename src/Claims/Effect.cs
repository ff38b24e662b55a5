using System.Globalization;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>A figure that a finding rests on, with what it is worth.</summary>
/// <param name="Name">What was compared or counted.</param>
/// <param name="Estimate">In the units of <paramref name="Name"/>.</param>
/// <param name="Interval">Its 95 % confidence interval; null where there is none.</param>
/// <param name="Count">The number of seeds, or of runs counted.</param>
public sealed record Effect(string Name, double Estimate, Interval? Interval, int Count)
{
    /// <summary>The p of its test on two sides, corrected by Holm over the family; null where it was not tested.</summary>
    public double? PValue { get; init; }

    /// <summary>Cohen's d_z; null where it has none.</summary>
    public double? EffectSize { get; init; }

    /// <summary>How it is printed.</summary>
    public string Format { get; init; } = "+0.0000;-0.0000;0.0000";

    /// <summary>The number of images, where they are a sample as seeds are; null elsewhere.</summary>
    public int? Images { get; init; }

    /// <summary>A difference in accuracy over seeds and images, both of which are samples.</summary>
    public static Effect Of(string name, CrossedMean mean)
    {
        ArgumentNullException.ThrowIfNull(mean);
        return new(name, mean.Mean, mean.ConfidenceInterval(0.95), mean.Rows) { Images = mean.Columns };
    }

    /// <summary>Several of them in a line, each with its name.</summary>
    public static string List(IEnumerable<Effect> effects) => string.Join("; ", effects.Select(effect => $"{effect.Name}: {effect}"));

    /// <summary>A difference paired by seed.</summary>
    public static Effect Of(string name, PairedComparison pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return new(name, pairs.Mean, pairs.ConfidenceInterval(0.95), pairs.Count) { EffectSize = pairs.EffectSize };
    }

    /// <summary>A proportion, with the interval of Clopper and Pearson (1934): never below its level.</summary>
    public static Effect Proportion(string name, int hits, int count) =>
        new(name, (double)hits / count, ClopperPearson(hits, count), count) { Format = "0.00" };

    /// <summary>Estimate, interval, effect size, n and p.</summary>
    public override string ToString()
    {
        var interval = Interval is { } range ? $"95 % interval {Text(range.Low)} to {Text(range.High)}, " : string.Empty;
        var size = EffectSize is { } d ? string.Create(CultureInfo.InvariantCulture, $"d_z {d:F1}, ") : string.Empty;
        var p = PValue is { } value ? $", p {Wording.P(value)}" : string.Empty;
        var images = Images is { } count ? string.Create(CultureInfo.InvariantCulture, $" seeds by {count:N0} images") : string.Empty;
        return $"{Text(Estimate)} ({interval}{size}n = {Count.ToString(CultureInfo.InvariantCulture)}{images}{p})";
    }

    private string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    private static Interval ClopperPearson(int hits, int count)
    {
        double Bound(double a, double b, double p) => MathNet.Numerics.Distributions.Beta.InvCDF(a, b, p);
        return new(
            hits == 0 ? 0 : Bound(hits, count - hits + 1, 0.025),
            hits == count ? 1 : Bound(hits + 1, count - hits, 0.975),
            0.95);
    }
}
