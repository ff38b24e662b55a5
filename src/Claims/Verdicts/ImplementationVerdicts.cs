using System.Globalization;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>I4 to I8, B1 and B2: the notebook's figures.</summary>
/// <remarks>
/// <code>
/// I4 to I7     reproduced: the effect is found in the claim's direction, and both published figures lie where our seeds lie
///              within limits: the effect is found, and a published figure lies elsewhere;  refuted: the contrary is found;  else undecided
/// I8, B1, B2   reproduced: all 40 published figures lie in the interval that holds 120 figures of one more run with 99 % (Bonferroni)
///              refuted: a figure lies outside
/// </code>
/// </remarks>
internal sealed class ImplementationVerdicts(EvidenceRuns runs, TestedEffects effects, Published published)
{
    /// <summary>Of a published figure to lie in its interval: 99 % for 120 figures together.</summary>
    private const double Probability = 1 - (0.01 / 120);

    /// <summary>One of I4 to I7.</summary>
    /// <param name="claimId">The claim.</param>
    /// <param name="metric">Its metric.</param>
    public (Decision Decision, string Evidence, string Scope) Effect(string claimId, Metric metric)
    {
        if (effects[claimId] is not { } effect)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var (with, without) = (Place(EvidenceRuns.Recipe(true), metric), Place(EvidenceRuns.Recipe(false), metric));
        var isInPlace = Math.Max(Math.Abs(with.Z), Math.Abs(without.Z)) <= Student.Quantile((1 + Probability) / 2, with.Seeds - 1);
        var contrary = effect.Sought == Alternative.Greater ? Alternative.Less : Alternative.Greater;
        var decision = effect.IsFound ? isInPlace ? Decision.Reproduced : Decision.WithinLimits
            : effect.Difference.PValue(contrary) < TestedEffect.Alpha ? Decision.Refuted : Decision.Undecided;
        return (
            decision,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{without.Mean:F4} -> {with.Mean:F4}, difference {Wording.Effect(effect)}; the notebook's figures lie at z {without.Z:+0.0;-0.0} (percentile {without.Percentile:F0}) and {with.Z:+0.0;-0.0} (percentile {with.Percentile:F0}) of our seeds. {Wording.Seeds(effect)}"),
            Turn(metric));
    }

    /// <summary>A whole published history.</summary>
    public (Decision Decision, string Evidence, string Scope) History(int batchSize)
    {
        var kind = EvidenceRuns.Recipe(true, batchSize);
        if (runs.Of(kind).Length < 2)
        {
            return (Decision.Undecided, Wording.NoRuns, string.Empty);
        }

        var places = (from row in published.History(batchSize)
                      from metric in Metric.All
                      let values = runs.Values(kind, metric, row.Epoch)
                      let figure = new RoundedFigure(metric.Of(row), 4)
                      select (row.Epoch, metric.Name, Place: Prediction.Place(figure, values), IsInside: Prediction.Interval(values, Probability, figure.HalfUnit).Contains(figure.Value))).ToList();
        var farthest = places.MaxBy(place => Math.Abs(place.Place.Z));
        return (
            places.All(place => place.IsInside) ? Decision.Reproduced : Decision.Refuted,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{places.Count(place => place.IsInside)} of {places.Count} published figures lie where one more run of ours would (n = {farthest.Place.Seeds} seeds); the farthest is {farthest.Name} after epoch {farthest.Epoch}, z {farthest.Place.Z:+0.0;-0.0}."),
            "A single run's history: any one of many that the recipe gives.");
    }

    private PlaceAmongSeeds Place(TrainingRecipe kind, Metric metric)
    {
        var figure = kind.HasBatchNormalization
            ? new RoundedFigure(metric.Of(published.History(kind.BatchSize)[^1]), 4)
            : new RoundedFigure(metric.Of(published.WithoutBatchNormalization.Row), published.WithoutBatchNormalization.Decimals);
        return Prediction.Place(figure, runs.Values(kind, metric));
    }

    /// <summary>At which learning rates batch normalization is ahead in a metric, on average over seeds, and where it is not.</summary>
    private string Turn(Metric metric)
    {
        var leads = runs.LearningRates
            .Where(rate => runs.Trains(EvidenceRuns.Recipe(true, learningRate: rate)) == true && runs.Trains(EvidenceRuns.Recipe(false, learningRate: rate)) == true)
            .Select(rate => (Rate: rate, Lead: metric.Direction * runs.Pairs(EvidenceRuns.Recipe(true, learningRate: rate), EvidenceRuns.Recipe(false, learningRate: rate), metric)!.Mean))
            .ToList();
        var (ahead, behind) = (leads.Where(lead => lead.Lead > 0).ToList(), leads.Where(lead => lead.Lead <= 0).ToList());
        return leads.Count == 0 ? string.Empty : $"Batch 32. Ahead at learning rates {Wording.List(ahead.Select(lead => lead.Rate))}{(behind.Count > 0 ? $"; behind at {Wording.List(behind.Select(lead => lead.Rate))}" : string.Empty)}, of those at which both networks train.";
    }
}
