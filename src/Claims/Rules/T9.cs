namespace Reproduction.Claims;

/// <summary>T9: from which initial scales every seed trains at the notebook's learning rate.</summary>
internal sealed class T9() : Rule(new("T9", "BN makes weight initialization less delicate.")
{
    Refutation = "At learning rate 0.01 every seed trains from no more of the factors tried on Glorot's kernels with BN than without. Within limits: "
        + "from more, and not from every factor above 0.",
    Grids = ["initial-scales"],
    Expected = Decision.WithinLimits,
})
{
    public override Finding Decide(Evidence evidence)
    {
        var sweep = Sweep.Scales(evidence.Runs);
        if (sweep.Lacking("initial scales") is { } lacking)
        {
            return Missing(lacking);
        }

        var (level, strict) = (evidence.Runs.TrainedFrom, evidence.Runs.StrictlyTrainedFrom);
        List<double> Trained(bool normalized, double from) =>
            [.. sweep.Cells.Where(cell => cell.Trains(normalized, from)).Select(cell => cell.Scale)];
        Decision At(double from) => Trained(true, from).Count <= Trained(false, from).Count ? Decision.Refuted
            : sweep.Cells.All(cell => cell.Scale == 0 || cell.Trains(true, from)) ? Decision.Reproduced : Decision.WithinLimits;
        var (with, without, tried) = (Trained(true, level), Trained(false, level), Wording.List(sweep.Cells.Select(cell => cell.Scale)));
        var decision = with.Count + without.Count == 0 ? Decision.Undecided : At(level);
        var counts = $"{with.Count} of {sweep.Cells.Length} factors with BN, {without.Count} without";
        return new(
            decision,
            decision switch
            {
                Decision.Undecided => "nothing trains from any factor",
                Decision.Reproduced => "every seed trains from every factor above 0",
                Decision.WithinLimits => $"{counts}, not all",
                _ => $"not from more factors: {counts}",
            },
            $"At learning rate 0.01 every seed trains with factors {Wording.List(with)} on Glorot's initial kernels with BN, {Wording.List(without)} "
                + $"without, of {tried} (n = {sweep.Seeds.Length} seeds at each).",
            $"Counted, not tested. Runs that train over all factors, as if each were drawn at random from these settings: with BN "
                + $"{Share(sweep, true)}, without {Share(sweep, false)}. \"Trains\" is a validation accuracy of "
                + $"{Wording.Number(level)}: with 0.5 it would be {Wording.Of(At(0.5))}, with {Wording.Number(strict)} {Wording.Of(At(strict))}.")
        {
            Cells = sweep.Read(),
            Effects = [Share(sweep, true), Share(sweep, false)],
        };
    }

    private static Effect Share(Sweep sweep, bool normalized) => Effect.Proportion(
        $"Runs that train over the initial scales {(normalized ? "with" : "without")} BN",
        sweep.Cells.Sum(cell => cell.Trained(normalized)),
        sweep.Cells.Length * sweep.Seeds.Length);
}
