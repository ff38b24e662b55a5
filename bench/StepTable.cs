using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Reports;
using Reproduction.Report;

namespace Reproduction.Bench;

/// <summary>The three ways side by side.</summary>
internal static class StepTable
{
    public static Table Of(ImmutableArray<BenchmarkReport> reports, double peak, double quads)
    {
        var rows = reports.Where(report => report.ResultStatistics is not null)
            .GroupBy(report => ((int)report.BenchmarkCase.Parameters[nameof(TrainingStep.Batch)], (bool)report.BenchmarkCase.Parameters[nameof(TrainingStep.Normalized)]))
            .Where(group => group.Count() == 3)
            .OrderByDescending(group => group.Key.Item2).ThenBy(group => group.Key.Item1)
            .Select(group =>
            {
                double Milliseconds(string name) => group.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == name).ResultStatistics!.Median / 1e6;
                var (idiomatic, torch, portable) = (Milliseconds(nameof(TrainingStep.Idiomatic)), Milliseconds(nameof(TrainingStep.Torch)), Milliseconds(nameof(TrainingStep.Portable)));
                var done = group.Key.Item1 * MultiplyAdds(quads);
                string[] cells =
                [
                    $"{group.Key.Item1}", group.Key.Item2 ? "with" : "without", Number(idiomatic, "F3"), Number(torch, "F3"), Number(portable, "F3"),
                    Number(idiomatic / portable, "F1"), Number(done / (portable / 1000) / peak, "P0"),
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
