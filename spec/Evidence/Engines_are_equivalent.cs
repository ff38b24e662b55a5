using System.Globalization;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;

namespace Reproduction.Spec.Evidence;

/// <summary>
/// Over the 20 seeds that both engines have trained on full MNIST, their figures after the last epoch are equivalent: shown by a test for it, not by
/// the failure to find a difference.
/// </summary>
/// <remarks>
/// Two one-sided t-tests, paired by seed, at 5 % each. The margin of a metric is a quarter of the effect that the notebook published for it (I4 to
/// I7): a difference that small changes no verdict about them. Every one of the 16 comparisons has to be equivalent, so their number needs no
/// correction (Berger's intersection-union test). Measured: differences of at most 0.0003 in validation accuracy and 0.0005 in validation loss.
/// </remarks>
[Claim("I4")]
[Claim("I5")]
[Claim("I6")]
[Claim("I7")]
public sealed class Engines_are_equivalent
{
    private static double Margin(Metric metric) =>
        Math.Abs(metric.Of(Published.Load().WithoutBatchNormalization.Row) - metric.Of(Published.Load().History(32)[^1])) / 4;

    private static IEnumerable<TestCaseData> Comparisons() =>
        from recipe in Recipes.Notebook
        from metric in Metric.All
        select new TestCaseData(recipe.HasBatchNormalization, recipe.BatchSize, metric).SetArgDisplayNames(recipe.Title, metric.Name);

    [TestCaseSource(nameof(Comparisons))]
    public void A_metric_after_the_last_epoch_is_equivalent(bool hasBatchNormalization, int batchSize, Metric metric)
    {
        var torch = Final(StoredEvidence.Torch.Runs, hasBatchNormalization, batchSize, metric);
        var portable = Final(StoredEvidence.Portable.Runs, hasBatchNormalization, batchSize, metric);
        var seeds = torch.Keys.Intersect(portable.Keys).Order().ToList();
        seeds.Should().HaveCount(StoredEvidence.TorchSeeds);

        var test = EquivalenceTest.Paired(
            PairedComparison.Of(seeds.Select(seed => portable[seed]), seeds.Select(seed => torch[seed])), Margin(metric), alpha: 0.05);

        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"portable minus torch {test.Difference:+0.00000;-0.00000}, {test.Interval.Probability:P0} "
                + $"interval {test.Interval.Low:+0.00000;-0.00000} to {test.Interval.High:+0.00000;-0.00000}, "
                + $"margin {Margin(metric)}, p {test.PValue:E1}"));
        test.IsEquivalent.Should().BeTrue();
    }

    [Test]
    public void A_difference_of_the_margin_is_not_called_equivalent()
    {
        var torch = Final(StoredEvidence.Torch.Runs, true, 32, Metric.ValidationAccuracy);
        var margin = Margin(Metric.ValidationAccuracy);

        EquivalenceTest.Paired(
            PairedComparison.Of(
                torch.OrderBy(run => run.Key).Select((run, i) => run.Value + margin + (i % 2 * 1e-4)),
                torch.OrderBy(run => run.Key).Select(run => run.Value)),
            margin,
            alpha: 0.05)
            .IsEquivalent.Should().BeFalse();
    }

    private static Dictionary<ulong, double> Final(IEnumerable<RunRecord> runs, bool hasBatchNormalization, int batchSize, Metric metric) =>
        runs.Where(run => run.Recipe with { Seed = 0 } == EvidenceRuns.Recipe(hasBatchNormalization, batchSize))
            .ToDictionary(run => run.Recipe.Seed, run => metric.Of(run.Final));
}
