using System.Globalization;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>What of a run's line of progress has room on a terminal, so that a line is never broken: the fewer columns, the less of it.</summary>
/// <param name="width">The terminal's columns.</param>
/// <param name="names">The names that lines begin with.</param>
internal sealed class BarLayout(int width, IEnumerable<string> names)
{
    /// <summary>The three columns' paddings, and one column that terminals differ about.</summary>
    private const int Gaps = 4;
    private const int PercentWidth = 5;
    private const int Wide = 100;
    private const int Medium = 72;
    private const int Narrow = 60;

    private readonly int nameWidth = Math.Min(names.Max(name => name.Length), Math.Max(8, width / 2));

    /// <summary>The bar's length; 0 where the percentage has to do.</summary>
    public int BarWidth { get; } = width >= Wide ? 24 : width >= Medium ? 10 : 0;

    /// <summary>A name, cut where it is too long.</summary>
    public string Name(string name) => Cut(name, nameWidth);

    /// <summary>A state, cut where there is no room for it.</summary>
    public string Fit(string state) => Cut(state, Math.Max(8, width - Gaps - nameWidth - PercentWidth - (BarWidth > 0 ? BarWidth + 1 : 0)));

    /// <summary>How far a run is, and how it ended or when it will; on a narrow terminal one of both.</summary>
    public string State(TrainingProgress progress, string end, bool isEnded) => width < Narrow && isEnded ? end : string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch,2}/{progress.Recipe.Epochs}  "
            + $"{(width >= Wide ? $"{progress.StepsPerSecond,5:F0} steps/s  " : string.Empty)}"
            + $"{(width >= Medium ? $"loss {progress.RunningLoss:F4}  " : string.Empty)}{(width >= Narrow ? end : string.Empty)}").TrimEnd();

    /// <summary>A text of at most so many columns, an ellipsis at its end where something is missing.</summary>
    public static string Cut(string text, int width) =>
        text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)).TrimEnd(), "…");
}
