using Reproduction.Claims;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;

namespace Reproduction.Spec.Question3_BatchSize;

/// <summary>
/// B3, refuted as it stands: batch size 32 gives the best training figures, and 16 validates better, in the notebook's own tables as over seeds.
/// </summary>
[Claim("B3")]
public sealed class B03_Is_32_best
{
    private static readonly SeedEvidence Evidence = SeedEvidence.Load();

    [Test]
    public void In_the_notebooks_own_tables_16_validates_better_than_32()
    {
        var published = Published.Load();
        var (at16, at32) = (published.History(16)[^1].Validation, published.History(32)[^1].Validation);

        at16.Accuracy.Should().BeGreaterThan(at32.Accuracy);
        at16.Loss.Should().BeLessThan(at32.Loss);
    }

    /// <summary>
    /// One-sided paired t-test at 1 %: t(19) = 2.54. The lead is small, 0.002 of 5,000 images, and not one that every seed shows.
    /// </summary>
    [Test]
    public void Over_twenty_seeds_16_validates_more_accurately_than_32()
    {
        var lead = PairedComparison.Of(Evidence.Of(true, 16, 10, "val_accuracy"), Evidence.Of(true, 32, 10, "val_accuracy"));

        (lead.Mean / lead.StandardError).Should().BeGreaterThan(2.54, "validation accuracy at 16 minus that at 32: {0}", lead);
    }

    [Test]
    public void Over_twenty_seeds_32_validates_better_than_64()
    {
        var accuracy = PairedComparison.Of(Evidence.Of(true, 32, 10, "val_accuracy"), Evidence.Of(true, 64, 10, "val_accuracy"));
        var loss = PairedComparison.Of(Evidence.Of(true, 64, 10, "val_loss"), Evidence.Of(true, 32, 10, "val_loss"));

        (accuracy.Mean / accuracy.StandardError).Should().BeGreaterThan(2.54, "validation accuracy at 32 minus that at 64: {0}", accuracy);
        (loss.Mean / loss.StandardError).Should().BeGreaterThan(2.54, "validation loss at 64 minus that at 32: {0}", loss);
    }

    [TestCase(16)]
    [TestCase(64)]
    public void What_is_true_of_the_claim_32_has_the_best_training_figures_for_every_seed(int other)
    {
        var accuracy = PairedComparison.Of(Evidence.Of(true, 32, 10, "accuracy"), Evidence.Of(true, other, 10, "accuracy"));
        var loss = PairedComparison.Of(Evidence.Of(true, other, 10, "loss"), Evidence.Of(true, 32, 10, "loss"));

        accuracy.Smallest.Should().BeGreaterThan(0, "training accuracy at 32 minus that at {0}: {1}", other, accuracy);
        loss.Smallest.Should().BeGreaterThan(0, "training loss at {0} minus that at 32: {1}", other, loss);
    }

    /// <summary>
    /// The runs of now, seed 1: 32 has the better training figures, as for every stored seed; in validation accuracy it differs from 16 and 64 by what single seeds
    /// differ by, Student's prediction interval that holds 99.9 % of pairs. That 16 is better on average, one pair does not show.
    /// </summary>
    [TestCase(16)]
    [TestCase(64)]
    public void What_is_trained_on_MNIST_now_agrees(int other)
    {
        var histories = TrainedRuns.OnMnist(Recipes.With(other), Recipes.With());
        var (theirs, at32) = (histories[0].Final, histories[1].Final);
        var stored = PairedComparison.Of(Evidence.Of(true, other, 10, "val_accuracy"), Evidence.Of(true, 32, 10, "val_accuracy"));
        var band = Prediction.Interval(stored.Values, probability: 0.999);

        at32.Training.Accuracy.Should().BeGreaterThan(theirs.Training.Accuracy);
        at32.Training.Loss.Should().BeLessThan(theirs.Training.Loss);
        (theirs.Validation.Accuracy - at32.Validation.Accuracy).Should().BeInRange(band.Low, band.High, "validation accuracy at {0} minus that at 32 over twenty seeds: {1}", other, stored);
    }
}
