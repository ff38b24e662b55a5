using Reproduction.Claims;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>I8, B1 and B2, reproduced: the 40 published figures of each batch size lie where one more run of ours would. What is trained today is such a run, too.</summary>
[Claim("I8")]
[Claim("B1")]
[Claim("B2")]
public sealed class I08_B01_B02_Published_histories
{
    /// <summary>
    /// The intervals are those of the other seeds: a member of n values cannot lie further from their mean than (n - 1) / sqrt(n) standard deviations, 4.25 of 20, and would
    /// lie in an interval of 5.1 whatever it were.
    /// </summary>
    [TestCase(16)]
    [TestCase(32)]
    [TestCase(64)]
    public void What_is_trained_on_MNIST_now_lies_where_the_other_seeds_do(int batchSize)
    {
        var history = TrainedRuns.OnMnist(Recipes.With(batchSize))[0];
        var others = StoredEvidence.Torch.Of(EvidenceRuns.Recipe(true, batchSize)).Where(run => run.Recipe.Seed != history.Recipe.Seed).ToList();
        var outside = from row in history.Epochs
                      from metric in Metric.All
                      let interval = PublishedPlaces.Interval(others.Select(run => metric.Of(run.Epochs[row.Epoch - 1])))
                      where !interval.Contains(metric.Of(row))
                      select $"epoch {row.Epoch}, {metric.Name}: trained {metric.Of(row)}, the other seeds give {interval.Low:F4} to {interval.High:F4}";

        others.Should().HaveCount(19);
        history.Epochs.Should().HaveCount(10);
        outside.Should().BeEmpty("what is trained today is a run like the stored ones");
    }
}
