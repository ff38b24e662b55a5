using System.Globalization;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>
/// E2: what is left of the effect of the batch size when the learning rate grows with it (Goyal et al. 2017), and at equal numbers of steps.
/// </summary>
internal sealed class E2() : Rule(new("E2", "At a learning rate in proportion to the batch size, sizes 16, 32 and 64 tie, with BN and without.")
{
    Refutation = "A difference from 32 in validation accuracy that is found at the rate in proportion, as large as at equal rates and on the same "
        + "side. "
        + "Reproduced: each of the four is below half of that at equal rates (95 % interval). Within limits: some of them are.",
    Grids = ["notebook", "steps-and-rates"],
    Expected = Decision.WithinLimits,
})
{
    private static readonly (bool Normalized, int Size)[] Cells = [(true, 16), (true, 64), (false, 16), (false, 64)];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        from cell in Cells
        from test in FamilyTest.Paired(Name(cell), What(cell, "rate in proportion"), Difference(runs, cell, Scaled(cell)))
        select test;

    public override Finding Decide(Evidence evidence)
    {
        var runs = evidence.Runs;
        var needed = Cells.SelectMany(cell => new[] { Equal(cell), Steps(cell), Scaled(cell), EvidenceRuns.Recipe(cell.Normalized) });
        if (Lacking(evidence, needed, Cells.Select(Name)) is { } lacking)
        {
            return Missing(lacking);
        }

        var cells = (from cell in Cells
                     let equal = Difference(runs, cell, Equal(cell))
                     let steps = Difference(runs, cell, Steps(cell))
                     where equal is not null && steps is not null
                     let scaled = Difference(runs, cell, Scaled(cell))!
                     select (Cell: cell, Equal: equal, Steps: steps, Scaled: scaled, Test: evidence.Family[Name(cell)]!))
            .ToList();
        if (cells.Count < Cells.Length)
        {
            return Missing("seeds that the settings share");
        }

        // Left: found at the rate in proportion, on the same side, and as large. Gone: all of the interval is below half of what was there.
        var left = cells.Where(cell => cell.Test.PValue < Family.Alpha && cell.Scaled.Mean * cell.Equal.Mean > 0
            && Math.Abs(cell.Scaled.Mean) >= Math.Abs(cell.Equal.Mean)).Select(cell => cell.Cell).ToList();
        var gone = cells.Where(cell => cell.Scaled.ConfidenceInterval(0.95) is var interval
            && Math.Max(Math.Abs(interval.Low), Math.Abs(interval.High)) < Math.Abs(cell.Equal.Mean) / 2).Select(cell => cell.Cell).ToList();
        string Titles(IEnumerable<(bool, int)> these) => string.Join(", ", these.Select(Title));
        var (decision, headline) =
            left.Count > 0 ? (Decision.Refuted, $"as large at the rate in proportion: {Titles(left)}")
            : gone.Count == Cells.Length ? (Decision.Reproduced, "no more than half of any difference is left")
            : gone.Count > 0 ? (Decision.WithinLimits, $"less than half is left for {Titles(gone)}; not shown for {Titles(Cells.Except(gone))}")
            : (Decision.Undecided, "what is left is neither small nor large enough to tell");
        return new(
            decision,
            headline,
            "Validation accuracy, difference from batch 32. "
                + string.Join("; ", cells.Select(cell => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Title(cell.Cell)}: {cell.Equal.Mean:+0.0000;-0.0000;0.0000} at equal rates and epochs, "
                        + $"{cell.Test.Effect} at the rate in proportion")))
                + ".",
            $"Ten epochs. At equal numbers of steps and equal rates: "
                + $"{string.Join("; ", cells.Select(cell => $"{Title(cell.Cell)} {Effect.Of(string.Empty, cell.Steps)}"))}. What of it "
                + $"belongs to BN's statistics is E7.")
        {
            Effects =
            [
                .. cells.SelectMany(cell =>
                    new[]
                    {
                        cell.Test.Effect,
                        Effect.Of(What(cell.Cell, "equal rates and epochs"), cell.Equal),
                        Effect.Of(What(cell.Cell, "equal steps"), cell.Steps),
                    }),
            ],
            Cells = runs.Read(Cells.SelectMany(cell => new[] { Equal(cell), Steps(cell), Scaled(cell) })),
        };
    }

    private static PairedComparison? Difference(EvidenceRuns runs, (bool Normalized, int Size) cell, TrainingRecipe kind) =>
        runs.Pairs(kind, EvidenceRuns.Recipe(cell.Normalized), Metric.ValidationAccuracy);

    private static TrainingRecipe Equal((bool Normalized, int Size) cell) => EvidenceRuns.Recipe(cell.Normalized, cell.Size);

    private static TrainingRecipe Steps((bool Normalized, int Size) cell) =>
        EvidenceRuns.Recipe(cell.Normalized, cell.Size, epochs: 10 * cell.Size / 32);

    private static TrainingRecipe Scaled((bool Normalized, int Size) cell) =>
        EvidenceRuns.Recipe(cell.Normalized, cell.Size, learningRate: cell.Size == 16 ? 0.005 : 0.02);

    private static string Name((bool Normalized, int Size) cell) => FormattableString.Invariant($"E2 {cell.Normalized} {cell.Size}");

    private static string Title((bool Normalized, int Size) cell) =>
        FormattableString.Invariant($"{cell.Size} {(cell.Normalized ? "with" : "without")} BN");

    private static string What((bool Normalized, int Size) cell, string how) => $"Validation accuracy, {Title(cell)} minus 32, {how}";
}
