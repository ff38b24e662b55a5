using Reproduction.Claims;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;

namespace Reproduction.Spec.Question3_BatchSize;

/// <summary>
/// B3, refuted as it stands: batch size 32 gives the best training figures, and 16 validates better, in the notebook's own tables as over either
/// engine's seeds.
/// </summary>
[Claim("B3")]
public sealed class B03_Is_32_best
{
    [Test]
    public void In_the_notebooks_own_tables_16_validates_better_than_32()
    {
        var published = Published.Load();
        var (at16, at32) = (published.History(16)[^1].Validation, published.History(32)[^1].Validation);

        at16.Accuracy.Should().BeGreaterThan(at32.Accuracy);
        at16.Loss.Should().BeLessThan(at32.Loss);
    }

    [TestCaseSource(typeof(StoredEvidence), nameof(StoredEvidence.Engines))]
    public void Over_seeds_16_validates_more_accurately_than_32(object runs) =>
        Must(runs, family => family.FindsContrary("B3 val_accuracy 16"), "B3 val_accuracy 16");

    [TestCaseSource(typeof(StoredEvidence), nameof(StoredEvidence.Engines))]
    public void Over_seeds_32_validates_better_than_64(object runs)
    {
        Must(runs, family => family.Finds("B3 val_accuracy 64"), "B3 val_accuracy 64");
        Must(runs, family => family.Finds("B3 val_loss 64"), "B3 val_loss 64");
    }

    /// <summary>
    /// By the portable engine's 60 seeds alone. TorchSharp's 20 do not decide it at the family's 1 %: +0.0010 on average, p 0.013 after Holm's
    /// correction.
    /// </summary>
    [Test]
    public void On_the_test_images_that_nothing_was_chosen_by_16_is_better_too() =>
        Must(StoredEvidence.Portable, family => family.FindsContrary("B3 test 16"), "B3 test 16");

    /// <summary>
    /// Seeds do not sample images: over seeds and images both, as samples, the intervals are up to 1.7 times as wide, and 16 is better all the same,
    /// in validation and on the test images; 64 is worse.
    /// </summary>
    [Test]
    public void Over_other_images_as_well_as_other_seeds_16_is_better_and_64_is_worse()
    {
        var effects = StoredEvidence.Of("B3").Finding.Effects.Where(effect => effect.Images is not null).ToList();

        effects.Select(effect => (effect.Count, effect.Images)).Should().Equal((60, 5_000), (60, 5_000), (60, 10_000), (60, 10_000));
        effects.Where(effect => effect.Name.Contains("16 minus 32", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.OnlyContain(effect => effect.Interval!.Low > 0);
        effects.Where(effect => effect.Name.Contains("64 minus 32", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.OnlyContain(effect => effect.Interval!.High < 0);
    }

    [TestCase(16)]
    [TestCase(64)]
    public void What_is_true_of_the_claim_32_has_the_best_training_figures_for_every_seed(int other)
    {
        foreach (var runs in new[] { StoredEvidence.Portable, StoredEvidence.Torch })
        {
            var (accuracy, loss) = (Pairs(Metric.TrainingAccuracy), Pairs(Metric.TrainingLoss));

            accuracy.Smallest.Should().BeGreaterThan(0, "training accuracy at 32 minus that at {0}: {1}", other, accuracy);
            loss.Largest.Should().BeLessThan(0, "training loss at 32 minus that at {0}: {1}", other, loss);

            PairedComparison Pairs(Metric metric) => runs.Pairs(EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(true, other), metric)!;
        }
    }

    private static void Must(object runs, Func<Family, bool> find, string test)
    {
        var family = Rule.FamilyOf((EvidenceRuns)runs);

        find(family).Should().BeTrue("{0}: {1}", family[test]!.Effect.Name, family[test]!.Effect);
    }

    /// <summary>
    /// The runs of now, seed 1: 32 has the better training figures, as for every stored seed; in validation accuracy it differs from 16 and 64 by
    /// what single seeds differ by, Student's prediction interval that holds 99.9 % of pairs, made without today's seed. That 16 is better on
    /// average, one pair does not show.
    /// </summary>
    [TestCase(16)]
    [TestCase(64)]
    public void What_is_trained_on_MNIST_now_agrees(int other)
    {
        var histories = TrainedRuns.OnMnist(Recipes.With(other), Recipes.With());
        var (theirs, at32) = (histories[0].Final, histories[1].Final);
        var stored = StoredEvidence.Torch.Pairs(
            EvidenceRuns.Recipe(true, other), EvidenceRuns.Recipe(true), Metric.ValidationAccuracy, seed => seed != histories[0].Recipe.Seed)!;
        var band = Prediction.Interval(stored.Values, probability: 0.999);

        at32.Training.Accuracy.Should().BeGreaterThan(theirs.Training.Accuracy);
        at32.Training.Loss.Should().BeLessThan(theirs.Training.Loss);
        (theirs.Validation.Accuracy - at32.Validation.Accuracy)
            .Should().BeInRange(band.Low, band.High, "validation accuracy at {0} minus that at 32 over the other seeds: {1}", other, stored);
    }
}
