using System.Globalization;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Report.Page;

namespace Reproduction.Cli;

/// <summary>The page of all evidence, from the stored results.</summary>
internal sealed class EvidenceReport(CommandContext context)
{
    private const string Program = "dotnet run --project src/Cli --configuration Release --";

    /// <summary>Reads, decides, writes.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(string resultsFolder, string outputFolder)
    {
        if (new ResultFiles(outputFolder).WhyNotWritable() is { } reason)
        {
            return context.Fail($"--output {outputFolder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        StoredResults stored;
        EvidenceRuns runs;
        try
        {
            stored = StoredResults.Load(resultsFolder, context.Cancellation);
            runs = Select(stored.Runs);
        }
        catch (DataException exception)
        {
            return context.Fail($"--results {exception.Message}", ExitCode.InvalidOptions);
        }

        foreach (var notice in stored.Notices)
        {
            context.Note(notice);
        }

        foreach (var aside in runs.LeftAside)
        {
            context.Note($"left aside: {aside}");
        }

        var (verdicts, html, markdown) = context.Interruptible(() => Pages(runs));
        var paths = new[] { Path.Combine(outputFolder, "report.html"), Path.Combine(outputFolder, "report.md") };
        AtomicFile.Write(paths[0], html);
        AtomicFile.Write(paths[1], markdown);
        foreach (var decision in verdicts.GroupBy(verdict => verdict.Decision).OrderBy(group => group.Key))
        {
            context.WriteLine(
                $"{(decision.Key == Decision.WithinLimits ? "Within limits" : decision.Key.ToString()),-13} "
                    + $"{string.Join(", ", decision.Select(verdict => verdict.Claim.Id))}");
        }

        context.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Written: {string.Join(", ", paths.Select(context.Shorten))} ({runs.Runs.Length} runs)"));
        return ExitCode.Success;
    }

    private static (IReadOnlyList<Verdict> Verdicts, string Html, string Markdown) Pages(EvidenceRuns runs)
    {
        // A claim is about MNIST; other data decide none.
        var isMnist = runs.Runs.All(run => run.DatasetName == Dataset.MnistName);
        var standard = new ReportContent
        {
            Verdicts = Rule.Decide(isMnist ? runs : EvidenceRuns.Select([])),
            Runs = runs.Runs,
            Published = Published.Load(),
        };
        var content = standard with
        {
            Introduction = $"{standard.Introduction} {(isMnist ? string.Empty : "These runs are not of MNIST: no claim is decided by them. ")}Runs: "
                + $"{runs.Conditions}.{(runs.LeftAside.IsEmpty ? string.Empty : $" Left aside: {string.Join("; ", runs.LeftAside)}.")}",
            Commands = new()
            {
                NotebookRuns = Ensemble("notebook"),
                RatesAndScales = Ensemble("rates-and-scales"),
                BatchSizes = Ensemble("batch-sizes"),
                Depth = Ensemble("depth"),
                Page = $"{Program} report",
            },
        };
        return (content.Verdicts, ReportPage.Html(content), ReportPage.Markdown(content));
    }

    /// <summary>The runs on MNIST; where there are none, those on the data set that there is.</summary>
    private static EvidenceRuns Select(IReadOnlyList<RunRecord> runs) =>
        EvidenceRuns.Select(
            runs,
            runs.Any(run => run.DatasetName == Dataset.MnistName) || runs.Count == 0
                ? Dataset.MnistName
                : runs.Select(run => run.DatasetName).Min(StringComparer.Ordinal)!);

    private static string Ensemble(string grid) =>
        $"{Program} ensemble --dataset mnist --grid results/{grid}.grid.json --results artifacts/{grid}.jsonl";
}
