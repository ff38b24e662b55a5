using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>
/// E1: each network at its best. Both rates were tuned on the validation images of the stored sweep (seeds 1 to 5), before these seeds were trained;
/// the test images chose nothing.
/// </summary>
internal sealed class E1() : Rule(new("E1", "With the learning rate of each network tuned, no lead of BN is left on the test images.")
{
    Refutation = "BN leads in test accuracy at both networks' tuned rates, 0.1 (paired test). Reproduced: a lead of 0.002 or more is excluded (95 % "
        + "interval), or the plain network leads.",
    Grids = ["tuned-rates"],
})
{
    private const double Relevant = 0.002;
    private const double TunedRate = 0.1;
    private static readonly TrainingRecipe With = EvidenceRuns.Recipe(true, learningRate: TunedRate);
    private static readonly TrainingRecipe Without = EvidenceRuns.Recipe(false, learningRate: TunedRate);

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        FamilyTest.Paired("E1", "Test accuracy, with minus without BN", Pairs(runs, run => run.Test?.Accuracy), claimed: -1);

    public override Finding Decide(Evidence evidence)
    {
        if (evidence.Published is null)
        {
            return NotOfTheseData("the rates were tuned on MNIST", "The learning rates were tuned on MNIST; on other data they are no tuned rates.");
        }

        if (evidence.Family["E1"] is not { } test)
        {
            return Missing($"{EvidenceRuns.LeastSeeds} fresh seeds (from 101 on) of both networks at learning rate 0.1, with test images");
        }

        var (decision, headline) =
            evidence.Family.FindsContrary("E1") ? (Decision.Refuted, "BN still leads at tuned rates")
            : evidence.Family.Finds("E1") ? (Decision.Reproduced, "the plain network leads at tuned rates")
            : test.Effect.Interval!.High < Relevant ? (Decision.Reproduced, $"no lead of {Wording.Number(Relevant)} or more at tuned rates")
            : (Decision.Undecided, "a lead is neither shown nor excluded");
        var others = new (string Name, Func<RunRecord, double?> Of)[]
        {
            ("training loss", run => run.Inference?.TrainingLoss),
            ("training accuracy", run => run.Inference?.TrainingAccuracy),
            ("validation accuracy", run => run.Final.Validation.Accuracy),
        }
            .Select(other => Pairs(evidence.Runs, other.Of) is { } pairs ? Effect.Of(other.Name, pairs) : null).OfType<Effect>().ToList();
        return new(
            decision,
            headline,
            $"At learning rate {Wording.Number(TunedRate)} for both, after ten epochs, on the test images, with minus without BN: {test.Effect}.",
            $"One network, ten epochs, batch 32; rates in steps of about three. In inference mode after the last epoch, with minus without: "
                + $"{Effect.List(others)}.")
        {
            Effects = [test.Effect, .. others],
            Cells = [new(EvidenceRuns.Name(With), test.Effect.Count), new(EvidenceRuns.Name(Without), test.Effect.Count)],
        };
    }

    /// <summary>For claims that BN is better: what remains at each network's best; empty where there are no runs for it.</summary>
    internal static string Remaining(EvidenceRuns runs) =>
        runs.DatasetName != Dataset.MnistName || Pairs(runs, run => run.Test?.Accuracy) is not { Count: >= EvidenceRuns.LeastSeeds } pairs
            ? string.Empty
        : $"With both networks' rates tuned, the difference in test accuracy is {Effect.Of(string.Empty, pairs)} (E1).";

    private static PairedComparison? Pairs(EvidenceRuns runs, Func<RunRecord, double?> figure) =>
        runs.Pairs(With, Without, figure, seed => seed > 100);
}
