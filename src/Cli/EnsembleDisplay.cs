using System.Globalization;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Reproduction.Cli;

/// <summary>Shows how far an ensemble is: a live picture on a terminal, a line for each finished run elsewhere, or nothing.</summary>
internal static class EnsembleDisplay
{
    private const int BarWidth = 30;

    /// <summary>Columns that take a run's name and its figures.</summary>
    private const int WideEnough = 100;

    /// <summary>Between two pictures; a run tells of its steps more often than anyone can read.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Trains, and shows it in the way that fits the console.</summary>
    public static EnsembleOutcome Show(IAnsiConsole console, bool isQuiet, Func<IProgress<EnsembleProgress>?, EnsembleOutcome> train)
    {
        if (isQuiet)
        {
            return train(null);
        }

        return console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi ? Live(console, train) : Plain(console, train);
    }

    /// <summary>One line of plain text for a finished run.</summary>
    public static string RunLine(EnsembleProgress progress)
    {
        var record = progress.Latest!;
        var result = record.Failure ?? string.Create(
            CultureInfo.InvariantCulture,
            $"{Metric.ValidationLoss.Brief(record.Final)}  {Metric.ValidationAccuracy.Brief(record.Final)}  "
                + $"{TimeText.Of(record.WallTime ?? TimeSpan.Zero)}");
        var width = progress.Total.ToString(CultureInfo.InvariantCulture).Length;
        var count = progress.Finished.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        return $"{count}/{progress.Total}  {RunKey.Name(record.Recipe)}  {result}  {TimeText.Left(progress.TimeLeft)}".TrimEnd();
    }

    /// <summary>The live picture: a bar for the whole, a line for each run under way; no line is longer than the terminal is wide.</summary>
    public static IReadOnlyList<string> Picture(EnsembleProgress progress, int width)
    {
        var isWide = width >= WideEnough;
        var barWidth = isWide ? BarWidth : 10;
        var filled = (int)(progress.WorkDone * barWidth);
        var diverged = progress.Diverged > 0 ? string.Create(CultureInfo.InvariantCulture, $", {progress.Diverged} diverged") : string.Empty;
        var count = isWide
            ? FormattableString.Invariant($"{progress.Finished} of {progress.Total} runs finished{diverged}")
            : FormattableString.Invariant($"{progress.Finished}/{progress.Total}");
        var isWaiting = progress.Running.IsEmpty && progress.Finished < progress.Total;
        string[] lines =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{new string('#', filled)}{new string('.', barWidth - filled)} {100 * progress.WorkDone:F0} %  {count}  "
                    + $"{TimeText.Left(progress.TimeLeft)}").TrimEnd(),
            .. progress.Running.Select(run => isWide
                ? FormattableString.Invariant(
                    $"  {RunKey.Name(run.Recipe)}: epoch {run.Epoch}/{run.Recipe.Epochs}, {run.StepsPerSecond:F0} steps/s, loss {run.RunningLoss:F4}")
                : FormattableString.Invariant($"  epoch {run.Epoch}/{run.Recipe.Epochs}: {RunKey.Name(run.Recipe)}")),
            .. isWaiting
                ? [isWide ? "  nothing under way here yet; what is left may be under way in another process" : "  nothing under way here"]
                : Array.Empty<string>(),
        ];
        return [.. lines.Select(line => BarLayout.Cut(line, width - 1))];
    }

    private static EnsembleOutcome Plain(IAnsiConsole console, Func<IProgress<EnsembleProgress>?, EnsembleOutcome> train) =>
        train(new SynchronousProgress<EnsembleProgress>(progress =>
        {
            if (progress.Latest is not null)
            {
                console.Profile.Out.Writer.WriteLine(RunLine(progress));
            }
        }));

    private static EnsembleOutcome Live(IAnsiConsole console, Func<IProgress<EnsembleProgress>?, EnsembleOutcome> train) =>
        console.Live(new Text(string.Empty)).Overflow(VerticalOverflow.Crop).Start(context =>
        {
            var shown = TimeSpan.MinValue;
            return train(new SynchronousProgress<EnsembleProgress>(progress =>
            {
                if (progress.Latest is null && shown >= TimeSpan.Zero && progress.Elapsed - shown < Pause)
                {
                    return;
                }

                shown = progress.Elapsed;
                context.UpdateTarget(new Rows(Picture(progress, console.Profile.Width).Select(IRenderable (line) => new Text(line))));
            }));
        });
}
