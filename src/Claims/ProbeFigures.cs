using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>Runs that were looked into, and their figures: medians over the states of a run, or peaks.</summary>
public static class ProbeFigures
{
    /// <summary>When the runs on smoothness and on moving distributions are looked into.</summary>
    private static readonly ProbeSchedule Smoothness = new(Every: 100, Until: 3400);

    /// <summary>When the runs that may break down are looked into.</summary>
    private static readonly ProbeSchedule Breakdown = new(Every: 1, Until: 30);

    /// <summary>The grid "smoothness".</summary>
    public static TrainingRecipe SmoothnessRun(NormalizationConfiguration? normalization, double rate) => new()
    {
        Network = new() { Normalization = normalization },
        LearningRate = rate,
        Epochs = 3,
        Seed = 0,
        Probes = Smoothness,
    };

    /// <summary>The grid "breakdown".</summary>
    public static TrainingRecipe BreakdownRun(bool normalized, double rate) =>
        EvidenceRuns.Recipe(normalized, learningRate: rate, epochs: 1) with { Probes = Breakdown };

    /// <summary>The range of the loss along the gradient, the state included.</summary>
    public static double Range(ProbeRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        List<double> losses = [.. row.Along.Select(point => point.Loss).Append(row.Loss).Select(Held)];
        return losses.Max() - losses.Min();
    }

    /// <summary>The largest distance of the gradient along it from the gradient at the state.</summary>
    public static double Change(ProbeRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Along.Max(point => Held(point.Change));
    }

    /// <summary>The effective beta-smoothness: the largest distance divided by the length of its step.</summary>
    /// <param name="row">What was found.</param>
    /// <param name="rate">The run's learning rate.</param>
    public static double Beta(ProbeRow row, double rate)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Along.Zip(Probe.Lengths).Max(one => Held(one.First.Change) / Math.Max(1e-30, one.Second * rate * Held(row.Gradient)));
    }

    /// <summary>How far the distributions of what the hidden layers hand on have moved, the mean of the layers; null for the first look.</summary>
    public static double? Shift(ProbeRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Step == 0 ? null : row.Layers[..^1].Average(layer => Held(layer.Shift));
    }

    /// <summary>The median over a run's states; null where it was not looked into.</summary>
    public static double? Median(RunRecord run, Func<ProbeRow, double?> figure) =>
        Over(run, figure, MathNet.Numerics.Statistics.Statistics.Median);

    /// <summary>The largest over a run's states; null where it was not looked into.</summary>
    public static double? Peak(RunRecord run, Func<ProbeRow, double?> figure) => Over(run, figure, Enumerable.Max);

    /// <summary>A figure that single precision does not hold counts as the largest that it holds.</summary>
    public static double Held(float? figure) => figure ?? float.MaxValue;

    /// <summary>The logarithm of one kind's figure over another's, seed by seed, whether or not runs succeeded; null for fewer than two.</summary>
    internal static PairedComparison? Logarithms(EvidenceRuns runs, TrainingRecipe first, TrainingRecipe second, Func<RunRecord, double?> figure)
    {
        var pairs = runs.Of(first)
            .Join(runs.Of(second), run => run.Recipe.Seed, run => run.Recipe.Seed, (one, other) => (One: figure(one), Other: figure(other)))
            .Where(pair => pair.One is not null && pair.Other is not null)
            .ToList();
        return pairs.Count < 2
            ? null
            : PairedComparison.Of(pairs.Select(pair => Logarithm(pair.One!.Value)), pairs.Select(pair => Logarithm(pair.Other!.Value)));
    }

    /// <summary>The mean ratio behind the logarithm of a test, in words: <c>1.64 times</c>.</summary>
    internal static string Times(FamilyTest test) => string.Create(CultureInfo.InvariantCulture, $"{Math.Exp(test.Effect.Estimate):G3} times");

    private static double Logarithm(double value) => Math.Log(Math.Max(1e-30, value));

    private static double? Over(RunRecord run, Func<ProbeRow, double?> figure, Func<IEnumerable<double>, double> of)
    {
        ArgumentNullException.ThrowIfNull(run);
        ImmutableArray<double> figures = [.. (run.Probes ?? []).Select(figure).OfType<double>()];
        return figures.IsEmpty ? null : of(figures);
    }
}
