using Reproduction.Ensembles;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>B3: 32 against 16 and 64, in all four metrics and on the test images.</summary>
internal sealed class B3() : Rule(new("B3", "Batch size 32 gives better results than 16 and 64.")
{
    Published = "After epoch 10, validation accuracy 0.9794 at 16, 0.9772 at 32 and 0.9740 at 64; validation loss 0.0724, 0.0779 and 0.0863.",
    Refutation = "16 or 64 is found to validate better than 32, in accuracy or in loss. Reproduced: 32 is found better than both in both. Within "
        + "limits: 32 is found better than both in some of the four metrics.",
    Grids = ["notebook"],
    Expected = Decision.Refuted,
})
{
    private static readonly int[] Others = [16, 64];
    private static readonly int[] Sizes = [16, 32, 64];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
    [
        .. from metric in Metric.All
           from other in Others
           from test in FamilyTest.Paired(
               Name(metric.Name, other), What(metric.Title, other), Pairs(runs, other, run => metric.Of(run.Final)), -metric.Direction)
           select test,
        .. from other in Others
           from test in FamilyTest.Paired(Name("test", other), What("Test accuracy", other), Pairs(runs, other, TestAccuracy), claimed: -1)
           select test,
    ];

    public override Finding Decide(Evidence evidence)
    {
        if (evidence.Runs.Lacking(EvidenceRuns.LeastSeeds, Sizes.Select(size => EvidenceRuns.Recipe(true, size))) is { } lacking)
        {
            return Missing(lacking);
        }

        var family = evidence.Family;
        Metric[] validation = [Metric.ValidationAccuracy, Metric.ValidationLoss];
        var beaten = (from other in Others
                      from metric in validation
                      where family.FindsContrary(Name(metric.Name, other))
                      select (Other: other, Metric: metric)).ToList();
        var best = Metric.All.Where(metric => Others.All(other => family.Finds(Name(metric.Name, other)))).ToList();
        var decision = beaten.Count > 0 ? Decision.Refuted
            : validation.All(best.Contains) ? Decision.Reproduced
            : best.Count > 0 ? Decision.WithinLimits
            : Decision.Undecided;
        var tests = Metric.All.Select(metric => metric.Name)
            .Append("test")
            .SelectMany(name => Others.Select(other => family[Name(name, other)]))
            .OfType<FamilyTest>()
            .ToList();
        var published = evidence.Published is { } figures
            ? Wording.Seeds(
                figures.History(16)[^1].Validation.Accuracy - figures.History(32)[^1].Validation.Accuracy,
                Pairs(evidence.Runs, 16, run => run.Final.Validation.Accuracy)!,
                family.Count)
            : string.Empty;
        return new(
            decision,
            decision switch
            {
                Decision.Refuted =>
                    string.Join(", ", beaten.Select(pair => pair.Other).Distinct().Select(other => $"{other} validates better than 32")),
                Decision.Reproduced => "32 validates better than 16 and 64",
                Decision.WithinLimits => $"32 is best in {Titles(best)} alone",
                _ => "no order of the sizes is shown",
            },
            string.Join(
                "; ",
                tests.Where(test => test.Name.StartsWith("B3 val", StringComparison.Ordinal)).Select(test => $"{test.Effect.Name}: {test.Effect}"))
                + $".{published}",
            (best.Count > 0 ? $"32 is found the best of the three in {Titles(best)}. " : string.Empty)
            + string.Concat(
                tests.Where(test => test.Name.StartsWith("B3 test", StringComparison.Ordinal)).Select(test => $"{test.Effect.Name}: {test.Effect}. "))
            + "Seeds do not sample images: the intervals are over seeds, on these images. At one rate and one number of epochs; what is left of it "
            + "at equal steps and at a rate in proportion to the batch is E2.")
        {
            Effects = [.. tests.Select(test => test.Effect)],
            Cells =
            [
                .. Sizes.Select(size =>
                    new CellRead(EvidenceRuns.Name(EvidenceRuns.Recipe(true, size)), evidence.Runs.Of(EvidenceRuns.Recipe(true, size)).Length)),
            ],
        };
    }

    private static PairedComparison? Pairs(EvidenceRuns runs, int other, Func<RunRecord, double?> figure) =>
        runs.Pairs(EvidenceRuns.Recipe(true, other), EvidenceRuns.Recipe(true), figure);

    private static double? TestAccuracy(RunRecord run) => run.Test?.Accuracy;

    private static string Name(string metric, int other) => FormattableString.Invariant($"B3 {metric} {other}");

    private static string What(string title, int other) => FormattableString.Invariant($"{title}, {other} minus 32");

    private static string Titles(IEnumerable<Metric> metrics) => string.Join(" and ", metrics.Select(metric => metric.Title.ToLowerInvariant()));
}
