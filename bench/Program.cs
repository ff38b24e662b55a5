using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Reproduction.Bench;

// Others may use this machine, and slow it down for seconds or minutes: so the three ways of a step are measured side by side, in this process and on
// the same data, in several short rounds instead of a long one.
const int rounds = 5;
var folder = Path.Combine("artifacts", "bench");
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(2)
        .WithIterationCount(6)
        .WithIterationTime(TimeInterval.FromMilliseconds(200)))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(NullLogger.Instance)
    .AddFilter(new SimpleFilter(measured => (int)measured.Parameters[nameof(TrainingStep.Batch)] == 32
        || !(bool)measured.Parameters[nameof(TrainingStep.Dense)]))
    .AddEventProcessor(new Progress(rounds))
    .WithArtifactsPath(folder);

var data = BenchData.Load();
Console.WriteLine($"Milliseconds a step on one core, {data.Title}, {rounds} rounds");
var summaries = new List<Summary>();
var peak = 0.0;
for (var round = 0; round < rounds; round++)
{
    summaries.Add(BenchmarkRunner.Run<TrainingStep>(config, args));
    peak = Math.Max(peak, Peak.MultiplyAddsPerSecond());
}

if (summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)))
{
    Console.Error.WriteLine($"error: not every benchmark could be run; {folder} has the log that says why");
    return 1;
}

Step[] steps = [.. summaries.SelectMany(summary => Step.Of(summary.Reports))];
if (steps.Length == 0)
{
    Console.Error.WriteLine("error: nothing was measured in all three ways; try --filter '*Batch: 32*', or no options");
    return 2;
}

var table = StepTable.Of(steps, peak);
Console.WriteLine();
Console.WriteLine("Medians of the rounds; beside the ratio its range over them.");
Console.WriteLine(
    "The portable engine skips pixels that are 0; the idiomatic loop and torch do not. "
        + "In the rows called dense no pixel is 0, and nothing is skipped.");
Console.WriteLine("Of peak: the multiply-adds that the portable engine does, padding included and skipped zeros not.");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"This core's peak: {peak / 1e9:F1} GFMA/s."));
Console.WriteLine();
Console.WriteLine(table.ToMarkdown());
Console.WriteLine($"BenchmarkDotNet's own tables and logs: {folder}");
return 0;
