using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Statistics;
using Reproduction.Engines.Portable;
using Reproduction.Networks;
using Reproduction.Report;

namespace Reproduction.Bench;

/// <summary>The three ways side by side: a line for every batch size, with and without batch normalization, and for dense inputs.</summary>
internal static class StepTable
{
    /// <summary>Medians of all rounds; the ratio is the median of the rounds' ratios, each of times taken within seconds of each other.</summary>
    /// <param name="rounds">What was measured.</param>
    /// <param name="peak">The core's multiply-adds a second.</param>
    public static Table Of(IEnumerable<Step> rounds, double peak)
    {
        var network = new NetworkConfiguration();
        var work = new Dictionary<bool, double>
        {
            [false] = MatrixProductWork.MultiplyAdds(network, BenchData.Training(dense: false)),
            [true] = MatrixProductWork.MultiplyAdds(network, BenchData.Training(dense: true)),
        };
        var rows = rounds
            .GroupBy(step => (step.Batch, step.Normalized, step.Dense))
            .OrderBy(group => group.Key.Dense).ThenByDescending(group => group.Key.Normalized).ThenBy(group => group.Key.Batch)
            .Select(group =>
            {
                double[] ratios = [.. group.Select(step => step.Idiomatic / step.Portable)];
                var portable = group.Select(step => step.Portable).Median();
                var done = group.Key.Batch * work[group.Key.Dense];
                string[] cells =
                [
                    $"{group.Key.Batch}", group.Key.Normalized ? "with" : "without", group.Key.Dense ? "dense" : "zeros skipped",
                    Number(group.Select(step => step.Idiomatic).Median(), "F3"),
                    Number(group.Select(step => step.Torch).Median(), "F3"),
                    Number(portable, "F3"),
                    $"{Number(ratios.Median(), "F1")} ({Number(ratios.Min(), "F1")} to {Number(ratios.Max(), "F1")})",
                    Number(done / (portable / 1000) / peak, "P0"),
                ];
                return cells.ToImmutableArray();
            });
        return new(
            [
                new("Batch", true), new("BN"), new("Input, portable"), new("idiomatic", true), new("torch", true), new("portable", true),
                new("idiomatic / portable", true), new("portable, of peak", true),
            ],
            [.. rows]);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
