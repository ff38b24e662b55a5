using System.Globalization;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Report;
using Reproduction.Training;
using Spectre.Console;

namespace Reproduction.Cli;

/// <summary>The program without its process: consoles, environment and cancellation come in as values.</summary>
/// <param name="console">Where people read.</param>
/// <param name="error">Where errors go.</param>
/// <param name="search">Where MNIST is looked for, before the options have their say.</param>
/// <param name="cancellation">Ctrl-C.</param>
internal sealed class Application(IAnsiConsole console, TextWriter error, MnistLocatorOptions search, CancellationToken cancellation)
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            return new CommandLine(Reproduce, Summarize, MakeSample).Invoke(arguments, console.Profile.Out.Writer, error);
        }
        catch (OperationCanceledException)
        {
            return Fail("stopped; nothing was written.", ExitCode.Cancelled);
        }
        catch (InvalidConfigurationException exception)
        {
            return Fail(exception.Message, ExitCode.InvalidOptions);
        }
        catch (Exception exception) when (exception is DataException or LibTorchException)
        {
            return Fail(exception.Message, ExitCode.Failure);
        }
    }

    private int Reproduce(Options options)
    {
        var files = new ResultFiles(options.OutputFolder);
        if (files.WhyNotWritable() is { } reason)
        {
            return Fail($"--output {options.OutputFolder} cannot be written to: {reason}", ExitCode.InvalidOptions);
        }

        Dataset data;
        try
        {
            data = new DatasetChooser(console, error, search, cancellation).Choose(options);
        }
        catch (DataException exception) when (options.DataFolder is not null)
        {
            return Fail(exception.Message, ExitCode.InvalidOptions);
        }

        var recipes = options.Recipes();
        foreach (var recipe in recipes)
        {
            recipe.Validate(data);
        }

        var engine = Engines.Create(options.Engine, options.Numerics);
        var machine = Machine.Current();
        if (!options.IsQuiet)
        {
            Introduce(data, engine, machine, recipes.Count, options);
        }

        var outcomes = TrainingDisplay.Show(
            console,
            options.IsQuiet,
            recipes,
            (progress, finished) => SideBySide.Train(recipes, data, engine, options.Parallelism, progress, finished, cancellation));
        return Conclude(data, outcomes, engine, machine, files, options);
    }

    private void Introduce(Dataset data, IEngine engine, Machine machine, int runCount, Options options)
    {
        var lines = console.Profile.Out.Writer;
        lines.WriteLine(Summary.Title(data));
        lines.WriteLine();
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Data     {data.Title}: {data.Training.Count:N0} training and {data.Validation.Count:N0} validation images, from {data.Source}"));
        lines.WriteLine($"Engine   {engine.Description}");
        lines.WriteLine($"Machine  {machine}");
        lines.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Runs     {runCount} of {options.Epochs} epochs, {Math.Min(options.Parallelism, runCount)} at a time; learning rate {options.LearningRate:R}, seed {options.Seed}"));
        lines.WriteLine();
    }

    private int Conclude(Dataset data, IReadOnlyList<RunOutcome> outcomes, IEngine engine, Machine machine, ResultFiles files, Options options)
    {
        var histories = outcomes.Where(outcome => outcome.History is not null).Select(outcome => outcome.History!).ToList();
        if (histories.Count > 0)
        {
            var published = Published.Load();
            ShowTable(data, Comparison.Of(histories, published));
            var written = files.Write(data, outcomes, published, engine.Description, machine);
            if (!options.IsQuiet)
            {
                console.Profile.Out.Writer.WriteLine($"Written: {string.Join(", ", written)}");
            }
        }

        foreach (var outcome in outcomes.Where(outcome => outcome.Failure is not null))
        {
            error.WriteLine($"reproduce: {outcome.Failure}");
        }

        if (outcomes.Any(outcome => outcome.WasCancelled))
        {
            return Fail($"stopped; {histories.Count} of {outcomes.Count} runs had finished{(histories.Count > 0 ? " and are written" : ", nothing was written")}.", ExitCode.Cancelled);
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

        console.Profile.Out.Writer.WriteLine();
        console.Profile.Out.Writer.WriteLine(Summary.Title(data));
        console.Write(table);
        if (Summary.Caution(data) is { } caution)
        {
            console.Profile.Out.Writer.WriteLine(caution);
        }
    }

    private int Summarize()
    {
        LibTorch.Load(Numerics.Pinned);
        foreach (var configuration in new[] { new NetworkConfiguration(), new NetworkConfiguration { BatchNormalization = null } })
        {
            using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
            console.Profile.Out.Writer.WriteLine(configuration);
            console.Profile.Out.Writer.WriteLine();
            console.Profile.Out.Writer.WriteLine(ModelSummary.Of(network));
        }

        return ExitCode.Success;
    }

    private int MakeSample(string source, string target)
    {
        SampleMaker.Make(source, target);
        console.Profile.Out.Writer.WriteLine($"The sample was made in {target}.");
        return ExitCode.Success;
    }

    private int Fail(string message, int exitCode)
    {
        error.WriteLine($"reproduce: {message}");
        return exitCode;
    }
}
