using System.Globalization;
using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>E5: layer normalization (Ba, Kiros and Hinton 2016) where batches are small.</summary>
internal sealed class E5() : Rule(new("E5", "Layer normalization (LN) does not suffer from small batches as BN does.")
{
    Refutation = "At batch size 1 or 2, BN or the plain network is found to validate better than LN (paired tests). Reproduced: LN is found to "
        + "validate better than BN at both, and at 1, 2, 4 and 8 it does not trail the plain network by 0.002 (95 % intervals). Within limits: LN is "
        + "found to validate better than BN at 1 or 2.",
    Grids = ["batch-sizes", "notebook", "steps-and-rates", "layer-normalization"],
})
{
    private const double Relevant = 0.002;
    private static readonly bool[] Both = [true, false];
    private static readonly int[] Tested = [1, 2];
    private static readonly int[] Small = [1, 2, 4, 8];
    private static readonly int[] Sizes = [1, 2, 4, 8, 16, 32];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        from size in Tested
        from other in Both
        from test in FamilyTest.Paired(
            Name(size, other), $"Validation accuracy at batch size {size}, LN minus {(other ? "BN" : "no normalization")}", Pairs(runs, size, other))
        select test;

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        var kinds = Small.Append(32)
            .SelectMany(size => new[] { Kind(size), EvidenceRuns.Recipe(true, size), EvidenceRuns.Recipe(false, size) })
            .ToList();
        if (Lacking(evidence, kinds, from size in Tested from other in Both select Name(size, other)) is { } lacking)
        {
            return Missing(lacking);
        }

        if (Small.Append(32).Any(size => Pairs(runs, size, false) is not { Count: >= EvidenceRuns.LeastSeeds }))
        {
            return Missing("seeds that the three networks share");
        }

        var better = Tested.Where(size => family.Finds(Name(size, true))).ToList();
        var isContrary = Tested.Any(size => family.FindsContrary(Name(size, true)) || family.FindsContrary(Name(size, false)));
        var trailing = Small.Where(size => Pairs(runs, size, false)!.ConfidenceInterval(0.95).Low <= -Relevant).ToList();
        var (decision, headline) =
            isContrary ? (Decision.Refuted, "at a batch of 1 or 2 it validates worse than BN or the plain network")
            : better.Count == 0 ? (Decision.Undecided, "no difference from BN is shown")
            : better.Count < Tested.Length
                ? (Decision.WithinLimits, $"better than BN at {better[0]}, not shown at {Tested.Except(better).First()}")
            : trailing.Count == 0
                ? (Decision.Reproduced, "better than BN at batches of 1 and 2, and not behind the plain network at 1 to 8")
            : (Decision.WithinLimits, "better than BN at batches of 1 and 2; that it is not behind the plain network is not shown at "
                + Wording.List(trailing.Select(size => (double)size)));
        string Means(int size) => string.Create(
            CultureInfo.InvariantCulture,
            $"{size}: {Mean(runs, Kind(size)):F3}, {Mean(runs, EvidenceRuns.Recipe(true, size)):F3} and "
                + $"{Mean(runs, EvidenceRuns.Recipe(false, size)):F3}");
        var tests = Tested.SelectMany(size => new[] { family[Name(size, true)]!, family[Name(size, false)]! }).ToList();
        var differences = Small.Append(32).Select(size => (Size: size, Pairs: Pairs(runs, size, false)!)).ToList();
        return new(
            decision,
            headline,
            $"Validation accuracy by batch size with LN, BN and neither: {string.Join("; ", Sizes.Where(Has).Select(Means))}. "
                + $"{string.Join("; ", tests.Select(test => $"{test.Effect.Name}: {test.Effect}"))}.",
            "LN minus no normalization, by batch size: "
                + $"{string.Join("; ", differences.Select(size => $"{size.Size}: {Effect.Of(string.Empty, size.Pairs)}"))}. LN minus BN at 32: "
                + $"{Effect.Of(string.Empty, Pairs(runs, 32, true)!)}. One learning rate, 0.01, and ten epochs at every size: a smaller batch takes "
                + "more steps.")
        {
            Effects =
            [
                .. tests.Select(test => test.Effect),
                .. differences.Select(size =>
                    Effect.Of($"Validation accuracy at batch size {size.Size}, LN minus no normalization, interval", size.Pairs)),
            ],
            Cells = runs.Read(kinds),
        };

        bool Has(int size) => runs.Lacking(1, Kind(size), EvidenceRuns.Recipe(true, size), EvidenceRuns.Recipe(false, size)) is null;
    }

    private static TrainingRecipe Kind(int size) => EvidenceRuns.Recipe(false, size) with
    {
        Network = new() { Normalization = new LayerNormalizationConfiguration() },
    };

    private static PairedComparison? Pairs(EvidenceRuns runs, int size, bool other) =>
        runs.Pairs(Kind(size), EvidenceRuns.Recipe(other, size), Metric.ValidationAccuracy);

    private static double Mean(EvidenceRuns runs, TrainingRecipe kind) => runs.Values(kind, Metric.ValidationAccuracy).Average();

    private static string Name(int size, bool other) => FormattableString.Invariant($"E5 {size} {(other ? "BN" : "none")}");
}
