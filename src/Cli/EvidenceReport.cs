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
        try
        {
            stored = StoredResults.Load(resultsFolder, context.Cancellation);
        }
        catch (DataException exception)
        {
            return context.Fail($"--results {exception.Message}", ExitCode.InvalidOptions);
        }

        foreach (var notice in stored.Notices)
        {
            context.Note(notice);
        }

        var published = Published.Load();
        var content = new ReportContent
        {
            Verdicts = Verdicts.Of(stored.Runs, published),
            Runs = stored.Runs,
            Published = published,
            Commands = new()
            {
                NotebookRuns = Ensemble("notebook"),
                RatesAndScales = Ensemble("rates-and-scales"),
                BatchSizes = Ensemble("batch-sizes"),
                Page = $"{Program} report",
            },
        };
        AtomicFile.Write(Path.Combine(outputFolder, "report.html"), ReportPage.Html(content));
        AtomicFile.Write(Path.Combine(outputFolder, "report.md"), ReportPage.Markdown(content));
        foreach (var decision in content.Verdicts.GroupBy(verdict => verdict.Decision).OrderBy(group => group.Key))
        {
            context.WriteLine($"{decision.Key,-13} {string.Join(", ", decision.Select(verdict => verdict.Claim.Id))}");
        }

        context.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Written: {Path.Combine(outputFolder, "report.html")}, {Path.Combine(outputFolder, "report.md")} ({stored.Runs.Length} runs)"));
        return ExitCode.Success;
    }

    private static string Ensemble(string grid) => $"{Program} ensemble --dataset mnist --grid results/{grid}.grid.json --results artifacts/{grid}.jsonl";
}
