using System.Collections.Concurrent;
using System.Globalization;
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
        $"{progress.Recipe.Title,-16} epoch {progress.Epoch,3}/{progress.Recipe.Epochs}  loss {progress.Row!.Training.Loss:F4}  accuracy {progress.Row.Training.Accuracy:F4}  val_loss {progress.Row.Validation.Loss:F4}  val_accuracy {progress.Row.Validation.Accuracy:F4}  {progress.StepsPerSecond:F0} steps/s  {Left(progress)}");

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
        string State(ProgressTask task) =>
            ended.TryGetValue(task, out var outcome) && outcome.History is null ? outcome.WasCancelled ? "stopped" : $"failed in epoch {outcome.Failure!.Epoch}"
            : latest.TryGetValue(task, out var progress) ? string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {progress.Epoch,2}/{progress.Recipe.Epochs}  {progress.StepsPerSecond,5:F0} steps/s  loss {progress.RunningLoss:F4}  {(outcome is null ? Left(progress) : $"done in {outcome.History!.WallTime.TotalSeconds:F0} s")}")
            : "waiting";

        double Share(ProgressTask task) => latest.TryGetValue(task, out var progress) ? (double)progress.StepsDone / progress.StepsInAll : 0;
        Color Color(ProgressTask task) => !ended.TryGetValue(task, out var outcome) || outcome.WasCancelled ? Spectre.Console.Color.Yellow
            : outcome.Failure is null ? Spectre.Console.Color.Green : Spectre.Console.Color.Red;

        return console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new BarColumn(Share, Color), new StateColumn(State))
            .Start(context =>
            {
                var tasks = recipes.ToDictionary(recipe => recipe, recipe => context.AddTask(Markup.Escape(recipe.Title)));
                return train(
                    new SynchronousProgress<TrainingProgress>(progress =>
                    {
                        var task = tasks[progress.Recipe];
                        latest[task] = progress;
                    }),
                    outcome =>
                    {
                        var task = tasks[outcome.Recipe];
                        ended[task] = outcome;
                        task.StopTask();
                    });
            });
    }

    private static string Left(TrainingProgress progress) => TimeText.Left(progress.TimeLeft);

    /// <summary>How much of a run is done, and in which color; Spectre's own bar is green whenever a run has ended, however it ended.</summary>
    private sealed class BarColumn(Func<ProgressTask, double> share, Func<ProgressTask, Color> color) : ProgressColumn
    {
        private const int Width = 24;

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var filled = (int)(Width * share(task));
            return new Paragraph()
                .Append(new string('#', filled) + new string('.', Width - filled), new Style(color(task)))
                .Append(string.Create(CultureInfo.InvariantCulture, $" {100 * share(task),3:F0} %"));
        }
    }

    private sealed class StateColumn(Func<ProgressTask, string> state) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(state(task));
    }
}
