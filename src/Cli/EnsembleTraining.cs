using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>Trains a grid, or a part of it, into a results file.</summary>
internal sealed class EnsembleTraining(CommandContext context)
{
    /// <summary>Trains what is not finished, and says what came of it.</summary>
    /// <returns>One of <see cref="ExitCode"/>; a run that diverged is a result, no failure.</returns>
    public int Run(EnsembleOptions options)
    {
        var grid = options.Grid.Expand();
        var data = new DatasetChooser(context).Choose(options.Data, options.IsQuiet);
        ImmutableArray<TrainingRecipe> recipes = [.. (options.Shard?.Of(grid.Recipes) ?? grid.Recipes).Select(recipe => recipe.For(data))];
        foreach (var recipe in recipes)
        {
            recipe.Validate(data);
        }

        var engine = options.Engine.Create();
        if (RunFile.IsCompressed(options.ResultsPath))
        {
            return context.Fail(
                $"--results {options.ResultsPath}: a compressed file cannot be appended to; name a .jsonl file, and compress it with 'reproduce "
                    + $"merge'.",
                ExitCode.InvalidOptions);
        }

        RunAppender results;
        try
        {
            options.BeforeTheFirstRun?.Invoke();
            results = RunAppender.Open(options.ResultsPath, context.Cancellation);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            return context.Fail(
                $"{options.ResultsPath} cannot begin anew: {exception.Message.ReplaceLineEndings(" ")}; make room for it, or name another folder.",
                ExitCode.InvalidOptions);
        }
        catch (DataException exception) when (exception.InnerException is { } reason && IoFailure.Is(reason))
        {
            return context.Fail($"--results {exception.Message}", ExitCode.InvalidOptions);
        }

        ReportNotices(results);
        if (!results.LocksHold)
        {
            context.Note(
                $"files cannot be locked where {options.ResultsPath} lies; let no other process write to it, give each a file of its own and join "
                    + $"them with 'reproduce merge'.");
        }

        if (!options.IsQuiet)
        {
            Introduce(data, engine, recipes, grid, results, options);
        }

        var outcome = EnsembleDisplay.Show(
            context.Console,
            options.IsQuiet,
            progress => Ensemble.Run(recipes, data, engine, results, options.Engine.Parallelism, progress, context.Cancellation));
        ReportNotices(results);
        if (outcome.LeaseProblem is { } problem)
        {
            context.Note($"other processes cannot be told which runs are under way, and may have trained some of them, too: {problem}");
        }

        return Conclude(outcome, recipes.Length, options);
    }

    /// <summary>What a reader must know of the file, quiet or not.</summary>
    private void ReportNotices(RunAppender results)
    {
        foreach (var notice in results.TakeNotices())
        {
            context.Note(notice);
        }
    }

    private void Introduce(
        Dataset data, IEngine engine, ImmutableArray<TrainingRecipe> recipes, GridRuns grid, RunAppender results, EnsembleOptions options)
    {
        var part = options.Shard is { } shard ? $", part {shard} of {grid.Recipes.Length}" : string.Empty;
        var repeated = grid.RepeatedCount > 0 ? $"; {grid.RepeatedCount} more are named by a second block and trained once" : string.Empty;
        var finished = recipes.Count(recipe => results.Contains(new(recipe, data.Name, data.Sha256, engine.Name, engine.Description)));
        context.WriteLabelled("Data", string.Create(
            CultureInfo.InvariantCulture,
            $"{data.Title}: {data.Training.Count:N0} training and {data.Validation.Count:N0} validation images, "
                + $"from {context.Shorten(data.Source)}"));
        context.WriteLabelled("Engine", engine.Description);
        context.WriteLabelled("Machine", MachineInfo.Current().ToString());
        context.WriteLabelled(
            "Runs", string.Create(CultureInfo.InvariantCulture, $"{recipes.Length}{part}{repeated}; {options.Engine.Parallelism} at a time"));
        context.WriteLabelled(
            "Results",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{context.Shorten(options.ResultsPath)}: {finished} of these runs are finished, {results.Runs.Length - finished} runs are others"));
        context.Lines.WriteLine();
    }

    private int Conclude(EnsembleOutcome outcome, int count, EnsembleOptions options)
    {
        var more = FailureLog.Write(Path.ChangeExtension(options.ResultsPath, ".failures.log"), outcome.Faults.Select(fault => fault.Failure));
        foreach (var fault in outcome.Faults)
        {
            context.Fail($"{RunKey.Name(fault.Recipe)}: {fault.Failure.Line}{more(fault.Failure)}", ExitCode.Failure);
        }

        var diverged = outcome.Runs.Count(run => !run.Succeeded);
        var state = string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Runs.Length} of {count} runs are finished{(diverged > 0 ? $", {diverged} of them diverged" : string.Empty)}: "
                + $"{options.ResultsPath}");
        if (outcome.WasCancelled)
        {
            return context.Fail($"stopped; {state}; {options.WhenStopped}.", ExitCode.Cancelled);
        }

        context.WriteLine(state);
        return outcome.Runs.Length == count ? ExitCode.Success : ExitCode.Failure;
    }
}
