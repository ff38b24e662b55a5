using System.Globalization;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Report;
using Reproduction.Training;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>The notebook's runs for one seed: trained side by side, shown as a table, written to files.</summary>
internal sealed class NotebookReproduction(CommandContext context)
{
    /// <summary>Trains, shows and writes.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(Options options)
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

        var engine = options.Computing.Create();
        var machine = Machine.Current(engine);
        if (!options.IsQuiet)
        {
            Introduce(data, engine, machine, recipes.Count, options);
        }

        var outcomes = TrainingDisplay.Show(
            context.Console,
            options.IsQuiet,
            recipes,
            (progress, finished) => SideBySide.Train(recipes, data, engine, options.Computing.Parallelism, progress, finished, context.Cancellation));
        return Conclude(data, outcomes, engine, machine, files, options);
    }

    private void Introduce(Dataset data, IEngine engine, Machine machine, int runCount, Options options)
    {
        var lines = context.Lines;
        lines.WriteLine(Summary.Title(data));
        lines.WriteLine();
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Data     {data.Title}: {data.Training.Count:N0} training and {data.Validation.Count:N0} validation images, from {data.Source}"));
        lines.WriteLine($"Engine   {engine.Description}");
        lines.WriteLine($"Machine  {machine}");
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Runs     {runCount} of {options.Epochs} epochs, {Math.Min(options.Computing.Parallelism, runCount)} at a time; {(options.Optimizer is SgdConfiguration { IsPlain: true } ? string.Empty : options.Optimizer.Title + ", ")}learning rate {options.LearningRate:R}, seed {options.Seed}"));
        lines.WriteLine();
    }

    private int Conclude(Dataset data, IReadOnlyList<RunOutcome> outcomes, IEngine engine, Machine machine, ResultFiles files, Options options)
    {
        var histories = outcomes.Where(outcome => outcome.History is not null).Select(outcome => outcome.History!).ToList();
        if (histories.Count > 0)
        {
            var published = Published.Load();

            // Files first: what is printed may be lost, what was trained must not.
            var written = files.Write(data, outcomes, published, engine.Description, machine);
            ShowTable(data, Comparison.Of(outcomes, published));
            if (!options.IsQuiet)
            {
                context.WriteLine($"Written: {string.Join(", ", written)}");
            }
        }

        var failures = outcomes.Select(outcome => outcome.Failure).OfType<RunFailure>().ToList();
        var more = FailureLog.Write(files.FailureLogPath, failures);
        foreach (var failure in failures)
        {
            context.Fail(failure.Line + more(failure), ExitCode.Failure);
        }

        if (outcomes.Any(outcome => outcome.WasCancelled))
        {
            return context.Fail($"stopped; {histories.Count} of {outcomes.Count} runs had finished{(histories.Count > 0 ? " and are written" : ", nothing was written")}.", ExitCode.Cancelled);
        }

        return histories.Count == outcomes.Count ? ExitCode.Success : ExitCode.Failure;
    }

    private void ShowTable(Dataset data, Report.Table source)
    {
        var table = new Spectre.Console.Table { Border = TableBorder.Rounded };
        foreach (var column in source.Columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Header, new Style(decoration: Decoration.Bold)))
            {
                Alignment = column.IsNumeric ? Justify.Right : Justify.Left,
                NoWrap = true,
            });
        }

        foreach (var row in source.Rows)
        {
            if (row[0].Length > 0 && table.Rows.Count > 0)
            {
                table.AddEmptyRow();
            }

            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        context.Lines.WriteLine();
        context.WriteLine(Summary.Title(data));
        context.Console.Write(table);
        if (Summary.Caution(data) is { } caution)
        {
            context.WriteLine(caution);
        }
    }
}
