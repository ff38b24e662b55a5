using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Statistics;
using Reproduction.Report;

namespace Reproduction.Bench;

/// <summary>The three ways side by side: a line for every batch size, with and without batch normalization.</summary>
internal static class StepTable
{
    /// <summary>Medians of all rounds; the ratio is the median of the rounds' ratios, each of times taken within seconds of each other.</summary>
    public static Table Of(IEnumerable<Step> rounds, double peak, double quads)
    {
        var rows = rounds
            .GroupBy(step => (step.Batch, step.Normalized))
            .OrderByDescending(group => group.Key.Normalized).ThenBy(group => group.Key.Batch)
            .Select(group =>
            {
                double[] ratios = [.. group.Select(step => step.Idiomatic / step.Portable)];
                var portable = group.Select(step => step.Portable).Median();
                var done = group.Key.Batch * MultiplyAdds(quads);
                string[] cells =
                [
                    $"{group.Key.Batch}", group.Key.Normalized ? "with" : "without",
                    Number(group.Select(step => step.Idiomatic).Median(), "F3"), Number(group.Select(step => step.Torch).Median(), "F3"), Number(portable, "F3"),
                    $"{Number(ratios.Median(), "F1")} ({Number(ratios.Min(), "F1")} to {Number(ratios.Max(), "F1")})",
                    Number(done / (portable / 1000) / peak, "P0"),
                ];
                return cells.ToImmutableArray();
            });
        return new(
            [new("Batch", true), new("BN"), new("idiomatic", true), new("torch", true), new("portable", true), new("idiomatic / portable", true), new("portable, of peak", true)],
            [.. rows]);
    }

    /// <summary>
    /// Multiply-adds of an example that the portable engine does in its matrix products, padding included: forward and kernel gradient of three layers, input
    /// gradient of two. Everything else (batch normalization, softmax, gathering) counts as time without work.
    /// </summary>
    private static double MultiplyAdds(double quads) => (2 * quads * 4 * 304) + (2 * 300 * 112) + (100 * 304) + (2 * 100 * 16) + (12 * 112);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
