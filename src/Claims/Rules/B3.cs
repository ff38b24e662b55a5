using System.Collections.Immutable;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>B3: 32 against 16 and 64, in all four metrics and on the test images.</summary>
internal sealed class B3() : Rule(new("B3", "Batch size 32 gives better results than 16 and 64.")
{
    Published = "After epoch 10, validation accuracy 0.9794 at 16, 0.9772 at 32 and 0.9740 at 64; validation loss 0.0724, 0.0779 and 0.0863.",
    Refutation = "16 or 64 is found to validate better than 32, in accuracy or in loss. Reproduced: 32 is found better than both in both. Within "
        + "limits: 32 is found better than both in some of the four metrics.",
    Grids = ["notebook"],
    Expected = Decision.Refuted,
})
{
    private static readonly int[] Others = [16, 64];
    private static readonly Metric[] Validation = [Metric.ValidationLoss, Metric.ValidationAccuracy];

    public override IEnumerable<FamilyTest> Tests(EvidenceRuns runs) =>
    [
        .. from metric in Metric.All
           from other in Others
           from test in FamilyTest.Paired(
               Name(metric.Name, other), What(metric.Title, other), Pairs(runs, other, run => metric.Of(run.Final)), -metric.Direction)
           select test,
        .. from other in Others
           from test in FamilyTest.Paired(Name("test", other), What("Test accuracy", other), Pairs(runs, other, run => run.Test?.Accuracy), -1)
           select test,
    ];

    public override Finding Decide(Evidence evidence)
    {
        var (runs, family, sizes) = (evidence.Runs, evidence.Family, Others.Append(32).Order().Select(Kind).ToList());
        if (Lacking(evidence, sizes, Others.Select(other => Name(Metric.ValidationAccuracy.Name, other))) is { } lacking)
        {
            return Missing(lacking);
        }

        var beaten = Others.Where(other => Validation.Any(metric => family.FindsContrary(Name(metric.Name, other)))).ToList();
        var best = Metric.All.Where(metric => Others.All(other => family.Finds(Name(metric.Name, other)))).ToList();
        var (decision, headline) =
            beaten.Count > 0 ? (Decision.Refuted, string.Join(", ", beaten.Select(other => $"{other} validates better than 32")))
            : Validation.All(best.Contains) ? (Decision.Reproduced, "32 validates better than 16 and 64")
            : best.Count > 0 ? (Decision.WithinLimits, $"32 is best in {Titles(best)} alone")
            : (Decision.Undecided, "no order of the sizes is shown");
        ImmutableArray<Effect> Effects(IEnumerable<string> names) =>
            [.. names.SelectMany(name => Others.Select(other => family[Name(name, other)]?.Effect)).OfType<Effect>()];
        var (validation, test, overImages) = (Effects(Validation.Select(metric => metric.Name)), Effects(["test"]), OverImages(runs));
        var published = evidence.Published is { } figures
            ? Wording.Seeds(
                figures.History(16)[^1].Validation.Accuracy - figures.History(32)[^1].Validation.Accuracy,
                runs.Pairs(Kind(16), Kind(32), Metric.ValidationAccuracy)!,
                family.Count)
            : string.Empty;
        return new(
            decision,
            headline,
            $"{Effect.List(validation)}.{published}",
            (best.Count > 0 ? $"32 is found the best of the three in {Titles(best)}. " : string.Empty)
            + $"{Effect.List(test)}. {Sentence(overImages)} At one rate and one number of epochs; what is left of it at equal steps and at a rate in "
            + "proportion to the batch is E2."
            + E7.Share(runs, 64))
        {
            Effects = [.. Effects([Metric.TrainingLoss.Name, Metric.TrainingAccuracy.Name]), .. validation, .. test, .. overImages],
            Cells = runs.Read(sizes),
        };
    }

    /// <summary>What is left of the differences in accuracy where images are a sample, too: another draw of them is another validation set.</summary>
    private static ImmutableArray<Effect> OverImages(EvidenceRuns runs) =>
    [
        .. from which in new (string Title, Func<InferenceFigures, (ImmutableArray<int>, int)?> Of)[]
           {
               ("Validation accuracy", figures => figures.Wrong is { } wrong ? (wrong.Validation, figures.ValidationCorrect) : null),
               ("Test accuracy", figures => figures.Wrong?.Test is { } wrong ? (wrong, figures.TestCorrect!.Value) : null),
           }
           from other in Others
           let crossed = runs.OverImages(Kind(other), Kind(32), which.Of)
           where crossed is not null
           select Effect.Of($"{What(which.Title, other)}, over seeds and images", crossed),
    ];

    private static string Sentence(ImmutableArray<Effect> overImages)
    {
        var open = overImages.Where(effect => effect.Interval!.Contains(0)).Select(effect => effect.Name).ToList();
        return overImages.IsEmpty ? "Seeds do not sample images: the intervals are over seeds, on these images."
            : $"With images as a sample, too: {Effect.List(overImages)}; "
                + (open.Count == 0 ? "0 lies in none of these intervals." : $"0 lies in that of {string.Join(", and of ", open)}.");
    }

    private static TrainingRecipe Kind(int size) => EvidenceRuns.Recipe(true, size);

    private static PairedComparison? Pairs(EvidenceRuns runs, int other, Func<RunRecord, double?> figure) =>
        runs.Pairs(Kind(other), Kind(32), figure);

    private static string Name(string metric, int other) => FormattableString.Invariant($"B3 {metric} {other}");

    private static string What(string title, int other) => FormattableString.Invariant($"{title}, {other} minus 32");

    private static string Titles(IEnumerable<Metric> metrics) => string.Join(" and ", metrics.Select(metric => metric.Title.ToLowerInvariant()));
}
