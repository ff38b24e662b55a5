using System.Globalization;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>
/// B4: how far the batch size moves validation accuracy, against how far batch normalization does; all of it over one set of seeds.
/// </summary>
internal sealed class B4() : Rule(new("B4", "Batch size changes the result, so it has to be tuned as a hyperparameter.")
{
    Refutation = "Every difference from 32 over the sizes from 16 on lies within 0.002 (95 % intervals): no more than seeds differ. Reproduced: "
        + "between 16, 32 and 64 validation accuracy moves by as much as BN moves it, "
        + "and the difference between 16 and 64 is found. Within limits: by less, and by as much over the sizes from 16 on, and the difference "
        + "between 32 and the largest size is found.",
    Grids = ["batch-sizes"],
    Expected = Decision.WithinLimits,
})
{
    /// <summary>Seeds differ by 0.0013 (standard deviation); a difference that small needs no tuning.</summary>
    private const double Negligible = 0.002;

    private static readonly int[] Near = [16, 32, 64];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs)
    {
        var (sizes, seeds) = Sizes(runs);
        return sizes.Count < 4 ? [] :
        [
            .. FamilyTest.Paired("B4 near", "Validation accuracy, 16 minus 64", Pairs(runs, seeds, 16, 64)),
            .. FamilyTest.Paired(
                "B4 far", FormattableString.Invariant($"Validation accuracy, 32 minus {sizes[^1]}"), Pairs(runs, seeds, 32, sizes[^1])),
        ];
    }

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        var (sizes, seeds) = Sizes(runs);
        var effect = runs.Pairs(EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false), Metric.ValidationAccuracy, seeds.Contains);
        if (sizes.Count < 4 || effect is null || family["B4 near"] is not { } nearTest || family["B4 far"] is not { } farTest)
        {
            return Missing($"batch sizes 16, 32, 64 and larger ones with BN, and 32 without, that share {EvidenceRuns.LeastSeeds} seeds");
        }

        double Mean(int size) =>
            runs.Of(EvidenceRuns.Recipe(true, size))
                .Where(run => run.Succeeded && seeds.Contains(run.Recipe.Seed))
                .Average(run => run.Final.Validation.Accuracy);
        double Range(IEnumerable<int> of) => of.Max(Mean) - of.Min(Mean);
        bool Found(string name) => family.Finds(name) || family.FindsContrary(name);
        var (near, far, by) = (Range(Near), Range(sizes), Math.Abs(effect.Mean));
        var isNegligible = sizes.Where(size => size != 32)
            .All(size =>
                Pairs(runs, seeds, size, 32)!.ConfidenceInterval(0.95) is var interval && interval.Low > -Negligible && interval.High < Negligible);
        var (decision, headline) =
            near >= by && Found("B4 near") ? (Decision.Reproduced, "as much between 16 and 64 as BN does")
            : far >= by && Found("B4 far") ? (Decision.WithinLimits, $"little between 16 and 64, much up to {sizes[^1]}")
            : isNegligible ? (Decision.Refuted, $"no difference beyond {Wording.Number(Negligible)}")
            : (Decision.Undecided, "neither a difference nor its absence is shown");
        return new(
            decision,
            headline,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Mean validation accuracy with BN moves by {near:F4} over batch sizes 16, 32 and 64, and by {far:F4} over those from 16 to "
                    + $"{sizes[^1]}; BN moves it by {by:F4} (the same n = {seeds.Count} seeds). "
                    + $"{Effect.List([nearTest.Effect, farTest.Effect])}."),
            $"Learning rate 0.01 and ten epochs at every size: a larger batch takes fewer steps. Means: "
                + $"{string.Join(", ", sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size}: {Mean(size):F3}")))}."
                + E7.Share(runs, 256))
        {
            Effects = [nearTest.Effect, farTest.Effect, Effect.Of("Validation accuracy, with minus without BN", effect)],
            Cells =
            [
                .. sizes.Select(size => new CellRead(EvidenceRuns.Name(EvidenceRuns.Recipe(true, size)), seeds.Count)),
                new(EvidenceRuns.Name(EvidenceRuns.Recipe(false)), seeds.Count),
            ],
        };
    }

    /// <summary>The sizes from 16 on with enough seeds, and the seeds that succeeded at all of them and without batch normalization.</summary>
    private static (List<int> Sizes, HashSet<ulong> Seeds) Sizes(EvidenceRuns runs)
    {
        HashSet<ulong> SeedsOf(bool normalized, int size) =>
            [.. runs.Of(EvidenceRuns.Recipe(normalized, size)).Where(run => run.Succeeded).Select(run => run.Recipe.Seed)];
        var sizes = runs.Kinds.Where(kind => kind == EvidenceRuns.Recipe(true, kind.BatchSize) && kind.BatchSize >= 16).Select(kind => kind.BatchSize)
            .Where(size => SeedsOf(true, size).Count >= EvidenceRuns.LeastSeeds).Order().ToList();
        var seeds = sizes.Aggregate(SeedsOf(false, 32), (one, size) => [.. one.Intersect(SeedsOf(true, size))]);
        return Near.All(sizes.Contains) && seeds.Count >= EvidenceRuns.LeastSeeds ? (sizes, seeds) : ([], seeds);
    }

    private static PairedComparison? Pairs(EvidenceRuns runs, HashSet<ulong> seeds, int first, int second) =>
        runs.Pairs(EvidenceRuns.Recipe(true, first), EvidenceRuns.Recipe(true, second), Metric.ValidationAccuracy, seeds.Contains);
}
