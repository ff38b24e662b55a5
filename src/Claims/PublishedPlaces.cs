using System.Collections.Immutable;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>A published figure among those of our seeds.</summary>
/// <param name="Epoch">After which epoch.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Place">Its place.</param>
/// <param name="IsInside">Whether it lies where one more run of ours would.</param>
public sealed record PublishedFigurePlace(int Epoch, Metric Metric, PredictionScore Place, bool IsInside);

/// <summary>Holds published figures against prediction intervals.</summary>
/// <remarks>
/// The 120 figures of the histories and the four without batch normalization have an error rate of their own, 1 % for all of them together
/// (Bonferroni), beside that of the family of tests: a figure that is like one more run of ours lies inside, and no effect is claimed by it.
/// </remarks>
public static class PublishedPlaces
{
    /// <summary>Fewer seeds make no interval worth the name.</summary>
    public const int LeastSeeds = 10;

    /// <summary>The number of published figures.</summary>
    public const int Count = 124;

    /// <summary>The probability that even one of them lies outside, if the notebook's runs are runs like ours.</summary>
    public const double ErrorRate = 0.01;

    private const double Probability = 1 - (ErrorRate / Count);

    /// <summary>What is missing to place figures among a recipe's seeds, in words; null where nothing is.</summary>
    public static string? Lacking(EvidenceRuns runs, params IReadOnlyList<TrainingRecipe> kinds)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Lacking(LeastSeeds, kinds)
            ?? (from kind in kinds
                from metric in Metric.All
                from epoch in Enumerable.Range(1, 10)
                where runs.Values(kind, metric, epoch).Distinct().Count() < 2
                select FormattableString.Invariant($"seeds that differ in {metric.Name} after epoch {epoch} ({EvidenceRuns.Name(kind)})"))
            .FirstOrDefault();
    }

    /// <summary>A whole history.</summary>
    public static ImmutableArray<PublishedFigurePlace> Of(EvidenceRuns runs, TrainingRecipe kind, IEnumerable<EpochMetrics> history) =>
    [
        .. from row in history
           from metric in Metric.All
           select Of(runs, kind, row.Epoch, metric, new(metric.Of(row), 4)),
    ];

    /// <summary>One figure.</summary>
    public static PublishedFigurePlace Of(EvidenceRuns runs, TrainingRecipe kind, int epoch, Metric metric, RoundedFigure figure)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(figure);
        var values = runs.Values(kind, metric, epoch);
        return new(epoch, metric, Prediction.Place(figure, values), Interval(values, figure.HalfUnit).Contains(figure.Value));
    }

    /// <summary>
    /// How many independent figures those of whole histories are worth, by their correlations over the seeds that all of them have; null where these
    /// are too few, or a figure does not vary.
    /// </summary>
    public static double? EffectiveCount(EvidenceRuns runs, params IReadOnlyList<TrainingRecipe> kinds)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var seeds = kinds.Select(kind => runs.Of(kind).Where(run => run.Succeeded).Select(run => run.Recipe.Seed))
            .Aggregate((one, other) => one.Intersect(other)).ToHashSet();
        var figures = from kind in kinds
                      from metric in Metric.All
                      from epoch in Enumerable.Range(1, 10)
                      select (IReadOnlyList<double>)runs.Values(kind, metric, epoch, seeds.Contains);
        return seeds.Count >= LeastSeeds && figures.ToList() is var all && all.TrueForAll(values => values.Distinct().Count() > 1)
            ? EffectiveNumber.Of(all)
            : null;
    }

    /// <summary>Where one more run's figure lies.</summary>
    public static Interval Interval(IEnumerable<double> values, double halfUnit = 0) => Prediction.Interval(values, Probability, halfUnit);
}
