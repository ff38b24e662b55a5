using System.Collections.Immutable;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>An effect that a claim speaks of, tested over seeds.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Difference">First minus second, seed by seed.</param>
/// <param name="Sought">The direction that is tested for.</param>
/// <param name="AdjustedPValue">One-sided paired t-test, corrected by Holm over all effects.</param>
internal sealed record TestedEffect(string ClaimId, PairedComparison Difference, Alternative Sought, double AdjustedPValue)
{
    /// <summary>All verdicts together shall hold a false one with a probability of at most this.</summary>
    public const double Alpha = 0.01;

    /// <summary>Whether the effect is there.</summary>
    public bool IsFound => AdjustedPValue < Alpha;

    /// <summary>The seeds that a paired t-test at <see cref="Alpha"/> needs to find an effect of this size with a probability of 90 %.</summary>
    public int? SeedsNeeded => Difference.EffectSize is { } size && Math.Abs(size) > 0.01 ? PairedPower.SeedsFor(Math.Abs(size), power: 0.9, Alpha, Alternative.Greater) : null;
}

/// <summary>All effects that are tested, so that they are corrected together.</summary>
/// <remarks>
/// The paired t-test decides: claims are about means, and pairs share seeds, shuffles and initial kernels. Its direction is the claim's own, or, for B3, that of
/// its refutation.
/// </remarks>
internal sealed class TestedEffects
{
    private readonly ImmutableDictionary<string, TestedEffect> effects;

    public TestedEffects(EvidenceRuns runs)
    {
        var with = EvidenceRuns.Recipe(true);
        var without = EvidenceRuns.Recipe(false);
        (string Name, PairedComparison? Difference, Alternative Sought)[] all =
        [
            ("I4", runs.Pairs(with, without, Metric.All[1]), Alternative.Greater),
            ("I5", runs.Pairs(with, without, Metric.All[3]), Alternative.Greater),
            ("I6", runs.Pairs(with, without, Metric.All[0]), Alternative.Less),
            ("I7", runs.Pairs(with, without, Metric.All[2]), Alternative.Less),
            ("T7", Epochs.Saved(runs, learningRate: 0.01), Alternative.Greater),
            ("B3 accuracy", runs.Pairs(EvidenceRuns.Recipe(true, 16), with, Metric.All[3]), Alternative.Greater),
            ("B3 loss", runs.Pairs(EvidenceRuns.Recipe(true, 16), with, Metric.All[2]), Alternative.Less),
            ("B4", runs.Pairs(with, EvidenceRuns.Recipe(true, 64), Metric.All[3]), Alternative.Greater),
        ];
        var present = all.Where(effect => effect.Difference is not null).ToList();
        var adjusted = MultipleComparisons.Holm(present.Select(effect => effect.Difference!.PValue(effect.Sought)));
        effects = present.Select((effect, i) => new TestedEffect(effect.Name, effect.Difference!, effect.Sought, adjusted[i])).ToImmutableDictionary(effect => effect.ClaimId, StringComparer.Ordinal);
    }

    /// <summary>An effect by its name; null where there are too few runs.</summary>
    public TestedEffect? this[string name] => effects.GetValueOrDefault(name);
}
