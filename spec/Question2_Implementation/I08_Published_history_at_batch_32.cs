using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>I8, reproduced: all 40 published figures at batch size 32.</summary>
[Claim("I8")]
public sealed class I08_Published_history_at_batch_32
{
    [Test]
    public void Each_published_figure_is_one_that_a_seed_could_give() => Published_histories.MustLieWhereSeedsLie(batchSize: 32);

    [Test]
    public void What_is_trained_on_MNIST_now_lies_in_the_same_bands() => Published_histories.TodaysRunMustLieThereToo(batchSize: 32);
}
