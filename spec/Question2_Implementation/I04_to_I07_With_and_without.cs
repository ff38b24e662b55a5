using Reproduction.Claims;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>
/// I4 to I7, reproduced at the notebook's learning rate of 0.01: after ten epochs at batch 32, batch normalization is ahead in all four figures.
/// At ten times that rate it no longer is: the network without it trains further, and validates as well as the notebook's with it.
/// </summary>
public sealed class I04_to_I07_With_and_without
{
    /// <summary>
    /// Claim, metric, the notebook's figure with BN, and the lead that a run of today must show at least. Over seeds 1 to 20 the leads are
    /// 0.0195, 0.0085, 0.068 and 0.036 on average, with standard deviations of 0.0009, 0.0016, 0.0025 and 0.0045: the least lead is half of the
    /// average or a little less, and 2.7 standard deviations or more below it for each figure.
    /// </summary>
    private static IEnumerable<TestCaseData> Rows()
    {
        yield return Row("I4", Metric.TrainingAccuracy, 0.989, least: 0.0098);
        yield return Row("I5", Metric.ValidationAccuracy, 0.977, least: 0.0040);
        yield return Row("I6", Metric.TrainingLoss, 0.038, least: 0.034);
        yield return Row("I7", Metric.ValidationLoss, 0.077, least: 0.018);

        static TestCaseData Row(string claim, Metric metric, double claimed, double least) =>
            new TestCaseData(metric, claimed, least).SetArgDisplayNames(claim, metric.Name).SetProperty("Claim", claim).SetCategory(claim);
    }

    [TestCaseSource(nameof(Rows))]
    [Claim("I4")]
    [Claim("I5")]
    [Claim("I6")]
    [Claim("I7")]
    public void On_MNIST_BN_leads_after_ten_epochs_with_a_margin(Metric metric, double claimed, double least)
    {
        var histories = TrainedRuns.OnMnist(Recipes.With(), Recipes.Without());
        var (with, without) = (metric.Of(histories[0].Final), metric.Of(histories[1].Final));

        (metric.Direction * (with - without)).Should().BeGreaterThan(
            least, "{0} after epoch 10 is {1} with BN and {2} without", metric.Name, with, without);
    }

    [TestCaseSource(nameof(Rows))]
    [Claim("I4")]
    [Claim("I5")]
    [Claim("I6")]
    [Claim("I7")]
    public void For_each_stored_seed_BN_leads(Metric metric, double claimed, double least)
    {
        var lead = StoredEvidence.Torch.Pairs(EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false), run => metric.Direction * metric.Of(run.Final))!;

