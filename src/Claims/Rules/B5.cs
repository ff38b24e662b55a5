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

    private static readonly TrainingRecipe[] Kinds =
    [
        .. from setting in new (int Size, double Rate)[] { (1, 0.01), (2, 0.01), (32, 0.01), (32, 0.1) }
           from normalized in new[] { true, false }
           select EvidenceRuns.Recipe(normalized, setting.Size, setting.Rate),
    ];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
    [
        .. FamilyTest.Paired(Names[0], "Validation accuracy at batch size 1, without minus with BN", Lead(runs, 1)),
        .. FamilyTest.Paired(Names[1], "Validation accuracy at batch size 2, without minus with BN", Lead(runs, 2)),
        .. FamilyTest.Paired(Names[2], "BN's lead in validation accuracy at learning rate 0.01 minus that at 0.1", DifferenceOfLeads(runs)),
    ];

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        if (Lacking(evidence, Kinds, Names) is { } lacking)
        {
            return Missing(lacking);
        }

        var found = Names.Count(family.Finds);
        var (decision, headline) =
            found == Names.Length ? (Decision.Reproduced, "small batches harm it, and its lead depends on the rate")
            : found > 0 ? (Decision.WithinLimits, $"{found} of {Names.Length} limitations are found")
            : Names.Any(family.FindsContrary) ? (Decision.Refuted, "none of the limitations, and the contrary of one")
            : (Decision.Undecided, "no limitation is shown");
        string Means(int size) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{runs.Values(EvidenceRuns.Recipe(true, size), Metric.ValidationAccuracy).Average():F3} and "
                    + $"{runs.Values(EvidenceRuns.Recipe(false, size), Metric.ValidationAccuracy).Average():F3} at batch size {size}");
        var effects = Names.Select(name => family[name]!.Effect).ToList();
        return new(
            decision,
            headline,
            $"Validation accuracy with BN and without: {Means(1)}, {Means(2)}. {Effect.List(effects)}.",
            "Specs show the rest on the sample: cold moving averages, batches of one class, the time of a step of the torch engine. Training against "
                + "inference over a run is E3, against recomputed statistics E8; layer normalization at the same batch sizes is E5.")
        {
            Effects = [.. effects],
            Cells = runs.Read(Kinds),
        };
    }

    private static PairedComparison? Lead(EvidenceRuns runs, int size) =>
        runs.Pairs(EvidenceRuns.Recipe(false, size), EvidenceRuns.Recipe(true, size), Metric.ValidationAccuracy);

    private static PairedComparison? DifferenceOfLeads(EvidenceRuns runs)
    {
        IEnumerable<(ulong Seed, double Lead)> Leads(double rate) =>
            runs.SeedPairs(EvidenceRuns.Recipe(true, learningRate: rate), EvidenceRuns.Recipe(false, learningRate: rate))
                .Select(pair => (pair.First.Recipe.Seed, pair.First.Final.Validation.Accuracy - pair.Second.Final.Validation.Accuracy));
        var leads = Leads(0.01).Join(Leads(0.1), lead => lead.Seed, lead => lead.Seed, (small, large) => (small.Lead, Other: large.Lead)).ToList();
        return leads.Count < 2 ? null : PairedComparison.Of(leads.Select(lead => lead.Lead), leads.Select(lead => lead.Other));
    }
}
