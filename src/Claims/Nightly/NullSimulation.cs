using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>A reference and a night, made from stored runs.</summary>
/// <param name="Reference">The runs that stand for the reference.</param>
/// <param name="Candidate">Those that stand for the night.</param>
public sealed record SimulatedNight(ImmutableArray<RunRecord> Reference, ImmutableArray<RunRecord> Candidate);

/// <summary>Draws nights under the null hypothesis, from stored runs: something has changed that may change bits, and nothing that matters.</summary>
/// <remarks>
/// Seeds are drawn with replacement, all kinds of runs and metrics of a seed together, so that what depends on each other stays together.
/// Without replacement a night of all seeds would have the reference's mean to the last bit, and no test could ever raise an alarm.
/// </remarks>
public static class NullSimulation
{
    /// <summary>An honest night after a change of the random stream: either side draws its seeds by itself.</summary>
    /// <param name="stored">Runs of one or more kinds, each of the same seeds, all finished.</param>
    /// <param name="seeds">How many seeds the night has.</param>
    /// <param name="random">Where the draws come from.</param>
    public static SimulatedNight IndependentDraws(IReadOnlyList<RunRecord> stored, int seeds, Pcg32 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var bySeed = BySeed(stored);
        return new(Draw(bySeed, seeds, random), ByOtherVersion(Draw(bySeed, seeds, random)));
    }

    /// <summary>
    /// An honest night after a change of rounding: a stored pair for each seed, and a coin that says which of the two is tonight's.
    /// </summary>
    /// <param name="first">Runs by one engine, machine or numerics.</param>
    /// <param name="second">The same recipes and seeds by another.</param>
    /// <param name="seeds">How many seeds the night has.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <remarks>The coin makes the mean difference zero: few stored pairs have a mean of their own, which is no property of honest nights.</remarks>
    public static SimulatedNight SwappedPairs(IReadOnlyList<RunRecord> first, IReadOnlyList<RunRecord> second, int seeds, Pcg32 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (left, right) = (BySeed(first), BySeed(second));
        Require.That(left.Length == right.Length, $"Pairs need the same seeds on both sides; received {left.Length} and {right.Length}.");
        var (reference, tonight) = (ImmutableArray.CreateBuilder<RunRecord>(), ImmutableArray.CreateBuilder<RunRecord>());
        for (var seed = 1UL; seed <= (ulong)seeds; seed++)
        {
            var drawn = (int)random.NextBelow((uint)left.Length);
            var isSwapped = random.NextBelow(2) == 1;
            reference.AddRange(Relabel(isSwapped ? right[drawn] : left[drawn], seed));
            tonight.AddRange(Relabel(isSwapped ? left[drawn] : right[drawn], seed));
        }

        return new(reference.ToImmutable(), ByOtherVersion(tonight));
    }

    private static ImmutableArray<ImmutableArray<RunRecord>> BySeed(IReadOnlyList<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Require.That(runs.Count > 0 && runs.All(run => run.Succeeded), "Nights are drawn from finished runs that did not fail.");
        ImmutableArray<ImmutableArray<RunRecord>> seeds = [.. runs.GroupBy(run => run.Recipe.Seed)
            .OrderBy(group => group.Key)
            .Select(group => group.ToImmutableArray())];
        Require.That(
            seeds.All(seed =>
                seed.Select(run => NightlyComparison.Kind(run.Recipe))
                    .ToHashSet()
                    .SetEquals(seeds[0].Select(run => NightlyComparison.Kind(run.Recipe)))),
            "Every seed must have the same kinds of runs.");
        return seeds;
    }

    private static ImmutableArray<RunRecord> Draw(ImmutableArray<ImmutableArray<RunRecord>> bySeed, int seeds, Pcg32 random) =>
        [.. Enumerable.Range(1, seeds).SelectMany(seed => Relabel(bySeed[(int)random.NextBelow((uint)bySeed.Length)], (ulong)seed))];

    /// <summary>As if by another version of the engine: other bits by the same one would be an alarm of their own, and no chance.</summary>
    private static ImmutableArray<RunRecord> ByOtherVersion(IEnumerable<RunRecord> runs) =>
        [.. runs.Select(run => run with { EngineDescription = run.EngineDescription + ", another version" })];

    private static IEnumerable<RunRecord> Relabel(ImmutableArray<RunRecord> runs, ulong seed) =>
        runs.Select(run => run with { Recipe = run.Recipe with { Seed = seed } });
}
