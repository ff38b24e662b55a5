using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Reproduction.Bench;

/// <summary>Milliseconds of a step of <paramref name="Batch"/> examples in the three ways: medians of one round.</summary>
internal sealed record Step(int Batch, bool Normalized, bool Dense, double Idiomatic, double Torch, double Portable)
{
    /// <summary>The three ways side by side, where all three were measured: a filter may leave some out.</summary>
    public static IEnumerable<Step> Of(IEnumerable<BenchmarkReport> reports) =>
        reports.Where(report => report.ResultStatistics is not null)
            .GroupBy(report => (
                (int)report.BenchmarkCase.Parameters[nameof(TrainingStep.Batch)],
                (bool)report.BenchmarkCase.Parameters[nameof(TrainingStep.Normalized)],
                (bool)report.BenchmarkCase.Parameters[nameof(TrainingStep.Dense)]))
            .Where(group => group.Count() == 3)
            .Select(group =>
            {
                double Milliseconds(string name) =>
                    group.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == name).ResultStatistics!.Median / 1e6;
                return new Step(
                    group.Key.Item1, group.Key.Item2, group.Key.Item3,
                    Milliseconds(nameof(TrainingStep.Idiomatic)),
                    Milliseconds(nameof(TrainingStep.Torch)),
                    Milliseconds(nameof(TrainingStep.Portable)));
            });

    /// <summary>For the progress.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"batch {Batch,3} {(Normalized ? "with BN" : "without BN")}{(Dense ? ", dense" : string.Empty)}: idiomatic {Idiomatic:F3}, "
            + $"torch {Torch:F3}, portable {Portable:F3} ms");
}
