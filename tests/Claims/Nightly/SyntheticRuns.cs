using MathNet.Numerics.Distributions;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>Runs whose figures are drawn, not trained: normal about a mean, with a noise of 1 % in every metric.</summary>
internal static class SyntheticRuns
{
    /// <summary>The standard deviation between seeds, of every metric.</summary>
    public const double Spread = 0.01;

    /// <summary>The notebook's four recipes with each of the seeds from 1.</summary>
    public static IReadOnlyList<TrainingRecipe> Recipes(int seeds) =>
        [.. Enumerable.Range(1, seeds).SelectMany(seed => TrainingRecipe.Notebook((ulong)seed))];

    /// <summary>Their runs.</summary>
    /// <param name="seeds">The number of seeds.</param>
    /// <param name="stream">Another stream, other figures.</param>
    public static IReadOnlyList<RunRecord> Of(int seeds, ulong stream = 1)
    {
        var random = new Pcg32(42, stream);
        double Draw(double mean) => mean + (Spread * Normal.InvCDF(0, 1, random.NextDouble() + 1e-12));
        return [.. Recipes(seeds).Select(recipe => Run(recipe, [.. Enumerable.Range(1, recipe.Epochs)
            .Select(epoch => new EpochMetrics(epoch, new(Draw(0.5), Draw(0.9)), new(Draw(0.6), Draw(0.8))))]) with
            {
                ParametersSha256 = new string((char)('0' + stream), 64),
            })];
    }

    /// <summary>A finished run.</summary>
    public static RunRecord Run(TrainingRecipe recipe, EpochMetrics[] epochs) => new(
        recipe,
        "mnist",
        new string('d', 64),
        "torch",
        "torch, synthetic",
        [.. epochs],
        Test: null,
        new string('a', 64),
        Failure: null,
        TimeSpan.FromSeconds(1),
        new("processor", "AVX2", 2, "system", "runtime"));

    /// <summary>The same runs with a change to some of them.</summary>
    public static IReadOnlyList<RunRecord> With(this IReadOnlyList<RunRecord> runs, Func<RunRecord, bool> which, Func<RunRecord, RunRecord> change) =>
        [.. runs.Select(run => which(run) ? change(run) : run)];

    /// <summary>The same run with another last row.</summary>
    public static RunRecord WithFinal(this RunRecord run, Func<EpochMetrics, EpochMetrics> change) =>
        run with { Epochs = run.Epochs.SetItem(run.Epochs.Length - 1, change(run.Final)), ParametersSha256 = new string('b', 64) };
}
