using System.Globalization;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>
/// E7: the effect of the batch size in its two parts. A batch in ghost batches of 16 (Hoffer, Hubara and Soudry 2017) takes as many steps as the
/// whole batch, with the statistics of 16: what it gains on the whole batch belongs to BN's statistics, what 16 gains on it to the steps.
/// </summary>
internal sealed class E7() : Rule(new(
    "E7", "What batch size 16 gains on 64 and 256, at one learning rate and number of epochs, belongs to the steps, not to BN's statistics.")
{
    Refutation = "For one of the two sizes, on the validation or on the test images, BN's statistics are found to have the greater part (paired "
        + "test). Reproduced: the steps are found to have it, for both sizes and on both sets of images. Within limits: in some of the four.",
    Grids = ["notebook", "batch-sizes", "steps-and-rates", "ghost-batches"],
})
{
    private const int Small = 16;
    private static readonly int[] Larger = [64, 256];

    private static readonly (string Name, Func<RunRecord, double?> Of)[] Accuracies =
        [("validation", run => run.Final.Validation.Accuracy), ("test", run => run.Test?.Accuracy)];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
    [
        .. from size in Larger
           from accuracy in Accuracies
           from test in FamilyTest.Paired(
               Name(accuracy.Name, size), What(accuracy.Name, size, "steps minus statistics"), Parts(runs, size, accuracy.Of)?.Difference)
           select test,
        .. from size in Larger
           from test in FamilyTest.Paired(Name("in proportion", size), WhatInProportion(size), InProportion(runs, size))
           select test,
    ];

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        var cells = (from size in Larger from accuracy in Accuracies select (Size: size, Accuracy: accuracy)).ToList();
        List<TrainingRecipe> kinds = [Kind(Small), .. Larger.SelectMany(size => new[] { Kind(size), Kind(size, Small) })];
        if (Lacking(evidence, kinds, cells.Select(cell => Name(cell.Accuracy.Name, cell.Size))) is { } lacking)
        {
            return Missing(lacking);
        }

        var parts = cells.Select(cell =>
        {
            var (statistics, steps, _) = Parts(runs, cell.Size, cell.Accuracy.Of)!.Value;
            return (
                cell.Size,
                Statistics: Effect.Of(What(cell.Accuracy.Name, cell.Size, "statistics"), statistics),
                Steps: Effect.Of(What(cell.Accuracy.Name, cell.Size, "steps"), steps),
                Test: family[Name(cell.Accuracy.Name, cell.Size)]!);
        }).ToList();
        var found = parts.Where(part => family.Finds(part.Test.Name)).ToList();
        var contrary = parts.Where(part => family.FindsContrary(part.Test.Name)).ToList();
        string Sizes(IEnumerable<int> sizes) => string.Join(" and ", sizes.Distinct().Select(size => Wording.Number(size)));
        var (decision, headline) =
            contrary.Count > 0 ? (Decision.Refuted, $"BN's statistics have the greater part for {Sizes(contrary.Select(part => part.Size))}")
            : found.Count == parts.Count ? (Decision.Reproduced, "the steps have the greater part for 64 and 256")
            : found.Count > 0 ? (Decision.WithinLimits, $"the steps have the greater part in {found.Count} of {parts.Count} cases")
            : (Decision.Undecided, "neither part is shown to be the greater");
        var beside = Beside(runs).ToList();
        var inProportion = Larger.Select(size => family[Name("in proportion", size)]).OfType<FamilyTest>().ToList();
        return new(
            decision,
            headline,
            "After ten epochs at learning rate 0.01: "
                + $"{Effect.List(parts.SelectMany(part => new[] { part.Statistics, part.Steps, part.Test.Effect }))}.",
            "Statistics: in ghost batches of 16, minus the whole batch. Steps: 16, minus the larger size in ghost batches of 16. "
                + (beside.Count == 0 ? string.Empty : $"Beside it: {Effect.List(beside)}. ")
                + string.Concat(inProportion.Select(test => $"{test.Effect.Name}: {test.Effect}, {Words(family, test)}. "))
                + "One network, ten epochs.")
        {
            Effects =
            [
                .. parts.SelectMany(part => new[] { part.Test.Effect, part.Statistics, part.Steps }),
                .. beside,
                .. inProportion.Select(test => test.Effect),
            ],
            Cells = runs.Read(kinds),
        };
    }

    /// <summary>
    /// For claims about the batch size: what of a gain of 16 on a larger size belongs to BN's statistics; empty where there are no runs for it.
    /// </summary>
    internal static string Share(EvidenceRuns runs, int larger) =>
        Parts(runs, larger, Accuracies[0].Of) is not { } parts || parts.Statistics.Count < EvidenceRuns.LeastSeeds ? string.Empty
        : string.Create(
            CultureInfo.InvariantCulture,
            $" Of what 16 gains on {larger} in validation accuracy, {Effect.Of(string.Empty, parts.Statistics)} belongs to BN's statistics and "
                + $"{Effect.Of(string.Empty, parts.Steps)} to the steps (E7).");

    private static IEnumerable<Effect> Beside(EvidenceRuns runs)
    {
        var validation = Accuracies[0].Of;
        (string Name, PairedComparison? Pairs)[] all =
        [
            .. Larger.Select(size => (
                FormattableString.Invariant($"validation accuracy, {size} in ghost batches of 32 minus {size}"),
                runs.Pairs(Kind(size, 32), Kind(size), validation))),
            ("validation accuracy, 32 in ghost batches of 16 minus 32", runs.Pairs(Kind(32, Small), Kind(32), validation)),
            .. Larger.Select(size => (
                FormattableString.Invariant($"validation accuracy without BN, 16 minus {size}"),
                runs.Pairs(EvidenceRuns.Recipe(false, Small), EvidenceRuns.Recipe(false, size), validation))),
        ];
        return all.Where(one => one.Pairs is not null).Select(one => Effect.Of(one.Name, one.Pairs!));
    }

    /// <summary>The two parts of what 16 gains on a larger size, and steps minus statistics: over the seeds that all three settings have.</summary>
    private static (PairedComparison Statistics, PairedComparison Steps, PairedComparison Difference)? Parts(
        EvidenceRuns runs, int size, Func<RunRecord, double?> figure)
    {
        Dictionary<ulong, double> Figures(TrainingRecipe kind) => runs.Of(kind).Where(run => run.Succeeded && figure(run) is not null)
            .ToDictionary(run => run.Recipe.Seed, run => figure(run)!.Value);
        var (small, whole, ghost) = (Figures(Kind(Small)), Figures(Kind(size)), Figures(Kind(size, Small)));
        var seeds = ghost.Keys.Where(seed => small.ContainsKey(seed) && whole.ContainsKey(seed)).Order().ToList();
        return seeds.Count < 2 ? null : (
            PairedComparison.Of(seeds.Select(seed => ghost[seed]), seeds.Select(seed => whole[seed])),
            PairedComparison.Of(seeds.Select(seed => small[seed]), seeds.Select(seed => ghost[seed])),
            PairedComparison.Of(seeds.Select(seed => small[seed] - ghost[seed]), seeds.Select(seed => ghost[seed] - whole[seed])));
    }

    /// <summary>Where the rate grows with the size: ghost batches of 16 minus the whole batch, on the test images.</summary>
    private static PairedComparison? InProportion(EvidenceRuns runs, int size) =>
        runs.Pairs(Kind(size, Small, Rate(size)), Kind(size, null, Rate(size)), Accuracies[1].Of);

    private static double Rate(int size) => size == 64 ? 0.02 : 0.08;

    private static TrainingRecipe Kind(int size, int? ghostBatchSize = null, double rate = 0.01) =>
        EvidenceRuns.Recipe(true, size, rate, ghostBatchSize: ghostBatchSize);

    private static string Words(Family family, FamilyTest test) =>
        family.Finds(test.Name) ? "better" : family.FindsContrary(test.Name) ? "worse" : "no difference shown";

    private static string Name(string of, int size) => FormattableString.Invariant($"E7 {of} {size}");

    private static string What(string of, int size, string part) => FormattableString.Invariant($"{of} accuracy, 16 against {size}, {part}");

    private static string WhatInProportion(int size) => string.Create(
        CultureInfo.InvariantCulture, $"Test accuracy, {size} at learning rate {Rate(size)}, ghost batches of 16 minus the whole batch");
}
