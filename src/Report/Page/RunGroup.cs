using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Report.Page;

/// <summary>Runs that differ in nothing but the seed.</summary>
/// <param name="Recipe">Theirs, with seed 1.</param>
/// <param name="Runs">One for each seed, by seed; failed ones too.</param>
public sealed record RunGroup(TrainingRecipe Recipe, ImmutableArray<RunRecord> Runs)
{
    /// <summary>Those that went through all of their epochs with figures that single precision holds.</summary>
    public ImmutableArray<RunRecord> Succeeded { get; } =
        [.. Runs.Where(run => run.Succeeded && run.Epochs.Length == run.Recipe.Epochs && run.IsInSinglePrecision)];

    /// <summary>How many did not.</summary>
    public int FailureCount => Runs.Length - Succeeded.Length;

    /// <summary>Which color and shape they have where runs with and without batch normalization are compared.</summary>
    public int Style => Recipe.HasBatchNormalization ? 0 : 1;

    /// <summary>A metric after the last epoch, over the runs that succeeded; null where none did.</summary>
    public Spread? Final(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Succeeded.IsEmpty ? null : new([.. Succeeded.Select(run => metric.Of(run.Final))]);
    }

    /// <summary>For legends: the runs' title and how many of them there are.</summary>
    public string Label =>
        FailureCount == 0 ? $"{Recipe.Title} (n = {Runs.Length})" : $"{Recipe.Title} (n = {Succeeded.Length}, {FailureCount} failed)";

    /// <summary>How many seeds groups have: <c>5</c>, or <c>3 to 20</c>.</summary>
    public static string SeedsOf(IEnumerable<RunGroup> groups)
    {
        var counts = groups.Select(group => group.Runs.Length).ToList();
        return counts.Min() == counts.Max() ? Figures.Count(counts[0]) : $"{Figures.Count(counts.Min())} to {Figures.Count(counts.Max())}";
    }
}
