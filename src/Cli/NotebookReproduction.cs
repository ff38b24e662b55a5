using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Engines;
using Reproduction.Ensembles;
using Reproduction.Report;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>The notebook's runs for one seed: trained side by side, shown as a table, written to files.</summary>
internal sealed class NotebookReproduction(CommandContext context)
{
    /// <summary>Trains, shows and writes.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(ReproduceOptions options)
    {
        var files = new ResultFiles(options.OutputFolder);
        if (files.WhyNotWritable() is { } reason)
        {
            return context.Fail($"--output {options.OutputFolder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        var data = new DatasetChooser(context).Choose(options.Data, options.IsQuiet);
        var recipes = options.Recipes(data);
        foreach (var recipe in recipes)
        {
            recipe.Validate(data);
        }

        var engine = options.Engine.Create();
        var machine = MachineInfo.Current(engine);
        if (!options.IsQuiet)
        {
            Introduce(data, engine, machine, recipes.Count, options);
        }

        files.SetEarlierAside();
        var outcomes = TrainingDisplay.Show(
            context.Console,
            options.IsQuiet,
            recipes,
            (progress, finished) =>
                ParallelTraining.Train(recipes, data, engine, options.Engine.Parallelism, progress, finished, context.Cancellation));
        return Conclude(data, outcomes, engine, machine, files, options);
    }

    private void Introduce(Dataset data, IEngine engine, MachineInfo machine, int runCount, ReproduceOptions options)
    {
        context.WriteLine(Summary.Title(data));
        context.Lines.WriteLine();
        context.WriteLabelled("Data", string.Create(
            CultureInfo.InvariantCulture,
            $"{data.Title}: {data.Training.Count:N0} training and {data.Validation.Count:N0} validation images, "
                + $"from {context.Shorten(data.Source)}"));
        context.WriteLabelled("Engine", engine.Description);
        context.WriteLabelled("Machine", machine.ToString());
        context.WriteLabelled("Runs", string.Create(
            CultureInfo.InvariantCulture,
            $"{runCount} of {options.Epochs} epochs, {Math.Min(options.Engine.Parallelism, runCount)} at a time; "
                + $"{(options.Optimizer is SgdConfiguration { IsPlain: true } ? string.Empty : options.Optimizer.Title + ", ")}learning rate "
                + $"{options.LearningRate:R}, seed {options.Seed}"));
        context.Lines.WriteLine();
    }

    private int Conclude(
        Dataset data, IReadOnlyList<RunOutcome> outcomes, IEngine engine, MachineInfo machine, ResultFiles files, ReproduceOptions options)
    {
        var histories = outcomes.Where(outcome => outcome.History is not null).Select(outcome => outcome.History!).ToList();
        var published = Published.Load();
        ImmutableArray<string> written = [];
        if (histories.Count > 0)
        {
            // Files first: what is printed may be lost, what was trained must not.
            written = files.Write(data, outcomes, published, engine.Description, machine);
        }

        if (options.Form != OutputForm.Table)
        {
            context.Lines.Write(
                options.Form == OutputForm.Json ? HistoriesJson.Of(data, outcomes, published, engine.Description) : HistoriesCsv.Of(histories));
        }
        else if (histories.Count > 0)
        {
            Show(data, outcomes, published, written, options);
        }

        var failures = outcomes.Select(outcome => outcome.Failure).OfType<RunFailure>().ToList();
        var more = FailureLog.Write(files.FailureLogPath, failures);
        foreach (var failure in failures)
        {
            context.Fail(failure.Line + more(failure), ExitCode.Failure);
        }

        var aside = files.SetAside.IsEmpty || histories.Count > 0
            ? string.Empty
            : $" Earlier results in {options.OutputFolder} are now called {string.Join(", ", files.SetAside)}.";
        if (outcomes.Any(outcome => outcome.WasCancelled))
        {
            return context.Fail(
                $"stopped; {histories.Count} of {outcomes.Count} runs had "
                    + $"finished{(histories.Count > 0 ? " and are written" : ", nothing was written")}.{aside}",
                ExitCode.Cancelled);
        }

        if (aside.Length > 0)
        {
            context.Note($"no run finished.{aside}");
        }

        return histories.Count == outcomes.Count ? ExitCode.Success : ExitCode.Failure;
    }

    private void Show(Dataset data, IReadOnlyList<RunOutcome> outcomes, Published published, ImmutableArray<string> written, ReproduceOptions options)
    {
        context.Lines.WriteLine();
        context.WriteLine(Summary.Title(data));
        ComparisonView.Write(context.Console, Comparison.Of(outcomes, published));
        if (Summary.Caution(data) is { } caution)
        {
            context.WriteLine(caution);
        }

        if (!options.IsQuiet)
        {
            Explain([.. outcomes.Select(outcome => outcome.History).OfType<TrainingHistory>()], published, options);
            context.WriteLabelled("Written", string.Join(", ", written.Select(context.Shorten)));
        }
    }

    /// <summary>What one seed's differences mean, where the checkout's stored seeds are at hand, and how to see them sooner.</summary>
    private void Explain(List<TrainingHistory> histories, Published published, ReproduceOptions options)
    {
        var path = DatasetLocator.Checkout(context.Search.StartFolder) is { } checkout
            ? Path.Combine(checkout.FullName, "results", "notebook.jsonl.gz")
            : null;
        if (File.Exists(path) && SeedBands.Sentence(histories, published, RunFile.Read(path).Runs) is { } sentence)
        {
            context.WriteLabelled("Seeds", sentence);
        }

        if (options.Engine.Kind == EngineKind.Torch)
        {
            context.WriteLabelled("Sooner", "--engine portable gives its own table, of the same recipe, in about a tenth of the time.");
        }
    }
}
