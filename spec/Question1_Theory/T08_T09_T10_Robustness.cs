using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>
/// T8, T9 and T10, reproduced within limits. One grid of learning rates and one of initial scales, on the sample, seeds 1 and 2, show where
/// training works with and without batch normalization; the stored grids on MNIST show the same by the verdicts' own threshold.
/// </summary>
/// <remarks>
/// On MNIST a setting works when every seed ends its ten epochs with a validation accuracy of 0.9 or more. On the sample nothing reaches that in one
/// or two epochs on 10,000 images of clothes; a run works there when it ends with finite losses and a training accuracy above 0.35. Guessing gives
/// 0.1, and no run of the grids ends between 0.2 and 0.5: a spec holds that, so that no threshold in between would decide otherwise. Measured when
/// this was written (training accuracy of the epoch, the mean of both seeds, "-" for runs that do not work):
/// <code>
/// learning rate          0.1    0.3      1      3     10
/// with BN               0.78   0.75   0.73      -      -
/// without               0.71   0.67      -      -      -
///
/// initial scale (2 ep.)  0.1      1     10
/// with BN               0.82   0.83   0.67
/// without                  -   0.75   0.59
/// </code>
/// With BN before the ReLU a rate of 3 works too (0.63 to 0.66 by the reference engine) and 10 does not.
/// </remarks>
public sealed class T08_T09_T10_Robustness
{
    private const double Works = 0.35;
    private const double WorksOnMnist = 0.9;

    private static readonly ImmutableArray<ulong> Seeds = [1, 2];
    private static readonly ImmutableArray<double> Rates = [0.1, 0.3, 1, 3, 10];
    private static readonly ImmutableArray<double> Scales = [0.1, 1, 10];

    /// <summary>One epoch each.</summary>
    private static IEnumerable<TrainingRecipe> OfRates(NetworkConfiguration network) =>
        from rate in Rates
        from seed in Seeds
        select new TrainingRecipe { Network = network, LearningRate = rate, Epochs = 1, Seed = seed };

    /// <summary>Two epochs each.</summary>
    private static IEnumerable<TrainingRecipe> OfScales(NetworkConfiguration network) =>
        from scale in Scales
        from seed in Seeds
        select new TrainingRecipe { Network = network, InitialScale = scale, Epochs = 2, Seed = seed };

    private Dictionary<TrainingRecipe, RunOutcome> outcomes = null!;

    [OneTimeSetUp]
    public void Train() => outcomes = TrainedRuns
        .OutcomesOfPortableEngine(
            TrainedRuns.SampleData,
            [.. OfRates(Recipes.Normalized), .. OfRates(Recipes.Plain), .. OfScales(Recipes.Normalized), .. OfScales(Recipes.Plain)])
        .ToDictionary(outcome => outcome.Recipe);

    [Test]
    [Claim("T8")]
    public void BN_lets_training_work_at_a_higher_learning_rate() =>
        LargestRate(Recipes.Normalized).Should().BeGreaterThan(LargestRate(Recipes.Plain), Table(OfRates));

    [Test]
    [Claim("T8")]
    public void Much_higher_is_refuted_one_step_of_the_grid_about_threefold_and_not_tenfold() =>
        (LargestRate(Recipes.Normalized) / LargestRate(Recipes.Plain)).Should().BeInRange(2, 5, Table(OfRates));

    [Test]
    [Claim("T8")]
    public void The_highest_rate_that_works_with_BN_is_not_the_one_that_trains_best()
    {
        var best = Rates.MaxBy(rate => Mean(Recipes.Normalized, rate));

        best.Should().BeLessThan(LargestRate(Recipes.Normalized), Table(OfRates));
        (Mean(Recipes.Normalized, best) - Mean(Recipes.Normalized, LargestRate(Recipes.Normalized))).Should().BeGreaterThan(0.02, Table(OfRates));

        double Mean(NetworkConfiguration network, double rate) =>
            OfRates(network).Where(recipe => recipe.LearningRate == rate).Average(recipe => Accuracy(outcomes[recipe]));
    }

