using System.Globalization;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>T7 to T10: what batch normalization does to training, over learning rates and initial scales.</summary>
/// <remarks>
/// A setting trains when every seed ends with a validation accuracy of <see cref="EvidenceRuns.TrainedFrom"/> or more.
/// <code>
/// T7   reproduced: epochs are saved at the notebook's rate (test), and at every rate at which both networks train
///      within limits: at the notebook's rate, and not at some other;  refuted: not at the notebook's
/// T8   reproduced: the highest rate that trains is ten times as high or more;  within limits: higher;  refuted: not higher
/// T9   reproduced: batch normalization trains from every factor above 0 that was tried;  within limits: from more factors than the plain network
///      refuted: not from more
/// T10  reproduced: it trains in every setting in which the plain network does, in more in all, and at the notebook's its seeds differ by less than half as much
///      within limits: in more in all;  refuted: not in more
/// </code>
/// </remarks>
internal sealed class TheoryVerdicts(EvidenceRuns runs, TestedEffects effects)
{
    public (Decision Decision, string Evidence, string Scope) T7()
    {
        if (effects["T7"] is not { } effect)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var saved = runs.LearningRates.Where(rate => Trains(true, rate) && Trains(false, rate)).Select(rate => (Rate: rate, Saved: Epochs.Saved(runs, rate)?.Mean ?? 0)).ToList();
        var (faster, slower) = (saved.Where(rate => rate.Saved > 0).ToList(), saved.Where(rate => rate.Saved <= 0).ToList());
        var decision = !effect.IsFound ? Refuted(effect) : slower.Count > 0 ? Decision.WithinLimits : Decision.Reproduced;
        return (
            decision,
            $"At learning rate 0.01, the training accuracy that the plain network ends with after ten epochs is reached earlier: epochs saved {Wording.Effect(effect, "0.0")}.",
            $"Faster at learning rates {Wording.List(faster.Select(rate => rate.Rate))}{(slower.Count > 0 ? $"; never as far within ten epochs at {Wording.List(slower.Select(rate => rate.Rate))}, where the plain network trains further" : string.Empty)} (batch 32).");
    }

    public (Decision Decision, string Evidence, string Scope) T8()
    {
        var rates = runs.LearningRates;
        var (with, without) = (rates.Where(rate => Trains(true, rate)).ToList(), rates.Where(rate => Trains(false, rate)).ToList());
        if (with.Count == 0 || without.Count == 0)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var ratio = with[^1] / without[^1];
        return (
            ratio >= 9.99 ? Decision.Reproduced : ratio > 1 ? Decision.WithinLimits : Decision.Refuted,
            string.Create(CultureInfo.InvariantCulture, $"The highest learning rate at which every seed trains is {Wording.Number(with[^1])} with and {Wording.Number(without[^1])} without, of {Wording.List(rates)}: {ratio:0.#} times as high, {(ratio < 9.99 ? "not ten times" : "ten times or more")}."),
            string.Create(CultureInfo.InvariantCulture, $"The best validation accuracy is not at the highest rate: {Best(true, with)} with, {Best(false, without)} without (batch 32, 10 epochs, {runs.Of(EvidenceRuns.Recipe(true, learningRate: with[^1])).Length} seeds)."));
    }

    public (Decision Decision, string Evidence, string Scope) T9()
    {
        var scales = runs.Sweep(kind => kind.InitialScale, (normalized, scale) => EvidenceRuns.Recipe(normalized, initialScale: scale));
        List<double> Trained(bool normalized) => [.. scales.Where(scale => runs.Trains(EvidenceRuns.Recipe(normalized, initialScale: scale)) == true)];
        var (with, without, map) = (Trained(true), Trained(false), Map());
        if (with.Count == 0 || without.Count == 0 || map.Count == 0)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var lost = map.Where(cell => cell.Without && !cell.With).ToList();
        return (
            with.Count <= without.Count ? Decision.Refuted : scales.All(scale => scale == 0 || with.Contains(scale)) ? Decision.Reproduced : Decision.WithinLimits,
            $"At learning rate 0.01 every seed trains with factors {Wording.Number(with[0])} to {Wording.Number(with[^1])} on Glorot's initial kernels with batch normalization, {Wording.Number(without[0])} to {Wording.Number(without[^1])} without.",
            $"Small kernels do no harm with it; large ones slow it down too, and a factor of 0, which makes all units equal, stops both.{(lost.Count > 0 ? $" The plain network alone trains at {string.Join(", ", lost.Select(Name))}." : string.Empty)}");
    }

