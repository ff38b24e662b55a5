using System.Globalization;

namespace Reproduction.Claims;

/// <summary>T8: the highest learning rate at which every seed trains.</summary>
internal sealed class T8() : Rule(new("T8", "BN lets one use much higher learning rates.")
{
    Refutation = "The highest learning rate at which every seed trains (validation accuracy 0.9 after ten epochs; 0.8 on Fashion-MNIST) is no "
        + "higher with BN than without. Within limits: higher, and not ten times. "
        + "Undecided if a network still trains at the highest rate tried.",
    Grids = ["learning-rates"],
    Expected = Decision.WithinLimits,
})
{
    /// <summary>
    /// "Much higher" in the paper's sense (Ioffe and Szegedy 2015, section 4.2: 5 and 30 times); steps of the sweep are about threefold, so that ten
    /// is two of them.
    /// </summary>
    private const double Much = 9.99;

    public override Finding Decide(Evidence evidence)
    {
        var sweep = Sweep.Rates(evidence.Runs);
        if (sweep.Lacking("learning rates") is { } lacking)
        {
            return Missing(lacking);
        }

        var (with, without) = (Highest(sweep, true), Highest(sweep, false));
        var last = sweep.Cells[^1].Rate;
        var ratio = with.Rate / without.Rate;
        var times = string.Create(CultureInfo.InvariantCulture, $"{ratio:0.#} times");
        var (decision, headline) =
            with.Rate == 0 || without.Rate == 0 || with.Rate == last || without.Rate == last
                ? (Decision.Undecided, "the rates tried do not bracket both limits")
            : ratio >= Much ? (Decision.Reproduced, $"{times} as high")
            : ratio > 1 ? (Decision.WithinLimits, $"{times} as high, not ten times")
            : (Decision.Refuted, $"not higher: {Wording.Number(with.Rate)} with, {Wording.Number(without.Rate)} without");
        var rates = $"The highest learning rate at which every seed trains is {Text(with)} with and {Text(without)} without, of "
            + $"{Wording.List(sweep.Cells.Select(cell => cell.Rate))}";
        return new(
            decision,
            headline,
            $"{rates} (n = {sweep.Seeds.Length} seeds at "
                + $"each){(decision == Decision.Undecided ? "; the rates tried do not bracket both." : $": {times} as high.")}",
            $"Counted, not tested. Seeds that train at {Wording.Number(Next(sweep, without.Rate))}: with BN "
                + $"{Share(sweep, true, Next(sweep, without.Rate))}, without {Share(sweep, false, Next(sweep, without.Rate))}. "
            + ("The highest rate is not the question that counts: validation accuracy is best at "
                + $"{Best(sweep, true)} with and at {Best(sweep, false)} without, batch 32. {E1.Remaining(evidence.Runs)}").TrimEnd())
        {
            Cells = sweep.Read(),
            Effects = [.. sweep.Both((cell, normalized) => Effect.Proportion(
                $"Seeds that train at learning rate {Wording.Number(cell.Rate)} {(normalized ? "with" : "without")} BN",
                cell.Trained(normalized),
                sweep.Seeds.Length))],
        };
    }

    /// <summary>Up to which rate every seed trains, without a gap below it.</summary>
    private static (double Rate, int Index) Highest(Sweep sweep, bool normalized)
    {
        var index = Array.FindLastIndex([.. sweep.Cells], cell => cell.Trains(normalized));
        return index < 0 ? (0, -1) : (sweep.Cells[index].Rate, index);
    }

    private static string Text((double Rate, int Index) highest) => highest.Index < 0 ? "none" : Wording.Number(highest.Rate);

    private static double Next(Sweep sweep, double rate) =>
        sweep.Cells.Select(cell => cell.Rate).FirstOrDefault(other => other > rate, sweep.Cells[^1].Rate);

    private static Effect Share(Sweep sweep, bool normalized, double rate) =>
        Effect.Proportion("share", sweep.Cells.First(cell => cell.Rate == rate).Trained(normalized), sweep.Seeds.Length);

    private static string Best(Sweep sweep, bool normalized) =>
        sweep.Cells.MaxBy(cell => (normalized ? cell.With : cell.Without).Average()) is var best
            ? $"{Wording.Number(best!.Rate)} ({Wording.Figure((normalized ? best.With : best.Without).Average())})"
            : string.Empty;
}
