using System.Globalization;

namespace Reproduction.Claims;

/// <summary>B3 to B5: what the batch size does.</summary>
/// <remarks>
/// <code>
/// B3   refuted: 16 validates better than 32, in accuracy or in loss (tests);  reproduced: 32 is better than 16 and 64 in all four metrics on average
///      else undecided
/// B4   reproduced: between the notebook's sizes 16, 32 and 64 validation accuracy differs by as much as batch normalization changes it (I5)
///      within limits: by less among them, and by as much over the sizes from 16 on;  else undecided
/// B5   reproduced: with batch normalization a batch of one does not train, one of two trains worse than without, and a learning rate exists
///      at which the plain network is ahead;  within limits: some of it;  refuted: none
/// </code>
/// </remarks>
internal sealed class BatchSizeVerdicts(EvidenceRuns runs, TestedEffects effects)
{
    /// <summary>Seeds differ by 0.0013; a loss of half a percentage point is no chance.</summary>
    private const double Matters = 0.005;

    public (Decision Decision, string Evidence, string Scope) B3()
    {
        if (effects["B3 accuracy"] is not { } accuracy || effects["B3 loss"] is not { } loss)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var isBest = Metric.All.All(metric => IsBest(metric, 16, 64));
        return (
            accuracy.IsFound || loss.IsFound ? Decision.Refuted : isBest ? Decision.Reproduced : Decision.Undecided,
            $"16 validates better than 32: validation accuracy {Wording.Effect(accuracy)}; validation loss {Wording.Effect(loss)}. {Wording.Seeds(accuracy)}",
            $"What is true of it: 32 is best of the three in {string.Join(" and ", Metric.All.Where(metric => IsBest(metric, 16, 64)).Select(metric => metric.Title.ToLowerInvariant()))}. The notebook's own tables have 16 ahead in validation.");
    }

    public (Decision Decision, string Evidence, string Scope) B4()
    {
        Sizes sizes = new(runs);
        if (effects["B4"] is not { } effect || sizes.All.Count < 4)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var (near, far) = (sizes.Range([16, 32, 64]), sizes.Range([.. sizes.All.Where(size => size >= 16)]));
        var matters = effects["I5"]?.Difference.Mean ?? double.NaN;
        return (
            near >= matters ? Decision.Reproduced : far >= matters ? Decision.WithinLimits : Decision.Undecided,
            string.Create(CultureInfo.InvariantCulture, $"Validation accuracy with batch normalization differs by {near:F4} between batch sizes 16, 32 and 64, and by {far:F4} between 16 and {sizes.All[^1]}; 32 against 64: {Wording.Effect(effect)}."),
            $"Learning rate 0.01 and ten epochs at every size: a larger batch takes fewer steps. Means by size: {sizes.Means()}.");
    }

    public (Decision Decision, string Evidence, string Scope) B5()
    {
        double? Mean(bool normalized, int size) => runs.Values(EvidenceRuns.Recipe(normalized, size), Metric.ValidationAccuracy) is { IsEmpty: false } values ? values.Average() : null;
        var turn = runs.LearningRates.Where(rate => runs.Trains(EvidenceRuns.Recipe(false, learningRate: rate)) == true
            && runs.Pairs(EvidenceRuns.Recipe(true, learningRate: rate), EvidenceRuns.Recipe(false, learningRate: rate), Metric.ValidationAccuracy) is { Mean: <= 0 }).ToList();
        if (Mean(true, 1) is not { } one || Mean(false, 1) is not { } plainOne || Mean(true, 2) is not { } two || Mean(false, 2) is not { } plainTwo || Mean(true, 4) is not { } four || Mean(false, 4) is not { } plainFour)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        bool[] found = [one < 0.2 && plainOne > EvidenceRuns.TrainedFrom, two < plainTwo - Matters, turn.Count > 0];
        return (
            found.All(limit => limit) ? Decision.Reproduced : found.Any(limit => limit) ? Decision.WithinLimits : Decision.Refuted,
            string.Create(CultureInfo.InvariantCulture, $"Validation accuracy with and without batch normalization: {one:F3} and {plainOne:F3} at batch size 1, {two:F3} and {plainTwo:F3} at 2, {four:F3} and {plainFour:F3} at 4 (n = {runs.Of(EvidenceRuns.Recipe(true, 1)).Length} seeds); at learning rates {Wording.List(turn)} the plain network validates as well or better."),
            "Specs show the rest: cold moving averages, batches of one class, the time of a step.");
    }

    private bool IsBest(Metric metric, params int[] others) => others.All(other =>
        runs.Pairs(EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(true, other), metric) is { } pairs && metric.Direction * pairs.Mean > 0);

    /// <summary>The batch sizes that were trained with batch normalization, and their mean validation accuracies.</summary>
    private sealed class Sizes(EvidenceRuns runs)
    {
        public List<int> All { get; } = [.. runs.Kinds.Where(kind => kind == EvidenceRuns.Recipe(true, kind.BatchSize)).Select(kind => kind.BatchSize).Order()];

        public double Range(IReadOnlyList<int> sizes) => sizes.Max(Mean) - sizes.Min(Mean);

        public string Means() => string.Join(", ", All.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size}: {Mean(size):F3}")));

        private double Mean(int size) => runs.Values(EvidenceRuns.Recipe(true, size), Metric.ValidationAccuracy).Average();
    }
}
