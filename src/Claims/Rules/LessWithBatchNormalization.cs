using System.Collections.Immutable;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>A figure that is to be less with batch normalization.</summary>
/// <param name="Name">Of its test.</param>
/// <param name="What">For people.</param>
/// <param name="Pairs">The logarithm of the figure, with minus without; null where there are no runs.</param>
internal sealed record LessTest(string Name, string What, Func<EvidenceRuns, PairedComparison?> Pairs);

/// <summary>Several figures that are all to be less with batch normalization than without: E10 and E12.</summary>
internal abstract class LessWithBatchNormalization(Claim claim, ImmutableArray<LessTest> tests) : Rule(claim)
{
    /// <summary>What a decision is called, by how many figures are less, and how many more.</summary>
    protected abstract string Headline(Decision decision, int less, int more);

    /// <summary>What else is to be said.</summary>
    protected abstract string Scope(EvidenceRuns runs);

    /// <summary>The settings read.</summary>
    protected abstract ImmutableArray<CellRead> Cells(EvidenceRuns runs);

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        tests.SelectMany(test => FamilyTest.Paired(test.Name, $"ln of {test.What}, with minus without BN", test.Pairs(runs), claimed: -1));

    public override Finding Decide(Evidence evidence)
    {
        if (Lacking(evidence, [], tests.Select(test => test.Name)) is { } lacking)
        {
            return Missing($"{lacking} of the grid {Claim.Grids[0]}");
        }

        var (less, more) = (tests.Count(test => evidence.Family.Finds(test.Name)), tests.Count(test => evidence.Family.FindsContrary(test.Name)));
        var decision = less == tests.Length ? Decision.Reproduced
            : less > 0 ? Decision.WithinLimits
            : more > 0 ? Decision.Refuted
            : Decision.Undecided;
        var figures = from test in tests
                      let found = evidence.Family[test.Name]!
                      let differences = test.Pairs(evidence.Runs)!.Values
                      select $"{test.What} {ProbeFigures.Times(found)} (ln {found.Effect}), less in {differences.Count(value => value < 0)} of "
                          + $"{differences.Length} seeds";
        return new(
            decision,
            Headline(decision, less, more),
            $"With BN, as a multiple of without: {string.Join("; ", figures)}.",
            Scope(evidence.Runs))
        {
            Effects = [.. tests.Select(test => evidence.Family[test.Name]!.Effect)],
            Cells = Cells(evidence.Runs),
        };
    }
}