    [Test]
    [Claim("T9")]
    public void Weights_ten_times_too_small_stop_training_without_BN_and_not_with_it()
    {
        OfScales(Recipes.Plain).Where(recipe => recipe.InitialScale == 0.1).Select(recipe => Accuracy(outcomes[recipe])).Max()
            .Should().BeLessThan(0.2, Table(OfScales));
        OfScales(Recipes.Normalized).Where(recipe => recipe.InitialScale == 0.1).Select(recipe => Accuracy(outcomes[recipe])).Min()
            .Should().BeGreaterThan(0.75, Table(OfScales));
    }

    [Test]
    [Claim("T9")]
    public void Less_delicate_is_not_indifferent_weights_ten_times_too_large_harm_with_BN_too()
    {
        var loss = PairedComparison.Of(Of(1), Of(10));

        loss.Smallest.Should().BeGreaterThan(0.05, "training accuracy at scale 1 minus that at scale 10, with BN: {0}\n{1}", loss, Table(OfScales));

        IEnumerable<double> Of(double scale) =>
            OfScales(Recipes.Normalized).Where(recipe => recipe.InitialScale == scale).Select(recipe => Accuracy(outcomes[recipe]));
    }

    [Test]
    [Claim("T10")]
    public void Over_both_grids_training_breaks_down_less_often_with_BN_but_it_does()
    {
        var with = OfRates(Recipes.Normalized).Concat(OfScales(Recipes.Normalized)).Count(recipe => !DoesWork(outcomes[recipe]));
        var without = OfRates(Recipes.Plain).Concat(OfScales(Recipes.Plain)).Count(recipe => !DoesWork(outcomes[recipe]));

        with.Should().BeLessThanOrEqualTo(
            without - 3, "of 16 runs each, {0} break down with BN and {1} without\n{2}\n{3}", with, without, Table(OfRates), Table(OfScales));
        with.Should().BeGreaterThan(0, "stability has its limits\n{0}", Table(OfRates));
    }

    [Test]
    [Claim("T8")]
    [Claim("T9")]
    [Claim("T10")]
    public void No_run_ends_near_the_threshold() =>
        outcomes.Values.Select(Accuracy).Should().NotContain(
            accuracy => accuracy > 0.2 && accuracy < 0.5, "{0}\n{1}", Table(OfRates), Table(OfScales));

    /// <summary>Stored: 1 with, 0.3 without, of a grid from 0.001 to 10.</summary>
    [Test]
    [Claim("T8")]
    public void On_MNIST_the_highest_rate_that_works_is_about_threefold_too_and_not_tenfold() =>
        (LargestStoredRate(true) / LargestStoredRate(false)).Should().BeInRange(2, 5);

    /// <summary>
    /// Every stored setting of rate and scale, whatever the other is: with batch normalization more of them work, and some break down.
    /// </summary>
    [Test]
    [Claim("T9")]
    [Claim("T10")]
    public void On_MNIST_more_settings_of_rate_and_scale_work_with_BN_but_not_all()
    {
        var (with, without) = (Stored(true), Stored(false));

        with.Count.Should().Be(without.Count).And.BeGreaterThan(50);
        with.Values.Count(works => works).Should().BeGreaterThan(without.Values.Count(works => works) + 10).And.BeLessThan(with.Count);
        with.Where(cell => cell.Key.Rate == 0.01 && cell.Key.Scale is > 0 and < 1)
            .Should().OnlyContain(cell => cell.Value, "small kernels do no harm with BN");
        without.Where(cell => cell.Key.Rate == 0.01 && cell.Key.Scale is > 0 and < 1).Should().Contain(cell => !cell.Value, "and they do without");
    }

