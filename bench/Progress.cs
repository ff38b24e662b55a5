using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Reproduction.Bench;

/// <summary>A line for every step measured in all three ways, with the time that is left; BenchmarkDotNet's own account goes to its log.</summary>
internal sealed class Progress(int rounds) : EventProcessor
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly List<BenchmarkReport> reports = [];
    private int round;
    private int ofARound;
    private int done;

    /// <summary>A round begins.</summary>
    public override void OnStartRunStage()
    {
        round++;
        reports.Clear();
    }

    /// <summary>How many benchmarks a round has.</summary>
    public override void OnStartRunBenchmarksInType(Type type, IReadOnlyList<BenchmarkCase> benchmarks) => ofARound = benchmarks.Count;

    /// <summary>One benchmark of a round is done.</summary>
    public override void OnEndRunBenchmark(BenchmarkCase benchmarkCase, BenchmarkReport report)
    {
        done++;
        reports.Add(report);
        if (Step.Of(reports).SingleOrDefault() is { } step)
        {
            var left = Stopwatch.GetElapsedTime(start) / done * ((rounds * ofARound) - done);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"round {round} of {rounds}, {step}, {(int)left.TotalMinutes}:{left.Seconds:00} min left"));
            reports.Clear();
        }
    }
}
