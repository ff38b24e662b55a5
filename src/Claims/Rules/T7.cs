using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Reproduction.Claims;

/// <summary>
/// T7: the epoch after which the network with batch normalization has, for the same seed, the training accuracy that the plain one ends with.
/// </summary>
/// <remarks>
/// A run that never gets there is censored: it is later than every epoch, and no number of epochs stands for it. Medians and signs bear that; means
/// do not.
/// </remarks>
internal sealed class T7() : Rule(new("T7", "BN makes training faster: fewer epochs to the same accuracy.")
{
    Refutation = "At learning rate 0.01 most seeds reach the training accuracy that the plain network ends with later than it does, or never (sign "
        + "test). "
        + "Within limits: at another rate at which both networks train, not even half of the seeds reach it earlier.",
    Grids = ["notebook", "learning-rates", "tuned-rates"],
    Expected = Decision.WithinLimits,
})
{
    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs)
    {
        var epochs = Reached(runs, 0.01);
        var (earlier, later) = (epochs.Count(epoch => epoch < 10), epochs.Count(epoch => epoch > 10));
        return epochs.Count < EvidenceRuns.LeastSeeds ? [] :
        [
            new(
                "T7",
                Effect.Proportion("Seeds that reach the plain network's final training accuracy earlier", earlier, epochs.Count),
                Math.Min(1, 2 * Binomial.CDF(0.5, earlier + later, Math.Min(earlier, later))),
                Math.Sign(earlier - later)),
        ];
    }

    public override Finding Decide(Evidence evidence)
    {
        var runs = evidence.Runs;
        var sweep = Sweep.Rates(runs);
        if ((Lacking(evidence, [EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false)], "T7") ?? sweep.Lacking("learning rates")) is { } lacking)
        {
            return Missing(lacking);
        }

        var test = evidence.Family["T7"]!;
        var rates = sweep.Cells.Where(cell => cell.Trains(true) && cell.Trains(false))
            .Select(cell => (cell.Rate, Epochs: Reached(runs, cell.Rate)))
            .ToList();
        var slow = rates.Where(rate => 2 * rate.Epochs.Count(epoch => epoch < 10) <= rate.Epochs.Count).ToList();
        var (middle, low, high) = Median(Reached(runs, 0.01));
        var epoch = middle > 10 ? "never within ten epochs" : string.Create(CultureInfo.InvariantCulture, $"after epoch {middle}");
        var interval = middle > 10 ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" (median; 95 % interval {low} to {(high > 10 ? "never" : high)})");
        var (decision, headline) =
            evidence.Family.FindsContrary("T7") ? (Decision.Refuted, "later, not earlier")
            : !evidence.Family.Finds("T7") ? (Decision.Undecided, "neither earlier nor later is shown")
            : slow.Count > 0
                ? (Decision.WithinLimits, $"earlier at rate 0.01 ({epoch} of ten), not at {Wording.List(slow.Select(rate => rate.Rate))}")
            : (Decision.Reproduced, $"earlier at every rate at which both train ({epoch} of ten at 0.01)");
        return new(
            decision,
            headline,
            $"At learning rate 0.01, the training accuracy that the plain network ends with after ten epochs is reached {epoch}{interval}; share "
                + $"of seeds that reach it earlier {test.Effect}.",
            ("By training accuracy as Keras takes it, averaged over the epoch in training mode, batch 32. Seeds that reach it earlier, by learning "
                + "rate: "
                + string.Join(
                    ", ",
                    rates.Select(
                        rate => $"{Wording.Number(rate.Rate)}: {rate.Epochs.Count(epoch => epoch < 10)} of {rate.Epochs.Count}"))
                + $". {E1.Remaining(runs)}").TrimEnd())
        {
            Effects = [test.Effect],
            Cells = sweep.Read(),
        };
    }

    /// <summary>The epoch after which each seed gets there; 11 stands for "not within ten", and is compared, never averaged.</summary>
    private static List<int> Reached(EvidenceRuns runs, double rate) =>
    [
        .. runs.SeedPairs(EvidenceRuns.Recipe(true, learningRate: rate), EvidenceRuns.Recipe(false, learningRate: rate))
            .Select(pair => pair.First.Epochs.FirstOrDefault(row => row.Training.Accuracy >= pair.Second.Final.Training.Accuracy)?.Epoch ?? 11)
            .Order(),
    ];

    /// <summary>The median with the order statistics that hold it with 95 % (sign test inverted; Conover 1999, section 3.2).</summary>
    private static (int Middle, int Low, int High) Median(List<int> sorted)
    {
        var rank = 0;
        while (Binomial.CDF(0.5, sorted.Count, rank) <= 0.025)
        {
            rank++;
        }

        return (sorted[(sorted.Count - 1) / 2], sorted[Math.Max(0, rank - 1)], sorted[Math.Min(sorted.Count - 1, sorted.Count - rank)]);
    }
}
