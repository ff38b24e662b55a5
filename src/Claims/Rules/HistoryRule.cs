using System.Globalization;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>I8, B1 and B2: a whole published history lies where one more run of ours would.</summary>
internal abstract class HistoryRule(string id, int batchSize) : Rule(new(
    id, FormattableString.Invariant($"The whole published history at batch size {batchSize}."))
{
    Published = "Loss and accuracy, in training and validation, after each of ten epochs: 40 figures.",
    Refutation = $"A published figure outside of the interval in which one more run of ours lies, at an error rate of "
        + $"{Wording.Percent(PublishedPlaces.ErrorRate)} for all {PublishedPlaces.Count} published figures together.",
    Grids = ["notebook"],
})
{
    public override Finding Decide(Evidence evidence)
    {
        var kind = EvidenceRuns.Recipe(true, batchSize);
        if (PublishedPlaces.Lacking(evidence.Runs, kind) is { } lacking)
        {
            return Missing(lacking);
        }

        if (evidence.Published is null)
        {
            return NotOfTheseData("nothing was published of these data", "The notebook published nothing of these data.");
        }

        var places = PublishedPlaces.Of(evidence.Runs, kind, evidence.Published.History(batchSize));
        var farthest = places.MaxBy(place => Math.Abs(place.Place.Z))!;
        var inside = places.Count(place => place.IsInside);
        return new(
            inside == places.Length ? Decision.Reproduced : Decision.Refuted,
            $"{inside} of {places.Length} figures lie where our seeds do",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{inside} of {places.Length} published figures lie where one more run of ours would (n = {farthest.Place.Seeds} seeds); the "
                    + $"farthest is {farthest.Metric.Name} after epoch {farthest.Epoch}, z {farthest.Place.Z:+0.0;-0.0;0.0}."),
            $"Epochs of one run go together{Worth(evidence.Runs)}. What the intervals would catch, and what not, is in results/README.md.")
        {
            Effects =
            [
                .. places.Select(place =>
                    new Effect(
                        $"{place.Metric.Name} after epoch {place.Epoch}, z of the published figure",
                        place.Place.Z,
                        null,
                        place.Place.Seeds) { Format = "+0.0;-0.0;0.0" }),
            ],
            Cells = evidence.Runs.Read(kind),
        };
    }

    /// <summary>What the figures that share an error rate are worth; empty where the runs of the three histories share too few seeds.</summary>
    private static string Worth(EvidenceRuns runs)
    {
        TrainingRecipe[] kinds = [EvidenceRuns.Recipe(true, 16), EvidenceRuns.Recipe(true, 32), EvidenceRuns.Recipe(true, 64)];
        return PublishedPlaces.EffectiveCount(runs, kinds) is not { } count ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $": by their correlations over seeds, the {40 * kinds.Length} figures of the three histories are worth "
                + $"about {count:F0} independent ones");
    }
}
