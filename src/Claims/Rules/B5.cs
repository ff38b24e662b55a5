using System.Globalization;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>B5: where batch normalization harms, and whether its lead depends on the learning rate.</summary>
internal sealed class B5() : Rule(new(
    "B5",
    "BN has limitations: small batches, the gap between training and inference, batches not drawn at random, the time of a step, and an advantage "
        + "that depends on the learning rate.")
{
    Refutation = "Of three limitations none is found by the paired tests, and the contrary of one is: that the plain network validates better at "
        + "batch size 1; that it does at 2; "
        + "that BN's lead in validation accuracy is greater at learning rate 0.01 than at 0.1. Within limits: some of them are found.",
    Grids = ["batch-sizes", "learning-rates"],
})
{
    private static readonly string[] Names = ["B5 one", "B5 two", "B5 rate"];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
    [
        .. FamilyTest.Paired(Names[0], "Validation accuracy at batch size 1, without minus with BN", Lead(runs, 1)),
        .. FamilyTest.Paired(Names[1], "Validation accuracy at batch size 2, without minus with BN", Lead(runs, 2)),
        .. FamilyTest.Paired(Names[2], "BN's lead in validation accuracy at learning rate 0.01 minus that at 0.1", DifferenceOfLeads(runs)),
    ];

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        List<TrainingRecipe> kinds =
        [
            EvidenceRuns.Recipe(true, 1), EvidenceRuns.Recipe(false, 1), EvidenceRuns.Recipe(true, 2), EvidenceRuns.Recipe(false, 2),
            EvidenceRuns.Recipe(true),
            EvidenceRuns.Recipe(false),
            EvidenceRuns.Recipe(true, learningRate: 0.1),
            EvidenceRuns.Recipe(false, learningRate: 0.1),
        ];
        if (runs.Lacking(EvidenceRuns.LeastSeeds, kinds) is { } lacking || Names.Any(name => family[name] is null))
        {
            return Missing(runs.Lacking(EvidenceRuns.LeastSeeds, kinds) ?? "seeds that the settings share");
        }

        var found = Names.Count(family.Finds);
        var decision = found == Names.Length ? Decision.Reproduced
            : found > 0 ? Decision.WithinLimits
            : Names.Any(family.FindsContrary) ? Decision.Refuted
            : Decision.Undecided;
        string Means(int size) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{runs.Values(EvidenceRuns.Recipe(true, size), Metric.ValidationAccuracy).Average():F3} and "
                    + $"{runs.Values(EvidenceRuns.Recipe(false, size), Metric.ValidationAccuracy).Average():F3} at batch size {size}");
        var tests = Names.Select(name => family[name]!).ToList();
        return new(
            decision,
            decision switch
            {
                Decision.Reproduced => "small batches harm it, and its lead depends on the rate",
                Decision.WithinLimits => $"{found} of {Names.Length} limitations are found",
                Decision.Refuted => "none of the limitations, and the contrary of one",
                _ => "no limitation is shown",
            },
            $"Validation accuracy with BN and without: {Means(1)}, {Means(2)}. "
                + $"{string.Join("; ", tests.Select(test => $"{test.Effect.Name}: {test.Effect}"))}.",
            "Specs show the rest on the sample: cold moving averages, batches of one class, the time of a step of the torch engine. Training against "
                + "inference over a run is E3.")
        {
            Effects = [.. tests.Select(test => test.Effect)],
            Cells = [.. kinds.Select(kind => new CellRead(EvidenceRuns.Name(kind), runs.Of(kind).Length))],
        };
    }

    private static PairedComparison? Lead(EvidenceRuns runs, int size) =>
        runs.Pairs(EvidenceRuns.Recipe(false, size), EvidenceRuns.Recipe(true, size), Metric.ValidationAccuracy);

    private static PairedComparison? DifferenceOfLeads(EvidenceRuns runs)
    {
        Dictionary<ulong, double> Leads(double rate) => runs.Of(EvidenceRuns.Recipe(true, learningRate: rate)).Where(run => run.Succeeded)
            .Join(
                runs.Of(EvidenceRuns.Recipe(false, learningRate: rate)).Where(run => run.Succeeded),
                run => run.Recipe.Seed,
                run => run.Recipe.Seed,
                (with, without) => (with.Recipe.Seed, Lead: with.Final.Validation.Accuracy - without.Final.Validation.Accuracy))
            .ToDictionary(pair => pair.Seed, pair => pair.Lead);
        var (small, large) = (Leads(0.01), Leads(0.1));
        var seeds = small.Keys.Intersect(large.Keys).Order().ToList();
        return seeds.Count < 2 ? null : PairedComparison.Of(seeds.Select(seed => small[seed]), seeds.Select(seed => large[seed]));
    }
}
