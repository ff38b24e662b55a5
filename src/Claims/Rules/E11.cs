using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>E11: the test of internal covariate shift by Santurkar, Tsipras, Ilyas and Madry 2018, section 2.2.</summary>
internal sealed class E11() : Rule(new("E11", "BN helps although noise behind it moves the distributions more than they move without BN.")
{
    Refutation = "The distributions move less with noisy BN than without BN, or they move more and less than half of BN's lead in validation "
        + "accuracy over the first three epochs is left (paired tests). Reproduced: they move more, more than half is left. Within limits: they move "
        + "more, half is not shown, and noisy BN leads (95 % interval).",
    Grids = ["smoothness"],
})
{
    private const double Rate = 0.01;

    private static TrainingRecipe With => ProbeFigures.SmoothnessRun(BatchNormalizationConfiguration.Keras, Rate);

    private static TrainingRecipe Without => ProbeFigures.SmoothnessRun(null, Rate);

    private static TrainingRecipe Noisy => ProbeFigures.SmoothnessRun(new NoisyBatchNormalizationConfiguration(), Rate);

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
    [
        .. FamilyTest.Paired("E11 shift", "How far distributions move in 100 steps, noisy BN minus without", runs.Pairs(Noisy, Without, Shift)),
        .. FamilyTest.Paired("E11 lead", "Validation accuracy over three epochs, noisy BN minus the middle of with and without", Middle(runs)),
    ];

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        if (Lacking(evidence, [With, Without, Noisy], "E11 shift", "E11 lead") is { } lacking)
        {
            return Missing(lacking);
        }

        if (runs.Pairs(Noisy, Without, Accuracy) is not { } left || runs.Pairs(With, Without, Accuracy) is not { } lead
            || runs.Pairs(With, Without, Shift) is not { } still)
        {
            return Missing("seeds that the three networks share");
        }

        var moves = family.Finds("E11 shift");
        var (decision, headline) =
            family.FindsContrary("E11 shift") ? (Decision.Refuted, "the noise does not move the distributions more")
            : moves && family.FindsContrary("E11 lead") ? (Decision.Refuted, "noise takes more than half of the lead away")
            : moves && family.Finds("E11 lead") ? (Decision.Reproduced, "distributions move more than without BN, and most of the lead stays")
            : moves && left.ConfidenceInterval(0.95).Low > 0 ? (Decision.WithinLimits, "distributions move more, and a lead stays")
            : (Decision.Undecided, "the lead that stays is not told from none");
        return new(
            decision,
            headline,
            $"{family["E11 shift"]!.Effect.Name}: {family["E11 shift"]!.Effect}; with BN minus without: {Effect.Of(string.Empty, still)}. "
                + $"{family["E11 lead"]!.Effect.Name}: {family["E11 lead"]!.Effect}.",
            $"At learning rate 0.01. The lead in validation accuracy, averaged over three epochs, is {Effect.Of(string.Empty, lead)} with BN and "
                + $"{Effect.Of(string.Empty, left)} with noisy BN. The noise scales each feature by 0.75 to 1.25 and shifts it by up to half a "
                + "standard deviation, anew at every step; distances are in standard deviations of the features.")
        {
            Effects =
            [
                family["E11 shift"]!.Effect,
                Effect.Of("How far distributions move in 100 steps, with BN minus without", still),
                family["E11 lead"]!.Effect,
                Effect.Of("Validation accuracy over three epochs, with BN minus without", lead),
                Effect.Of("Validation accuracy over three epochs, noisy BN minus without", left),
            ],
            Cells = runs.Read(With, Without, Noisy),
        };
    }

    private static double? Shift(RunRecord run) => ProbeFigures.Median(run, ProbeFigures.Shift);

    private static double? Accuracy(RunRecord run) => run.Epochs.Average(row => row.Validation.Accuracy);

    private static PairedComparison? Middle(EvidenceRuns runs)
    {
        var noisyRuns = runs.Of(Noisy).Where(run => run.Succeeded);
        var triples = runs.SeedPairs(With, Without)
            .Join(noisyRuns, pair => pair.First.Recipe.Seed, run => run.Recipe.Seed, (pair, noisy) => (pair, noisy))
            .ToList();
        return triples.Count < 2 ? null : PairedComparison.Of(
            triples.Select(triple => Accuracy(triple.noisy)!.Value),
            triples.Select(triple => (Accuracy(triple.pair.First)!.Value + Accuracy(triple.pair.Second)!.Value) / 2));
    }
}
