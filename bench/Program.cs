using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Reproduction.Bench;

// In this process, so that all three stand side by side in one run and on the same data; few and short iterations, so that it takes minutes.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(250)))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithArtifactsPath(Path.Combine("artifacts", "bench"));
var summary = BenchmarkRunner.Run<TrainingStep>(config, args);

var data = BenchData.Load();
var peak = Peak.MultiplyAddsPerSecond();
var quads = BenchData.ActiveQuads(data.Training);
Console.WriteLine();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"Milliseconds a step (median), one core, {data.Title}. This core's peak: {peak / 1e9:F1} thousand million multiply-adds a second."));
Console.WriteLine();
Console.WriteLine(StepTable.Of(summary.Reports, peak, quads).ToMarkdown());
return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success) ? 1 : 0;
