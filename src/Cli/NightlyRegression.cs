using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Report;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>Trains the night's runs, or reads them, compares them with the stored ones, and says so in every form that somebody waits for.</summary>
/// <param name="context">What people read goes there.</param>
/// <param name="programs">Where the night's JSON is printed; null for nowhere.</param>
internal sealed class NightlyRegression(CommandContext context, TextWriter? programs = null)
{
    /// <summary>The variable that names the file which GitHub shows on a job's page.</summary>
    private const string JobSummary = "GITHUB_STEP_SUMMARY";

    private const string Runs = "runs.jsonl";
    private const string Page = "summary.md";
    private const string Json = "nightly.json";

    /// <summary>Where each night's JSON is kept, for the history.</summary>
    private const string Nights = "nights";

    /// <summary>Compares a night with the reference.</summary>
    /// <returns>One of <see cref="ExitCode"/>: success only when nothing has changed and nothing is missing.</returns>
    public int Run(NightlyOptions options)
    {
        if (new ResultFiles(options.OutputFolder).WhyNotWritable() is { } reason)
        {
            return context.Fail($"--output {options.OutputFolder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        var runsPath = Path.Combine(options.OutputFolder, Runs);
        if (options.RunsPath is null && Problem(options, runsPath) is { } problem)
        {
            return context.Fail(problem, ExitCode.InvalidOptions);
        }

        ImmutableArray<TrainingRecipe> expected = [.. options.Seeds.SelectMany(seed => TrainingRecipe.Notebook(seed))];
        if (!TryRead("--reference", options.ReferencePath, out var reference) || !TryRead("--runs", options.RunsPath, out var tonight))
        {
            return ExitCode.InvalidOptions;
        }

        if (options.RunsPath is null)
        {
            var exitCode = Train(runsPath, options);
            if (exitCode == ExitCode.Cancelled || !TryRead("--output", runsPath, out tonight))
            {
                return exitCode == ExitCode.Cancelled ? exitCode : ExitCode.Failure;
            }
        }

        NightlyResult result;
        try
        {
            result = NightlyComparison.Of(SelectFrom(reference, tonight), tonight, expected, new());
        }
        catch (DataException exception)
        {
            return context.Fail($"--reference {options.ReferencePath} cannot be compared with: {exception.Message}.", ExitCode.InvalidOptions);
        }
        catch (ArgumentException exception) when (exception.ParamName == nameof(reference))
        {
            return context.Fail($"--reference {options.ReferencePath} cannot be compared with: {Sentence(exception)}", ExitCode.InvalidOptions);
        }

        return Conclude(result, options);
    }

    /// <summary>Draws the nights whose JSON lies in the output folder, or below it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int ShowHistory(string folder)
    {
        var nights = new List<PastNight>();
        try
        {
            var paths = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal);
            foreach (var path in paths)
            {
                try
                {
                    using var reader = new StreamReader(RegularFile.OpenRead(path));
                    nights.Add(NightlyHistory.Read(reader.ReadToEnd()));
                }
                catch (FormatException exception)
                {
                    context.Note($"{path} is left out: {exception.Message.ReplaceLineEndings(" ")}");
                }
            }
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            return context.Fail(
                $"--output {folder}: cannot be read: {exception.Message.ReplaceLineEndings(" ")}; name a folder with the JSON of nights.",
                ExitCode.InvalidOptions);
        }

        if (nights.Count == 0)
        {
            return context.Fail($"--output {folder}: there is no night's JSON in it; name a folder that holds some.", ExitCode.InvalidOptions);
        }

        // A night is there twice: as the latest, and among the others.
        context.Lines.Write(NightlyHistory.Of(nights.Distinct()));
        return ExitCode.Success;
    }

    /// <summary>Why tonight's runs cannot go where they should; found out before anything of an earlier night is removed.</summary>
    private static string? Problem(NightlyOptions options, string runsPath) =>
        FileMerge.IsSameFile(options.ReferencePath, runsPath)
            ? $"--reference {options.ReferencePath} is the file that tonight's runs go to, which begins anew; copy it elsewhere, or name another "
                + $"--output."
        : Directory.Exists(runsPath)
            ? $"--output {options.OutputFolder}: {Runs} in it is a folder, and tonight's runs go to a file of that name; name another folder."
        : null;

    /// <summary>
    /// The reference's runs on tonight's data, by tonight's engine where it has some: one engine in one version, as for every verdict; what is left
    /// aside is told.
    /// </summary>
    private ImmutableArray<RunRecord> SelectFrom(ImmutableArray<RunRecord> reference, ImmutableArray<RunRecord> tonight)
    {
        var candidates = tonight.Select(run => (run.DatasetName, run.Engine)).Concat(reference.Select(run => (run.DatasetName, run.Engine))).ToList();
        bool Has((string DatasetName, string Engine) one) => reference.Any(run => (run.DatasetName, run.Engine) == one);
        var (dataset, engine) = candidates.Where(Has).FirstOrDefault(candidates.FirstOrDefault((Dataset.MnistName, "portable")));
        var selected = EvidenceRuns.Select(reference, dataset, engine);
        foreach (var aside in selected.LeftAside)
        {
            context.Note($"the reference has {aside}, too; they are left aside.");
        }

        return selected.Runs;
    }

    private bool TryRead(string option, string? path, out ImmutableArray<RunRecord> runs)
    {
        runs = [];
        if (path is null)
        {
            return true;
        }

        try
        {
            var content = RunFile.Read(path, context.Cancellation);
            foreach (var notice in content.Notices)
            {
                context.Note($"{option} {notice}");
            }

            if (content.RepeatedCount > 0)
            {
                context.Note(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{option} {path} has {content.RepeatedCount} runs once more, with the same figures; each counts once."));
            }

            runs = content.Runs;
            return true;
        }
        catch (DataException exception)
        {
            context.Fail($"{option} {exception.Message}", ExitCode.InvalidOptions);
            return false;
        }
    }

    /// <summary>
    /// A night starts from nothing: runs of an earlier night may be those of other code. What it left goes only when this one can begin.
    /// </summary>
    private int Train(string path, NightlyOptions options) => new EnsembleTraining(context).Run(new()
    {
        Grid = Grid.Notebook(new() { Seeds = options.Seeds }),
        ResultsPath = path,
        Data = options.Data,
        Engine = options.Engine,
        IsQuiet = options.IsQuiet,
        BeforeTheFirstRun = () =>
        {
            foreach (var name in new[] { Runs, Page, Json })
            {
                File.Delete(Path.Combine(options.OutputFolder, name));
            }
        },
        WhenStopped = $"nothing was compared. The same command begins anew; 'nightly --runs {path}' compares what there is",
    });

    private int Conclude(NightlyResult result, NightlyOptions options)
    {
        var occasion = new NightlyOccasion(Commit(), DateTimeOffset.UtcNow);
        var page = NightlyMarkdown.Of(result, occasion);
        var json = NightlyJson.Of(result, occasion);
        AtomicFile.Write(Path.Combine(options.OutputFolder, Page), page);
        AtomicFile.Write(Path.Combine(options.OutputFolder, Json), json);
        AtomicFile.Write(
            Path.Combine(options.OutputFolder, Nights, occasion.Time!.Value.ToString("yyyy-MM-dd'T'HHmmss'Z.json'", CultureInfo.InvariantCulture)),
            json);
        if (context.Variable(JobSummary) is { Length: > 0 } summary)
        {
            try
            {
                RegularFile.Require(summary);
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
            context.Lines.Write(NightlyText.Of(result, occasion));
            context.Lines.WriteLine();
        }

        programs?.Write(json);
        context.WriteLine($"Nightly: {NightlyWords.Headline(result)} (see {Path.Combine(options.OutputFolder, Page)})");
        return result.Outcome is NightlyOutcome.Identical or NightlyOutcome.Unchanged ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>The commit that the program was built from, which the build leaves behind the version; null where it knew none.</summary>
    private static string? Commit() =>
        typeof(NightlyRegression).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+') is [_, var commit]
            ? commit
            : null;

    /// <summary>The message without .NET's name of the parameter.</summary>
    private static string Sentence(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", string.Empty, StringComparison.Ordinal).ReplaceLineEndings(" ");
}
