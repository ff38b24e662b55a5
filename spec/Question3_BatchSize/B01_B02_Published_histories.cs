using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Question3_BatchSize;

/// <summary>B1 and B2, reproduced: all 40 published figures at batch size 64, and all 40 at 16.</summary>
public sealed class B01_B02_Published_histories
{
    [Test]
    [Claim("B1")]
    public void At_batch_64_each_published_figure_is_one_that_a_seed_could_give() => Published_histories.MustLieWhereSeedsLie(batchSize: 64);

    [Test]
    [Claim("B1")]
    public void At_batch_64_what_is_trained_on_MNIST_now_lies_in_the_same_bands() => Published_histories.TodaysRunMustLieThereToo(batchSize: 64);

    [Test]
    [Claim("B2")]
    public void At_batch_16_each_published_figure_is_one_that_a_seed_could_give() => Published_histories.MustLieWhereSeedsLie(batchSize: 16);

    [Test]
    [Claim("B2")]
    public void At_batch_16_what_is_trained_on_MNIST_now_lies_in_the_same_bands() => Published_histories.TodaysRunMustLieThereToo(batchSize: 16);
}
