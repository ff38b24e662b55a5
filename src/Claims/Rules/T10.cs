using System.Globalization;
using MathNet.Numerics.Statistics;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>T10: in how many settings of learning rate and initial scale training works.</summary>
internal sealed class T10() : Rule(new("T10", "BN makes training more stable.")
{
    Refutation = "Over the map of learning rates by initial scales, fewer settings train with BN than without (settings that train, paired by seed). "
        + "Within limits: more settings train, and either the plain network trains in one in which BN does not, or BN's seeds differ by half as much "
        + "or more at the notebook's setting.",
    Grids = ["notebook", "learning-rates", "initial-scales", "rates-and-scales", "rates-and-scales-5"],
    Expected = Decision.WithinLimits,
})
{
    private const string Name = "T10";

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs)
    {
        var map = Sweep.Map(runs);
        double Settings(bool normalized, int seed) =>
            map.Cells.Count(cell => (normalized ? cell.With : cell.Without)[seed] >= runs.TrainedFrom);
        return map.Lacking(string.Empty) is not null ? [] : FamilyTest.Paired(Name, "Settings that train, with minus without BN", PairedComparison.Of(
            map.Seeds.Select((_, seed) => Settings(true, seed)), map.Seeds.Select((_, seed) => Settings(false, seed))))
            .Select(test => test with { Effect = test.Effect with { Format = "+0.0;-0.0;0.0" } });
    }

    public override Finding Decide(Evidence evidence)
    {
        var (runs, map) = (evidence.Runs, Sweep.Map(evidence.Runs));
        if ((map.Lacking("learning rates by initial scales")
            ?? Lacking(evidence, [EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false)], Name)) is { } lacking)
        {
            return Missing(lacking);
        }

        var (level, strict) = (runs.TrainedFrom, runs.StrictlyTrainedFrom);
        var test = evidence.Family[Name]!;
        string Counts(double from) =>
            $"{map.Cells.Count(cell => cell.Trains(true, from))} with BN and {map.Cells.Count(cell => cell.Trains(false, from))} without";
        var lost = map.Cells.Where(cell => !cell.Trains(true) && cell.Trains(false)).ToList();
        double Spread(bool normalized) => runs.Values(EvidenceRuns.Recipe(normalized), Metric.ValidationAccuracy).StandardDeviation();
        string Spreads(Metric metric)
        {
            var (with, without) = (runs.Values(EvidenceRuns.Recipe(true), metric), runs.Values(EvidenceRuns.Recipe(false), metric));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{metric.Title.ToLowerInvariant()} {with.StandardDeviation():F4} and {without.StandardDeviation():F4} "
                    + $"({Wording.P(LeveneTest.PValue(with, without))})");
        }

        var counts = Counts(level);
        var (decision, headline) =
            evidence.Family.FindsContrary(Name) ? (Decision.Refuted, $"fewer of {map.Cells.Length} settings train: {counts}")
            : !evidence.Family.Finds(Name) ? (Decision.Undecided, "no difference in settings that train is shown")
            : lost.Count == 0 && Spread(true) < Spread(false) / 2
                ? (Decision.Reproduced, $"of {map.Cells.Length} settings {counts} train, and seeds are more alike")
            : (Decision.WithinLimits, $"of {map.Cells.Length} settings {counts} train");
        var broken = map.Cells.GroupBy(cell => cell.Rate).Where(rate => rate.All(cell => !cell.Trains(true))).Select(rate => rate.Key).ToList();
        return new(
            decision,
            headline,
            $"Of {map.Cells.Length} settings of learning rate and initial scale, every seed trains in {counts} (n = "
                + $"{map.Seeds.Length} seeds in each); settings that train, for each seed, with minus without: {test.Effect}.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"With \"trains\" at 0.5 for {level} it is {Counts(0.5)}, at {strict} {Counts(strict)}. At the notebook's setting seeds "
                    + $"have these standard deviations, with and without BN (p of Levene's test): {string.Join("; ", Metric.All.Select(Spreads))}.")
            + (lost.Count > 0
                ? " The plain network alone trains at "
                    + string.Join(
                        ", ", lost.Select(cell => $"learning rate {Wording.Number(cell.Rate)} with factor {Wording.Number(cell.Scale)}"))
                    + "."
                : string.Empty)
            + (broken.Count > 0 ? $" With BN no setting trains at learning rate {Wording.List(broken)}." : string.Empty))
        {
            Cells = map.Read(),
            Effects = [test.Effect],
        };
    }
}
