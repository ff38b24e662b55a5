using Reproduction.Claims;
using Reproduction.Training;

namespace Reproduction.Tests.Claims.Rules;

/// <summary>What B3 says of images as a sample follows from which images are wrong: three worlds, three sentences.</summary>
public sealed class B3Tests
{
    private const int Images = 1000;

    private static Finding Find(Func<TrainingRecipe, IEnumerable<int>>? wrong) => Rule.Decide(EvidenceRuns.Select(new SyntheticEvidence
    {
        Inference = kind => wrong is null ? null : Figures([.. wrong(kind).Distinct().Order()]),
    }.Runs("notebook"))).Single(verdict => verdict.Claim.Id == "B3").Finding;

    private static InferenceFigures Figures(int[] wrong) => new(0.1, 0.9, 9, Images - wrong.Length, (2 * Images) - wrong.Length)
    {
        Wrong = new([.. wrong], [.. wrong.Select(image => 2 * image)]),
    };

    [Test]
    public void Without_wrong_images_the_intervals_are_over_seeds_alone()
    {
        Find(null).Scope.Should().Contain("Seeds do not sample images: the intervals are over seeds, on these images.");
        Find(null).Effects.Should().OnlyContain(effect => effect.Images == null);
    }

    /// <summary>Wrong are 20, 40 and 100 of 1,000 images at 16, 32 and 64, other ones for each seed: 16 minus 32 is 0.02 in every seed.</summary>
    [Test]
    public void A_difference_on_images_that_change_with_the_seed_is_there_on_other_images()
    {
        static int Every(int batchSize) => batchSize switch { 16 => 50, 32 => 25, _ => 10 };
        var finding = Find(kind => Enumerable.Range(0, Images).Where(image => (image + (int)kind.Seed) % Every(kind.BatchSize) == 0));
        IEnumerable<double> Estimates(int images) =>
            finding.Effects.Where(effect => effect.Images == images).Select(effect => Math.Round(effect.Estimate, 10));

        finding.Scope.Should().Contain("0 lies in none of these intervals.")
            .And.Contain("n = 60 seeds by 1,000 images").And.Contain("n = 60 seeds by 2,000 images");
        Estimates(Images).Should().Equal(0.02, -0.06);
        Estimates(2 * Images).Should().Equal(0.01, -0.03);
    }

    /// <summary>One image that 32 has wrong in every seed and 16 never: beyond doubt on these images, and nothing about others.</summary>
    [Test]
    public void A_difference_on_one_image_in_every_seed_is_open_on_other_images()
    {
        int[] fifth = [.. Enumerable.Range(0, Images).Where(image => image % 5 == 0)];

        Find(kind => kind.BatchSize switch { 16 => [5], 32 => [5, 6], _ => fifth }).Scope.Should().Contain(
            "0 lies in that of Validation accuracy, 16 minus 32, over seeds and images, and of Test accuracy, 16 minus 32, over seeds and images.");
    }

    [Test]
    public void Wrong_images_of_other_data_are_no_sample_of_these()
    {
        var world = new SyntheticEvidence { Inference = kind => Figures([1, 2]) with { ValidationCorrect = Images + (int)(kind.Seed % 2) } };
        var runs = EvidenceRuns.Select(world.Runs("notebook"));

        runs.OverImages(EvidenceRuns.Recipe(true, 16), EvidenceRuns.Recipe(true), figures => (figures.Wrong!.Validation, figures.ValidationCorrect))
            .Should().BeNull();
    }
}
