using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>
/// E6: each network at its best with other optimizers. The tuned rates are read from the sweep, by mean validation accuracy; the seeds that decide
/// are others, and the test images chose nothing.
/// </summary>
internal sealed class E6() : Rule(new("E6", "With momentum or Adam, each network's rate tuned, no lead of BN is left on the test images.")
{
    Refutation = "BN leads in test accuracy with one of the optimizers (paired test), and its lead is gone with none. Gone: a lead of 0.002 or more "
        + "is excluded (95 % interval) where BN is not found to lead, or the plain network leads. Reproduced: gone with both. Within limits: with "
        + "one.",
    Grids = ["optimizers", "optimizers-tuned"],
})
{
    private const double Relevant = 0.002;
    private const int TuningSeeds = 3;

    /// <summary>The seeds above this decide; those up to it tune.</summary>
    private const ulong LastTuningSeed = 100;

    private static readonly bool[] Both = [true, false];

    private static readonly OptimizerConfiguration[] Optimizers = [new SgdConfiguration { Momentum = 0.9 }, new AdamConfiguration()];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        from optimizer in Optimizers
        from test in FamilyTest.Paired(
            Name(optimizer), $"Test accuracy with {optimizer.Title}, with minus without BN", Tuned(runs, optimizer), claimed: -1)
        select test;

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family) = (evidence.Runs, evidence.Family);
        if (evidence.Published is null)
        {
            return NotOfTheseData("its grid was planned on MNIST", "The sweep that tunes, and the rates that were then trained, are MNIST's.");
        }

        if (Optimizers.FirstOrDefault(optimizer => family[Name(optimizer)] is null) is { } lacking)
        {
            return Missing(
                $"{EvidenceRuns.LeastSeeds} fresh seeds (from 101 on) of both networks with {lacking.Title}, at the rate that validates best of "
                    + $"those with {TuningSeeds} seeds");
        }

        bool IsLeft(OptimizerConfiguration optimizer) => family.FindsContrary(Name(optimizer));
        bool IsGone(OptimizerConfiguration optimizer) =>
            !IsLeft(optimizer) && (family.Finds(Name(optimizer)) || family[Name(optimizer)]!.Effect.Interval!.High < Relevant);
        var gone = Optimizers.Where(IsGone).ToList();
        var left = Optimizers.Where(IsLeft).ToList();
        string Words(Effect effect) => $"{effect.Name}: {effect}";
        string Titles(IEnumerable<OptimizerConfiguration> optimizers) => string.Join(" and ", optimizers.Select(optimizer => optimizer.Title));
        var (decision, headline) =
            gone.Count == Optimizers.Length ? (
                Decision.Reproduced,
                gone.TrueForAll(optimizer => family.Finds(Name(optimizer)))
                    ? "the plain network leads with both"
                    : "no lead of 0.002 or more with either")
            : gone.Count > 0 ? (
                Decision.WithinLimits,
                $"no lead of 0.002 or more with {Titles(gone)}; "
                    + (left.Count > 0 ? $"BN leads with {Titles(left)}" : $"not shown with {Titles(Optimizers.Except(gone))}"))
            : left.Count > 0 ? (Decision.Refuted, $"BN leads with {Titles(left)}")
            : (Decision.Undecided, "a lead is neither shown nor excluded");
        var defaults = Optimizers.Select(optimizer => (Optimizer: optimizer, Pairs: AtDefaults(runs, optimizer)))
            .Where(pair => pair.Pairs is { Count: >= EvidenceRuns.LeastSeeds })
            .Select(pair => Effect.Of(
                $"Test accuracy with {pair.Optimizer.Title} at the default rate {Wording.Number(Default(pair.Optimizer))}, with minus without BN",
                pair.Pairs!))
            .ToList();
        string Rates(OptimizerConfiguration optimizer) =>
            $"{optimizer.Title} at {Wording.Number(Rate(runs, optimizer, true)!.Value)} with BN and "
                + $"{Wording.Number(Rate(runs, optimizer, false)!.Value)} without";
        return new(
            decision,
            headline,
            $"Each network's rate tuned. {string.Join("; ", Optimizers.Select(optimizer => Words(family[Name(optimizer)]!.Effect)))}.",
            $"Tuned by mean validation accuracy after ten epochs, batch 32: {string.Join("; ", Optimizers.Select(Rates))}; rates in steps of about "
                + $"three.{(defaults.Count == 0 ? string.Empty : $" At tf.keras's defaults: {string.Join("; ", defaults.Select(Words))}.")}")
        {
            Effects = [.. Optimizers.Select(optimizer => family[Name(optimizer)]!.Effect), .. defaults],
            Cells =
            [
                .. from optimizer in Optimizers
                   from normalized in Both
                   let kind = Kind(optimizer, normalized, Rate(runs, optimizer, normalized)!.Value)
                   select new CellRead(EvidenceRuns.Name(kind), runs.Of(kind).Count(run => run.Recipe.Seed > LastTuningSeed)),
            ],
        };
    }

    private static TrainingRecipe Kind(OptimizerConfiguration optimizer, bool normalized, double rate) =>
        EvidenceRuns.Recipe(normalized, learningRate: rate) with { Optimizer = optimizer };

    /// <summary>The rate that validates best over the seeds that tune; null where there is none with enough of them.</summary>
    private static double? Rate(EvidenceRuns runs, OptimizerConfiguration optimizer, bool normalized) =>
        runs.Kinds.Where(kind => kind == Kind(optimizer, normalized, kind.LearningRate))
            .Select(kind => (kind.LearningRate, Accuracies: runs.Of(kind).Where(run => run.Recipe.Seed <= LastTuningSeed && run.Succeeded)
                .Select(run => run.Final.Validation.Accuracy).ToList()))
            .Where(rate => rate.Accuracies.Count >= TuningSeeds)
            .OrderByDescending(rate => rate.Accuracies.Average()).ThenBy(rate => rate.LearningRate)
            .Select(rate => (double?)rate.LearningRate).FirstOrDefault();

    private static PairedComparison? Tuned(EvidenceRuns runs, OptimizerConfiguration optimizer) =>
        Rate(runs, optimizer, true) is { } with && Rate(runs, optimizer, false) is { } without ? Pairs(runs, optimizer, with, without) : null;

    private static PairedComparison? AtDefaults(EvidenceRuns runs, OptimizerConfiguration optimizer) =>
        Pairs(runs, optimizer, Default(optimizer), Default(optimizer));

    private static PairedComparison? Pairs(EvidenceRuns runs, OptimizerConfiguration optimizer, double with, double without) => runs.Pairs(
        Kind(optimizer, true, with), Kind(optimizer, false, without), run => run.Test?.Accuracy, seed => seed > LastTuningSeed);

    /// <summary>tf.keras's (optimizers/sgd.py, optimizers/adam.py).</summary>
    private static double Default(OptimizerConfiguration optimizer) => optimizer is AdamConfiguration ? 0.001 : 0.01;

    private static string Name(OptimizerConfiguration optimizer) => $"E6 {optimizer.Name}";
}
