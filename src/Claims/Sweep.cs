using System.Collections.Immutable;

namespace Reproduction.Claims;

/// <summary>A setting of learning rate and initial scale with the outcomes of both networks, one for each of the sweep's seeds.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Scale">The factor on the initial kernels.</param>
/// <param name="With">Final validation accuracies with batch normalization, by seed; 0 for a run that failed.</param>
/// <param name="Without">Those of the plain network.</param>
/// <param name="TrainedFrom">From which validation accuracy on a run has trained.</param>
public sealed record SweepCell(
    double Rate, double Scale, ImmutableArray<double> With, ImmutableArray<double> Without, double TrainedFrom)
{
    /// <summary>How many seeds train.</summary>
    /// <param name="normalized">With batch normalization, or without.</param>
    /// <param name="from">Another level than <see cref="TrainedFrom"/>.</param>
    public int Trained(bool normalized, double? from = null) => (normalized ? With : Without).Count(accuracy => accuracy >= (from ?? TrainedFrom));

    /// <summary>Whether every seed trains.</summary>
    /// <inheritdoc cref="Trained"/>
    public bool Trains(bool normalized, double? from = null) => Trained(normalized, from) == With.Length;
}

/// <summary>
/// Settings at batch size 32 that were run with the same seeds, with batch normalization and without: every cell has as many runs as every other.
/// </summary>
/// <param name="Cells">
/// The settings, by rate and scale; those of which either network has fewer than <see cref="EvidenceRuns.LeastSeeds"/> seeds are left out.
/// </param>
/// <param name="Seeds">The seeds that all of them share.</param>
public sealed record Sweep(ImmutableArray<SweepCell> Cells, ImmutableArray<ulong> Seeds)
{
    /// <summary>What is missing, in words; null where the sweep can decide.</summary>
    /// <param name="what">What is swept over.</param>
    public string? Lacking(string what) =>
        Cells.Length < 2 ? $"a sweep over {what} with batch normalization and without, at least {EvidenceRuns.LeastSeeds} seeds a setting"
        : Seeds.Length < EvidenceRuns.LeastSeeds
            ? $"{EvidenceRuns.LeastSeeds} seeds that all {Cells.Length} settings of {what} share ({Seeds.Length} do)"
        : null;

    /// <summary>Learning rates at initial scale 1.</summary>
    public static Sweep Rates(EvidenceRuns runs) => Of(runs, (_, scale) => scale == 1);

    /// <summary>Initial scales at learning rate 0.01.</summary>
    public static Sweep Scales(EvidenceRuns runs) => Of(runs, (rate, _) => rate == 0.01);

    /// <summary>Every combination of the rates and scales that were combined with each other.</summary>
    public static Sweep Map(EvidenceRuns runs)
    {
        var inner = Of(runs, (rate, scale) => rate != 0.01 && scale != 1).Cells;
        var (rates, scales) = (inner.Select(cell => cell.Rate).Append(0.01).ToHashSet(), inner.Select(cell => cell.Scale).Append(1).ToHashSet());
        return inner.Length == 0 ? new([], []) : Of(runs, (rate, scale) => rates.Contains(rate) && scales.Contains(scale));
    }

    /// <summary>What it was read from.</summary>
    public ImmutableArray<CellRead> Read() => [.. Both((cell, normalized) =>
        new CellRead(EvidenceRuns.Name(EvidenceRuns.Recipe(normalized, learningRate: cell.Rate, initialScale: cell.Scale)), Seeds.Length))];

    /// <summary>Something of every cell, with batch normalization and without.</summary>
    internal IEnumerable<T> Both<T>(Func<SweepCell, bool, T> of) =>
        from cell in Cells from value in (T[])[of(cell, true), of(cell, false)] select value;

    private static Sweep Of(EvidenceRuns runs, Func<double, double, bool> which)
    {
        IEnumerable<ulong> SeedsOf((double Rate, double Scale) setting, bool normalized) =>
            runs.Of(EvidenceRuns.Recipe(normalized, learningRate: setting.Rate, initialScale: setting.Scale)).Select(run => run.Recipe.Seed);
        var settings = runs.Kinds.Where(kind => kind == EvidenceRuns.Recipe(kind.HasBatchNormalization, 32, kind.LearningRate, kind.InitialScale))
            .Select(kind => (Rate: kind.LearningRate, Scale: kind.InitialScale))
            .Distinct()
            .Where(setting => which(setting.Rate, setting.Scale))
            .Order()
            .Select(setting => (Setting: setting, Seeds: SeedsOf(setting, true).Intersect(SeedsOf(setting, false)).ToList()))
            .Where(setting => setting.Seeds.Count >= EvidenceRuns.LeastSeeds).ToList();
        if (settings.Count == 0)
        {
            return new([], []);
        }

        var shared = settings.Select(setting => setting.Seeds.AsEnumerable())
            .Aggregate((one, other) => one.Intersect(other))
            .Order()
            .ToImmutableArray();
        ImmutableArray<double> Accuracies((double Rate, double Scale) setting, bool normalized) =>
        [
            .. runs.Of(EvidenceRuns.Recipe(normalized, learningRate: setting.Rate, initialScale: setting.Scale))
                .Where(run => shared.Contains(run.Recipe.Seed)).Select(run => run.Succeeded ? run.Final.Validation.Accuracy : 0),
        ];
        return new(
            [.. settings.Select(setting => setting.Setting)
                .Select(setting => new SweepCell(
                    setting.Rate, setting.Scale, Accuracies(setting, true), Accuracies(setting, false), runs.TrainedFrom))],
            shared);
    }
}
