using Reproduction.Claims;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;

namespace Reproduction.Spec.Evidence;

/// <summary>The published histories against ours, epoch by epoch: 40 figures for each batch size, 120 in all.</summary>
/// <remarks>
/// The band of a figure is Student's prediction interval from its 20 seeds. Its probability is chosen so that 120 honest figures, were they
/// independent, would all lie inside with a probability of 99 % (Bonferroni): 1 - 0.01 / 120 each, about 5.0 standard deviations at 19 degrees
/// of freedom. Measured: the largest deviation of a published figure is 3.3 standard deviations.
/// </remarks>
internal static class Published_histories
{
    private const double Probability = 1 - (0.01 / 120);

    private static readonly SeedEvidence Evidence = SeedEvidence.Load();
    private static readonly Published Published = Published.Load();

    /// <summary>Every published figure lies in its band.</summary>
    public static void MustLieWhereSeedsLie(int batchSize)
    {
        var history = Published.History(batchSize);
        history.Should().HaveCount(10);
        var outside = from row in history
                      from metric in Metric.All
                      let band = Band(batchSize, row.Epoch, metric)
                      where !band.Contains(metric.Of(row))
                      select $"epoch {row.Epoch}, {metric.Name}: published {metric.Of(row)}, seeds give {band.Low:F4} to {band.High:F4}";

        outside.Should().BeEmpty("each published figure is one that a seed could give");
    }

    /// <summary>Every figure of the run that was trained now lies in the same band.</summary>
    public static void TodaysRunMustLieThereToo(int batchSize)
    {
        var history = TrainedRuns.OnMnist(Recipes.With(batchSize))[0];
        var outside = from row in history.Epochs
                      from metric in Metric.All
                      let band = Band(batchSize, row.Epoch, metric)
                      where !band.Contains(metric.Of(row))
                      select $"epoch {row.Epoch}, {metric.Name}: trained {metric.Of(row)}, seeds give {band.Low:F4} to {band.High:F4}";

        history.Epochs.Should().HaveCount(10);
        outside.Should().BeEmpty("what is trained today is a run like the stored ones");
    }

    private static Interval Band(int batchSize, int epoch, Metric metric)
    {
        var values = Evidence.Of(true, batchSize, epoch, metric.Name);
        values.Should().HaveCount(20);
        return Prediction.Interval(values, Probability);
    }
}
