using System.Globalization;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>I4 to I7: batch normalization changes a metric after ten epochs at batch 32, as the notebook published.</summary>
/// <param name="id">The claim's id.</param>
/// <param name="statement">The claim.</param>
/// <param name="metric">Its metric.</param>
/// <param name="without">The notebook's figure without batch normalization, cut off after three decimals.</param>
/// <param name="with">Its figure with batch normalization, cut off likewise.</param>
internal abstract class EffectRule(string id, string statement, Metric metric, double without, double with) : Rule(new(id, statement)
{
    Published = string.Create(
        CultureInfo.InvariantCulture,
        $"{without:0.000} without and {with:0.000} with: cut off after three decimals, not rounded (the history's last row has "
            + $"{metric.Of(Claims.Published.Load().History(32)[^1])})."),
    Refutation = "The contrary is found by the paired test. Within limits: the effect is found, and a published figure does not lie where one more "
        + "run of ours would.",
    Grids = ["notebook", "learning-rates", "tuned-rates"],
})
{
    private const double CutOff = 0.001;

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
        FamilyTest.Paired(
            Claim.Id,
            $"{metric.Title}, with minus without BN",
            runs.Pairs(EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false), metric),
            metric.Direction);

    public override Finding Decide(Evidence evidence)
    {
        var (runs, with32, plain32) = (evidence.Runs, EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false));
        if ((PublishedPlaces.Lacking(runs, with32, plain32) ?? Lacking(evidence, [], Claim.Id)) is { } lacking)
        {
            return Missing(lacking);
        }

        var places = evidence.Published is null
            ? []
            : new[] { PublishedPlaces.Of(runs, plain32, 10, metric, Cut(without)), PublishedPlaces.Of(runs, with32, 10, metric, Cut(with)) };
        var means = $"{Wording.Figure(runs.Values(plain32, metric).Average())} -> {Wording.Figure(runs.Values(with32, metric).Average())}";
        var (decision, headline) =
            evidence.Family.FindsContrary(Claim.Id) ? (Decision.Refuted, $"the contrary: {means}")
            : !evidence.Family.Finds(Claim.Id) ? (Decision.Undecided, $"no difference shown: {means}")
            : places.All(place => place.IsInside) ? (Decision.Reproduced, means)
            : (Decision.WithinLimits, $"{means}; a published figure lies elsewhere");
        var effect = evidence.Family[Claim.Id]!.Effect;
        var seeds = evidence.Published is null
            ? string.Empty
            : Wording.Seeds(with - without, runs.Pairs(with32, plain32, metric)!, evidence.Family.Count);
        return new(
            decision,
            headline,
            $"{means}, difference {effect}.{Placed(places)}{seeds}",
            string.Join(' ', new[] { Leads(runs), Inference(runs), E1.Remaining(runs) }.Where(text => text.Length > 0)))
        {
            Effects = [effect],
            Cells = runs.Read(plain32, with32),
        };
    }

    /// <summary>A figure that was cut off stands for any from it to one unit above: half a unit about the middle.</summary>
    private static RoundedFigure Cut(double figure) => new(figure + (CutOff / 2), 3);

    private static string Placed(PublishedFigurePlace[] places) => places is not [var plain, var normalized] ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $" The notebook's figures lie at z {plain.Place.Z:+0.0;-0.0;0.0} (percentile {plain.Place.Percentile:F0}) and "
            + $"{normalized.Place.Z:+0.0;-0.0;0.0} (percentile {normalized.Place.Percentile:F0}) of our "
            + $"seeds{(places.All(place => place.IsInside) ? string.Empty : ", not all where one more run of ours would lie")}.");

    /// <summary>Where the sign of the lead is shown over learning rates, and where it is not: a mean alone is no lead.</summary>
    private string Leads(EvidenceRuns runs)
    {
        var rates = Sweep.Rates(runs).Cells.Where(cell => cell.Trains(true) && cell.Trains(false))
            .Select(cell =>
                (
                    cell.Rate,
                    Pairs: runs.Pairs(
                        EvidenceRuns.Recipe(true, learningRate: cell.Rate), EvidenceRuns.Recipe(false, learningRate: cell.Rate), metric)!))
            .ToList();
        string? At(string what, int sign) =>
            rates.Where(rate =>
                (rate.Pairs.PValue(Alternative.TwoSided) < Family.Alpha / rates.Count ? metric.Direction * Math.Sign(rate.Pairs.Mean) : 0) == sign)
                .Select(rate => rate.Rate)
                .ToList() is { Count: > 0 } found
                ? $"{what} at {Wording.List(found)}"
                : null;
        var shown = new[] { At("is shown to lead", 1), At("is shown to trail", -1) }.OfType<string>().ToList();
        var where = shown.Append(At(shown.Count > 0 ? "and neither is shown" : "is shown neither to lead nor to trail", 0)).OfType<string>();
        return rates.Count < 2 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $"Batch 32. Of the learning rates at which both networks train, BN {string.Join(", ", where)} (paired t-tests, "
                + $"n = {rates.Min(rate => rate.Pairs.Count)} to {rates.Max(rate => rate.Pairs.Count)}, 1 % for these rates together).");
    }

    /// <summary>For training figures: what the difference is in inference mode, where runs have it.</summary>
    private string Inference(EvidenceRuns runs)
    {
        if (metric.InInferenceMode is not { } inInferenceMode)
        {
            return string.Empty;
        }

        double? Of(Ensembles.RunRecord run) => run.Inference is { } figures ? inInferenceMode(figures) : null;
        var rates = Sweep.Rates(runs).Cells.Select(cell => cell.Rate)
            .Select(rate =>
                (Rate: rate, Pairs: runs.Pairs(EvidenceRuns.Recipe(true, learningRate: rate), EvidenceRuns.Recipe(false, learningRate: rate), Of)))
            .Where(rate => rate.Pairs is { Count: >= EvidenceRuns.LeastSeeds }).ToList();
        return "Averages over the epoch in training mode, as Keras takes them." + (rates.Count == 0 ? string.Empty
            : " On the training images in inference mode after the last epoch the difference is "
                + string.Join(
                    ", and ", rates.Select(rate => $"{Effect.Of(string.Empty, rate.Pairs!)} at learning rate {Wording.Number(rate.Rate)}"))
                + ".");
    }
}
