using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Report;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>Trains the night's runs, or reads them, compares them with the stored ones, and says so in every form that somebody waits for.</summary>
internal sealed class NightlyRegression(CommandContext context)
{
    /// <summary>The variable that names the file which GitHub shows on a job's page.</summary>
    private const string JobSummary = "GITHUB_STEP_SUMMARY";

    /// <summary>Compares a night with the reference.</summary>
    /// <returns>One of <see cref="ExitCode"/>: success only when nothing has changed and nothing is missing.</returns>
    public int Run(NightlyOptions options)
    {
        if (new ResultFiles(options.OutputFolder).WhyNotWritable() is { } reason)
        {
            return context.Fail($"--output {options.OutputFolder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        ImmutableArray<TrainingRecipe> expected = [.. options.Seeds.SelectMany(seed => TrainingRecipe.Notebook(seed))];
        var reference = Read("--reference", options.ReferencePath, out var problem);
        var tonight = problem is null && options.RunsPath is { } path ? Read("--runs", path, out problem) : [];
        if (problem is not null)
        {
            return context.Fail(problem, ExitCode.InvalidOptions);
        }

        if (options.RunsPath is null)
        {
            var exitCode = Train(expected, options, out tonight);
            if (exitCode == ExitCode.Cancelled)
            {
                return exitCode;
            }
        }

        NightlyResult result;
        try
        {
            result = NightlyComparison.Of(reference, tonight, expected, new());
        }
        catch (ArgumentException exception)
        {
            return context.Fail($"--reference {options.ReferencePath} cannot be compared with: {exception.Message.ReplaceLineEndings(" ")}", ExitCode.InvalidOptions);
        }

        return Conclude(result, options);
    }

    private static ImmutableArray<RunRecord> Read(string option, string path, out string? problem)
    {
        try
        {
            problem = null;
            return RunFile.Read(path).Runs;
        }
        catch (DataException exception)
        {
            problem = $"{option} {exception.Message}";
            return [];
        }
    }

    /// <summary>A night starts from nothing: runs of an earlier night may be those of other code.</summary>
    private int Train(ImmutableArray<TrainingRecipe> expected, NightlyOptions options, out ImmutableArray<RunRecord> tonight)
    {
        var path = Path.Combine(options.OutputFolder, "runs.jsonl");
        File.Delete(path);
        var exitCode = new EnsembleTraining(context).Run(new()
        {
            Grid = Grid.Notebook(new() { Seeds = options.Seeds }),
            ResultsPath = path,
            Data = options.Data,
            Computing = options.Computing,
            IsQuiet = options.IsQuiet,
        });
        tonight = File.Exists(path) ? RunFile.Read(path, context.Cancellation).Runs : [];
        return exitCode;
    }

    private int Conclude(NightlyResult result, NightlyOptions options)
    {
        var page = NightlyMarkdown.Of(result);
        AtomicFile.Write(Path.Combine(options.OutputFolder, "summary.md"), page);
        AtomicFile.Write(Path.Combine(options.OutputFolder, "nightly.json"), NightlyJson.Of(result));
        if (context.Variable(JobSummary) is { Length: > 0 } summary)
        {
            try
            {
                File.AppendAllText(summary, page);
            }
            catch (Exception exception) when (IoFailure.Is(exception))
            {
                // A page that cannot be shown takes nothing from the verdict, which is written already.
                context.Note($"{JobSummary} names {summary}, which cannot be written to: {exception.Message.ReplaceLineEndings(" ")}");
            }
        }

        if (!options.IsQuiet)
        {
            context.Lines.WriteLine();
            context.Lines.Write(page);
            context.Lines.WriteLine();
        }

        context.WriteLine($"Nightly regression: {NightlyMarkdown.Headline(result)} (see {Path.Combine(options.OutputFolder, "summary.md")})");
        return result.Outcome is NightlyOutcome.Identical or NightlyOutcome.Unchanged ? ExitCode.Success : ExitCode.Failure;
    }
}