    public (Decision Decision, string Evidence, string Scope) T10()
    {
        var map = Map();
        var spread = (With: Spread(true), Without: Spread(false));
        if (map.Count == 0 || spread.With is null || spread.Without is null)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var (with, without) = (map.Count(cell => cell.With), map.Count(cell => cell.Without));
        var containsAll = map.All(cell => cell.With || !cell.Without);
        return (
            with <= without ? Decision.Refuted : containsAll && spread.With < spread.Without / 2 ? Decision.Reproduced : Decision.WithinLimits,
            string.Create(CultureInfo.InvariantCulture, $"Of {map.Count} settings of learning rate and initial scale, every seed trains in {with} with batch normalization and in {without} without."),
            string.Create(CultureInfo.InvariantCulture, $"At the notebook's setting the standard deviation of validation accuracy between seeds is {spread.With:F4} with and {spread.Without:F4} without. {Broken(map)}"));
    }

    /// <summary>Not found may be the contrary or nothing: the contrary needs a difference on the other side.</summary>
    private static Decision Refuted(TestedEffect effect) =>
        effect.Difference.PValue(effect.Sought == Alternative.Greater ? Alternative.Less : Alternative.Greater) < TestedEffect.Alpha ? Decision.Refuted : Decision.Undecided;

    private bool Trains(bool normalized, double rate) => runs.Trains(EvidenceRuns.Recipe(normalized, learningRate: rate)) == true;

    private string Best(bool normalized, IEnumerable<double> rates) => rates
        .Select(rate => (Rate: rate, Accuracy: runs.Values(EvidenceRuns.Recipe(normalized, learningRate: rate), Metric.ValidationAccuracy).Average()))
        .MaxBy(rate => rate.Accuracy) is var best ? string.Create(CultureInfo.InvariantCulture, $"{best.Accuracy:F4} at {Wording.Number(best.Rate)}") : string.Empty;

    private double? Spread(bool normalized)
    {
        var values = runs.Values(EvidenceRuns.Recipe(normalized), Metric.ValidationAccuracy);
        return values.Length < 2 ? null : MathNet.Numerics.Statistics.Statistics.StandardDeviation(values);
    }

    /// <summary>The learning rates at which nothing trains with batch normalization, whatever the initial scale.</summary>
    private static string Broken(List<Cell> map)
    {
        var rates = map.GroupBy(cell => cell.Rate).Where(rate => rate.All(cell => !cell.With)).Select(rate => rate.Key).ToList();
        return rates.Count == 0 ? string.Empty : $"With it, nothing trains at learning rate {Wording.List(rates)}.";
    }

    private static string Name(Cell cell) => $"learning rate {Wording.Number(cell.Rate)} with factor {Wording.Number(cell.Scale)}";

    /// <summary>The full grid of learning rates by initial scales: the rates and scales that were all combined with each other.</summary>
    private List<Cell> Map()
    {
        var kinds = runs.Kinds.Where(kind => kind == EvidenceRuns.Recipe(kind.HasBatchNormalization, 32, kind.LearningRate, kind.InitialScale)).ToList();
        var scales = kinds.Where(kind => kind.LearningRate != 0.01 && kind.InitialScale != 1).Select(kind => kind.InitialScale).Append(1).Distinct().Order().ToList();
        var rates = kinds.Where(kind => kind.InitialScale != 1 && kind.LearningRate != 0.01).Select(kind => kind.LearningRate).Append(0.01).Distinct().Order().ToList();
        return
        [
            .. from rate in rates
               from scale in scales
               let with = runs.Trains(EvidenceRuns.Recipe(true, learningRate: rate, initialScale: scale))
               let without = runs.Trains(EvidenceRuns.Recipe(false, learningRate: rate, initialScale: scale))
               where with is not null && without is not null && scales.Count > 1
               select new Cell(rate, scale, with.Value, without.Value),
        ];
    }

    private sealed record Cell(double Rate, double Scale, bool With, bool Without);
}