    /// <summary>
    /// What is not found of T10: seeds do not come out more alike. The standard deviation of validation accuracy over 65 seeds, with to without, is
    /// 0.92; the interval of the F distribution that holds 99 % excludes one half, from which the verdict would call them alike.
    /// </summary>
    [Test]
    [Claim("T10")]
    public void On_MNIST_seeds_are_not_more_alike_with_BN()
    {
        double[] Final(bool hasBatchNormalization) =>
        [
            .. StoredEvidence.Portable.Of(EvidenceRuns.Recipe(hasBatchNormalization)).Select(run => run.Final.Validation.Accuracy),
        ];
        var (with, without) = (Final(true), Final(false));
        var ratio = with.StandardDeviation() / without.StandardDeviation();
        var factor = Math.Sqrt(FisherSnedecor.InvCDF(with.Length - 1, without.Length - 1, 0.995));

        double Alike(Metric metric) => LeveneTest.PValue(
            StoredEvidence.Portable.Values(EvidenceRuns.Recipe(true), metric), StoredEvidence.Portable.Values(EvidenceRuns.Recipe(false), metric));

        Alike(Metric.TrainingAccuracy).Should().BeLessThan(0.01, "in training accuracy they are");
        Alike(Metric.ValidationAccuracy).Should().BeGreaterThan(0.05);
        with.Should().HaveCount(65);
        without.Should().HaveCount(65);
        (ratio / factor).Should().BeGreaterThan(
            0.5, "the ratio of standard deviations is {0:F2}, and between {1:F2} and {2:F2}", ratio, ratio / factor, ratio * factor);
    }

    /// <summary>The stored settings of the notebook's pair on MNIST, each with whether every seed works.</summary>
    private static Dictionary<(double Rate, double Scale), bool> Stored(bool hasBatchNormalization) => StoredEvidence.Portable.Runs
        .Where(run => run.DatasetName == Data.Dataset.MnistName && run.Recipe.BatchSize == 32 && run.Recipe.Epochs == 10)
        .Where(run => run.Recipe.Network == (hasBatchNormalization ? Recipes.Normalized : Recipes.Plain))
        .GroupBy(run => (run.Recipe.LearningRate, run.Recipe.InitialScale))
        .ToDictionary(setting => setting.Key, setting => setting.All(DoesWork));

    private static bool DoesWork(RunRecord run) => run.Succeeded && run.Final.Validation.Accuracy >= WorksOnMnist;

    private static double LargestStoredRate(bool hasBatchNormalization) =>
        Stored(hasBatchNormalization).Where(cell => cell.Key.Scale == 1 && cell.Value).Max(cell => cell.Key.Rate);

    private static bool DoesWork(RunOutcome outcome) => Accuracy(outcome) > Works;

    /// <summary>The training accuracy of the last epoch; 0 for a run that left the finite numbers.</summary>
    private static double Accuracy(RunOutcome outcome) => outcome.History?.Final.Training.Accuracy ?? 0;

    /// <summary>The largest rate of the grid up to which every run works.</summary>
    private double LargestRate(NetworkConfiguration network) =>
        Rates.TakeWhile(rate => OfRates(network).Where(recipe => recipe.LearningRate == rate).All(recipe => DoesWork(outcomes[recipe])))
            .DefaultIfEmpty(0)
            .Last();

    /// <summary>The evidence for a failure message.</summary>
    private string Table(Func<NetworkConfiguration, IEnumerable<TrainingRecipe>> grid) =>
        string.Join('\n', new[] { Recipes.Normalized, Recipes.Plain }
            .SelectMany(network => grid(network).Select(recipe => string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Title}, learning rate {recipe.LearningRate}, scale {recipe.InitialScale}, seed {recipe.Seed}: "
                    + $"training accuracy {Accuracy(outcomes[recipe]):F3}{(outcomes[recipe].History is null ? " (diverged)" : string.Empty)}")))
            .Prepend("Evidence:"));
}