        lead.Values.Should().HaveCount(StoredEvidence.TorchSeeds);
        lead.Smallest.Should().BeGreaterThan(0, "{0}: {1}", metric.Name, lead);
        lead.Mean.Should().BeGreaterThan(least, "{0}: {1}", metric.Name, lead);
    }

    /// <summary>
    /// The notebook's text cuts its figures off after three decimals: its 0.077 is 0.077891. Whether they lie where our seeds lie is the rule's to
    /// say.
    /// </summary>
    [TestCaseSource(nameof(Rows))]
    [Claim("I4")]
    [Claim("I5")]
    [Claim("I6")]
    [Claim("I7")]
    public void The_figure_with_BN_is_that_of_the_published_history_cut_off(Metric metric, double claimed, double least)
    {
        (Math.Floor(metric.Of(Published.Load().History(32)[^1]) * 1000) / 1000).Should().Be(claimed);
        (metric.Direction * (claimed - metric.Of(Published.Load().WithoutBatchNormalization.Row))).Should().BeGreaterThan(least / 2);
    }

    /// <summary>Measured on the sample with seed 1: 0.908 and 0.844, 0.258 and 0.444.</summary>
    [Test]
    [Claim("I4")]
    [Claim("I6")]
    public void On_the_sample_BN_leads_in_training_after_ten_epochs()
    {
        var histories = TrainedRuns.OnSample(Recipes.With(), Recipes.Without());

        (histories[0].Final.Training.Accuracy - histories[1].Final.Training.Accuracy).Should().BeGreaterThan(0.03);
        (histories[1].Final.Training.Loss - histories[0].Final.Training.Loss).Should().BeGreaterThan(0.09);
    }

    /// <summary>
    /// On the sample's 10,000 images the lead in validation accuracy that is there after two epochs is used up after ten: over seeds 1 to 6 it falls
    /// for every seed, and what is left on average is no longer told from 0 by a paired t-test at 1 %. The portable engine, whose figures are the
    /// same everywhere.
    /// </summary>
    [Test]
    [Claim("I5")]
    public void On_the_sample_the_lead_in_validation_accuracy_is_used_up_after_ten_epochs()
    {
        ulong[] seeds = [1, 2, 3, 4, 5, 6];
        var with = TrainedRuns.OfPortableEngine(TrainedRuns.SampleData, seeds.Select(seed => Recipes.With(seed: seed)));
        var without = TrainedRuns.OfPortableEngine(TrainedRuns.SampleData, seeds.Select(seed => Recipes.Without(seed)));
        PairedComparison Lead(int epoch) => PairedComparison.Of(
            with.Select(history => history.Epochs[epoch - 1].Validation.Accuracy),
            without.Select(history => history.Epochs[epoch - 1].Validation.Accuracy));
        var (early, late) = (Lead(2), Lead(10));

        PairedComparison.Of(early.Values, late.Values).Smallest
            .Should().BeGreaterThan(0, "the lead after 2 epochs is {0}, after 10 epochs {1}", early, late);
        late.PValue(Alternative.Greater).Should().BeGreaterThan(0.01, "after 10 epochs the lead is {0}", late);
    }

    /// <summary>
    /// Measured with seed 1, portable engine: training accuracy 0.9913 with, 0.9983 without; training loss 0.027 with, 0.008 without.
    /// </summary>
    [Test]
    [Claim("I4")]
    [Claim("I6")]
    public void At_ten_times_the_learning_rate_the_network_without_BN_trains_further()
    {
        var (with, without) = TenfoldRate();

        (without.Training.Accuracy - with.Training.Accuracy)
            .Should().BeGreaterThan(0.003, "training accuracy is {0} with BN and {1} without", with.Training.Accuracy, without.Training.Accuracy);
        (with.Training.Loss - without.Training.Loss)
            .Should().BeGreaterThan(0.009, "training loss is {0} with BN and {1} without", with.Training.Loss, without.Training.Loss);
    }

    /// <summary>Measured with seed 1, portable engine: 0.9812 both; at 0.01 the average lead is 0.0087.</summary>
    [Test]
    [Claim("I5")]
    public void At_ten_times_the_learning_rate_the_lead_in_validation_accuracy_shrinks()
    {
        var (with, without) = TenfoldRate();
        var atNotebooksRate = StoredEvidence.Torch.Pairs(EvidenceRuns.Recipe(true), EvidenceRuns.Recipe(false), Metric.ValidationAccuracy)!;

        (with.Validation.Accuracy - without.Validation.Accuracy).Should().BeLessThan(
            atNotebooksRate.Mean,
            "validation accuracy is {0} with BN and {1} without; at 0.01 the lead is {2}",
            with.Validation.Accuracy,
            without.Validation.Accuracy,
            atNotebooksRate);
    }

    /// <summary>What the notebook's comparison shows is as much the rate as the layer: 0.9812 against the notebook's 0.977.</summary>
    [Test]
    [Claim("I5")]
    public void Ten_times_the_learning_rate_alone_gives_what_the_notebook_needed_BN_for()
    {
        var (_, without) = TenfoldRate();

        without.Validation.Accuracy.Should().BeGreaterThan(0.977, "the notebook's network with BN at 0.01 reached 0.977");
    }

    private static (EpochMetrics With, EpochMetrics Without) TenfoldRate()
    {
        var histories = TrainedRuns.OfPortableEngine(TrainedRuns.MnistData, Recipes.TenfoldRate);
        return (histories[0].Final, histories[1].Final);
    }
}
