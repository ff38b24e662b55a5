using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>E3: the momentum of the moving statistics has no part in training, and decides inference until they are warm.</summary>
internal sealed class E3() : Rule(new(
    "E3", "The momentum of the moving statistics changes no training figure, and changes inference until they are warm.")
{
    Refutation = "Training loss or accuracy differ between momentum 0.9, 0.99 and 0.999, or 0.999 validates better than 0.99 after one epoch (paired "
        + "test). "
        + "Reproduced: they do not, 0.999 validates worse after one epoch, and after ten it does not trail by 0.002 (95 % interval). Within limits: "
        + "all but the last.",
    Grids = ["notebook", "moving-momentum"],
})
{
    private const double Relevant = 0.002;
    private static readonly double[] Others = [0.9, 0.999];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        FamilyTest.Paired("E3", "Validation accuracy after one epoch, momentum 0.999 minus 0.99", After(runs, 0.999, 1), claimed: -1);

    public override Finding Decide(Evidence evidence)
    {
        var runs = evidence.Runs;
        if (Lacking(evidence, Others.Append(0.99).Select(Kind), "E3") is { } lacking)
        {
            return Missing(lacking);
        }

        if (After(runs, 0.999, 10) is not { } late || After(runs, 0.9, 1) is not { } quick)
        {
            return Missing("seeds that the momenta share");
        }

        var test = evidence.Family["E3"]!;
        var isSame = Others.All(momentum => runs.SeedPairs(Kind(momentum), Kind(0.99))
            .All(pair => pair.First.Epochs.Select(row => row.Training).SequenceEqual(pair.Second.Epochs.Select(row => row.Training))));
        var (decision, headline) =
            !isSame ? (Decision.Refuted, "training figures depend on the momentum")
            : evidence.Family.FindsContrary("E3") ? (Decision.Refuted, "slow statistics validate better")
            : !evidence.Family.Finds("E3") ? (Decision.Undecided, "no effect on inference is shown")
            : late.ConfidenceInterval(0.95).Low > -Relevant
                ? (Decision.Reproduced, "training is the same to the bit; inference differs until the statistics are warm")
            : (Decision.WithinLimits, "training is the same to the bit; inference still differs after ten epochs");
        var training = isSame ? "the same to the bit" : "not the same";
        return new(
            decision,
            headline,
            $"With momentum 0.9, 0.99 and 0.999 training loss and accuracy after every epoch are {training}. Validation accuracy, 0.999 minus 0.99: "
                + $"after one epoch {test.Effect}, after ten {Effect.Of(string.Empty, late)}.",
            $"Batch 32, learning rate 0.01; an epoch has 1,719 steps, after which 18 % of the initial values are left at 0.999 and none at 0.99. "
                + $"Momentum 0.9 minus 0.99 after one epoch: {Effect.Of(string.Empty, quick)}.")
        {
            Effects =
            [
                test.Effect,
                Effect.Of("Validation accuracy after ten epochs, momentum 0.999 minus 0.99", late),
                Effect.Of("Validation accuracy after one epoch, momentum 0.9 minus 0.99", quick),
            ],
            Cells = runs.Read(Others.Append(0.99).Select(Kind)),
        };
    }

    private static TrainingRecipe Kind(double momentum) => EvidenceRuns.Recipe(true) with
    {
        Network = new() { BatchNormalization = BatchNormalizationConfiguration.Keras with { Momentum = momentum } },
    };

    private static PairedComparison? After(EvidenceRuns runs, double momentum, int epoch) =>
        runs.Pairs(Kind(momentum), Kind(0.99), run => run.Epochs.Length >= epoch ? run.Epochs[epoch - 1].Validation.Accuracy : null);
}
