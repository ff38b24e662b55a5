using System.Collections.Immutable;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>A test that a rule puts into the family.</summary>
/// <param name="Name">Names it within the family: the claim's id and what is compared.</param>
/// <param name="Effect">The effect, as it is printed.</param>
/// <param name="PValue">On two sides: the contrary of the claim is a discovery like the claim itself, and shares its error rate.</param>
/// <param name="Direction">1 where the data lie on the claim's side, -1 on the other, 0 on neither.</param>
public sealed record FamilyTest(string Name, Effect Effect, double PValue, int Direction)
{
    /// <summary>A paired t-test. The claim's side is above zero.</summary>
    /// <returns>One test, or none where there are too few pairs.</returns>
    public static IEnumerable<FamilyTest> Paired(string name, string what, PairedComparison? pairs, int claimed = 1) =>
        pairs is null || pairs.Count < EvidenceRuns.LeastSeeds
        ? []
        : [new(name, Effect.Of(what, pairs), pairs.PValue(Alternative.TwoSided), claimed * Math.Sign(pairs.IsZero ? 0 : pairs.Mean))];
}

/// <summary>
/// All tests of all rules, corrected together: the probability of even one false discovery, in either direction, is at most <see cref="Alpha"/>.
/// </summary>
/// <remarks>
/// Holm's correction holds whatever the dependence. With p on two sides, a discovery's direction is the sign of its estimate (Shaffer 1980).
/// Not in it are figures that are intervals alone: the published histories have their own 1 % (<see cref="PublishedPlaces"/>), and proportions of
/// runs that train are counted, not tested.
/// </remarks>
public sealed class Family
{
    /// <summary>The level of the whole family.</summary>
    public const double Alpha = 0.01;

    private readonly ImmutableDictionary<string, FamilyTest> tests;

    /// <summary>Corrects tests together.</summary>
    public Family(IEnumerable<FamilyTest> all)
    {
        var present = all.ToList();
        var adjusted = MultipleComparisons.Holm(present.Select(test => test.PValue));
        tests = present.Select((test, i) => test with { PValue = adjusted[i], Effect = test.Effect with { PValue = adjusted[i] } })
            .ToImmutableDictionary(test => test.Name, StringComparer.Ordinal);
    }

    /// <summary>The number of tests.</summary>
    public int Count => tests.Count;

    /// <summary>A test by its name; null where there were too few runs for it.</summary>
    public FamilyTest? this[string name] => tests.GetValueOrDefault(name);

    /// <summary>Whether the effect is there, on the claim's side.</summary>
    public bool Finds(string name) => this[name] is { PValue: < Alpha, Direction: > 0 };

    /// <summary>Whether the contrary is there.</summary>
    public bool FindsContrary(string name) => this[name] is { PValue: < Alpha, Direction: < 0 };
}
