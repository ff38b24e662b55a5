using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Reproduction.Claims;
using Reproduction.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Reproduction.Cli;

/// <summary>Shows how far the runs are: live bars on a terminal, a line for each epoch elsewhere, or nothing.</summary>
internal static class TrainingDisplay
{
    /// <summary>What trains: it is given the progress to tell and whom to tell of an outcome.</summary>
    public delegate IReadOnlyList<RunOutcome> Training(IProgress<TrainingProgress>? progress, Action<RunOutcome>? finished);

    /// <summary>Trains, and shows it in the way that fits the console.</summary>
    public static IReadOnlyList<RunOutcome> Show(IAnsiConsole console, bool isQuiet, IReadOnlyList<TrainingRecipe> recipes, Training train)
    {
        if (isQuiet)
        {
            return train(null, null);
        }

        return console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi
            ? Live(console, recipes, train)
            : Plain(console, train);
    }

    /// <summary>One line of plain text for a finished epoch.</summary>
    public static string EpochLine(TrainingProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Recipe.Title,-16} epoch {progress.Epoch,3}/{progress.Recipe.Epochs}  "
            + $"{string.Join("  ", Metric.All.Select(metric => metric.Brief(progress.Row!)))}  "
            + $"{progress.StepsPerSecond:F0} steps/s  {Left(progress)}");

    private static IReadOnlyList<RunOutcome> Plain(IAnsiConsole console, Training train)
    {
        var gate = new Lock();
        void Write(string line)
        {
            lock (gate)
            {
                console.Profile.Out.Writer.WriteLine(line);
            }
        }

        return train(
            new SynchronousProgress<TrainingProgress>(progress =>
            {
                if (progress.Row is not null)
                {
                    Write(EpochLine(progress));
                }
            }),
            outcome =>
            {
                if (outcome.Failure is { } failure)
                {
                    Write(failure.Line);
                }
            });
    }

    private static IReadOnlyList<RunOutcome> Live(IAnsiConsole console, IReadOnlyList<TrainingRecipe> recipes, Training train)
    {
        var latest = new ConcurrentDictionary<ProgressTask, TrainingProgress>();
        var ended = new ConcurrentDictionary<ProgressTask, RunOutcome>();
        var layout = new BarLayout(console.Profile.Width, recipes.Select(recipe => recipe.Title));
        var clock = Stopwatch.StartNew();
        ProgressTask? whole = null;

        double Share(ProgressTask task) =>
            task == whole ? recipes.Sum(RunCost.Of) is var cost && cost > 0 ? Done() / cost : 0
            : latest.TryGetValue(task, out var progress) ? (double)progress.StepsDone / progress.StepsInAll : 0;

        // A run that failed or was stopped needs no more time.
        double Done() =>
            latest.Keys.Union(ended.Keys)
                .Sum(task => ended.TryGetValue(task, out var outcome) ? RunCost.Of(outcome.Recipe) : RunCost.Of(latest[task].Recipe) * Share(task));
        string State(ProgressTask task) =>
            task == whole ? TimeText.Left(Share(task) is var share and > 0 and < 1 ? clock.Elapsed * ((1 - share) / share) : null)
            : ended.TryGetValue(task, out var outcome) && outcome.History is null
                ? outcome.WasCancelled ? "stopped" : $"failed in epoch {outcome.Failure!.Epoch}"
            : latest.TryGetValue(task, out var progress)
                ? layout.State(
                    progress,
                    outcome is null ? TimeText.Left(progress.TimeLeft) : $"done in {TimeText.Of(outcome.History!.WallTime)}",
                    isEnded: outcome is not null)
            : "waiting";

        Color Color(ProgressTask task) => task == whole ? Spectre.Console.Color.Default
            : !ended.TryGetValue(task, out var outcome) || outcome.WasCancelled ? Spectre.Console.Color.Yellow
            : outcome.Failure is null ? Spectre.Console.Color.Green : Spectre.Console.Color.Red;

        return console.Progress()
            .AutoClear(false)
            .AutoRefresh(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new BarColumn(layout.BarWidth, Share, Color),
                new StateColumn(task => layout.Fit(State(task))))
            .Start(context =>
            {
                var tasks = recipes.ToDictionary(recipe => recipe, recipe => context.AddTask(Markup.Escape(layout.Name(recipe.Title))));
                whole = recipes.Count > 1 ? context.AddTask(layout.Name("all runs")) : null;
                context.Refresh();
                var refresh = new ProgressRefresh(context);
                var outcomes = train(
                    new SynchronousProgress<TrainingProgress>(progress =>
                    {
                        var task = tasks[progress.Recipe];
                        latest[task] = progress;
                        refresh.Ask();
                    }),
                    outcome =>
                    {
                        var task = tasks[outcome.Recipe];
                        ended[task] = outcome;
                        task.StopTask();
                    });
                whole?.StopTask();
                return outcomes;
            });
    }

    private static string Left(TrainingProgress progress) => TimeText.Left(progress.TimeLeft);

    /// <summary>How much of a run is done, and in which color; Spectre's own bar is green whenever a run has ended, however it ended.</summary>
    private sealed class BarColumn(int width, Func<ProgressTask, double> share, Func<ProgressTask, Color> color) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var filled = (int)(width * share(task));
            var percent = string.Create(CultureInfo.InvariantCulture, $"{100 * share(task),3:F0} %");
            return width == 0 ? new Text(percent, new Style(color(task))) : new Paragraph()
                .Append(new string('#', filled) + new string('.', width - filled), new Style(color(task)))
                .Append(" " + percent);
        }
    }

    private sealed class StateColumn(Func<ProgressTask, string> state) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(state(task));
    }
}
