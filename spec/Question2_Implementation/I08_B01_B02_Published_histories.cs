using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;
using Reproduction.Training;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>
/// I8, B1 and B2, reproduced: the 40 published figures of each batch size lie where one more run of ours would. What is trained today is such a run,
/// too.
/// </summary>
[Claim("I8")]
[Claim("B1")]
[Claim("B2")]
public sealed class I08_B01_B02_Published_histories
{
    /// <summary>
    /// The intervals are those of the other seeds: a member of n values cannot lie further from their mean than (n - 1) / sqrt(n) standard
    /// deviations, 4.25 of 20, and would lie in an interval of 5.1 whatever it were.
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
                      select $"epoch {row.Epoch}, {metric.Name}: trained {metric.Of(row)}, "
                          + $"the other seeds give {interval.Low:F4} to {interval.High:F4}";

        others.Should().HaveCount(StoredEvidence.TorchSeeds - 1);
        history.Epochs.Should().HaveCount(10);
        outside.Should().BeEmpty("what is trained today is a run like the stored ones");
    }

    /// <summary>
    /// What the intervals would catch, by planting it: how many of the 120 figures of a run with a fault in its recipe lie outside, for seeds 201 and
    /// 202. BN momentum 0.9 and the unbiased moving variance pass: they change no training figure and, once warm, hardly inference. Keras's traces
    /// (I3) hold those two.
    /// </summary>
    [TestCase("epsilon 1e-5", true)]
    [TestCase("momentum 0.9", false)]
    [TestCase("unbiased moving variance", false)]
    [TestCase("BN before the ReLU", true)]
    [TestCase("learning rate 0.011", null)]
    [TestCase("learning rate 0.012", true)]
    public void A_fault_that_is_planted_in_the_recipe_puts_figures_outside_or_passes(string fault, bool? isSeen)
    {
        var path = Path.Combine(StoredEvidence.Root, "results", "planted-faults", "planted-faults.jsonl.gz");
        var planted = RunFile.Read(path).Runs.Where(run => Fault(run.Recipe) == fault).ToList();
        var counts = planted.GroupBy(run => run.Recipe.Seed).OrderBy(seed => seed.Key)
            .Select(seed => seed.Sum(run => CountOutside(run.Recipe.BatchSize, run.Epochs))).ToList();
        TestContext.Out.WriteLine($"{fault}: {string.Join(" and ", counts)} of 120 figures outside");

        planted.Should().HaveCount(6);
        counts.Should().OnlyContain(count => isSeen == null || count > 0 == isSeen, "{0} and {1} figures lie outside", counts[0], counts[1]);
    }

    /// <summary>
    /// Another fault, which no recipe can name and this planted engine makes: kernels at He's scale (Kaiming), sqrt(6 / inputs), for Glorot's, sqrt(6
    /// / (inputs + outputs)). Measured for seed 201: 43 of 120 figures outside.
    /// </summary>
    [Test]
    public void He_kernels_trained_on_MNIST_now_put_figures_outside()
    {
        var trainer = new Trainer(new HeKernels(TrainedRuns.PortableEngine));
        var data = TrainedRuns.MnistData;
        var outside = new[] { 16, 32, 64 }.AsParallel()
            .Sum(size => CountOutside(size, trainer.Train(EvidenceRuns.Recipe(true, size) with { Seed = 201 }, data).Epochs));

        TestContext.Out.WriteLine($"He kernels: {outside} of 120 figures outside");
        outside.Should().BeGreaterThan(10);
    }

    /// <summary>
    /// The stated rate, on what was trained: each stored seed in turn takes the notebook's place among the others, as one more run that it is. At 1 %
    /// for all of 124 figures a history of 40 has a figure outside with a probability of 0.3 % at most; of 180 histories two may, which 95 % of such
    /// series do not exceed.
    /// </summary>
    [Test]
    public void Stored_seeds_in_the_notebooks_place_lie_inside_as_often_as_stated()
    {
        var outside = 0;
        foreach (var size in new[] { 16, 32, 64 })
        {
            var runs = StoredEvidence.Portable.Of(EvidenceRuns.Recipe(true, size)).Where(run => run.Recipe.Seed <= 60).ToList();
            runs.Should().HaveCount(60);
            outside += runs.Count(one => (
                from row in one.Epochs
                from metric in Metric.All
                let others = runs.Where(run => run != one).Select(run => metric.Of(run.Epochs[row.Epoch - 1]))
                where !PublishedPlaces.Interval(others).Contains(metric.Of(row))
                select row).Any());
        }

        TestContext.Out.WriteLine($"{outside} of 180 histories have a figure outside");
        outside.Should().BeLessThanOrEqualTo(NightlySimulation.MostAlarms(180, 0.01 * 40 / PublishedPlaces.Count)).And.BeLessThanOrEqualTo(2);
    }

    private static int CountOutside(int batchSize, IEnumerable<EpochMetrics> history) => (
        from row in history
        from metric in Metric.All
        where !PublishedPlaces.Interval(StoredEvidence.Portable.Values(EvidenceRuns.Recipe(true, batchSize), metric, row.Epoch))
            .Contains(metric.Of(row))
        select row).Count();

    /// <summary>An engine that starts from kernels at He's scale: each of Glorot's times sqrt((inputs + outputs) / inputs).</summary>
    private sealed class HeKernels(IEngine engine) : IEngine
    {
        public string Name => "he";

        public string Description => "He kernels";

        public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate) =>
            engine.Open(layout, new([.. initial.Arrays.Select(Scaled)]), optimizer, learningRate);

        private static ParameterArray Scaled(ParameterArray array) => array.Name != "kernel" ? array : array with
        {
            Values = [.. array.Values.Select(value => (float)(value * Math.Sqrt((double)(array.Shape[0] + array.Shape[1]) / array.Shape[0])))],
        };
    }

    private static string Fault(TrainingRecipe recipe) => recipe switch
    {
        { Network.BatchNormalization.Epsilon: 1e-5 } => "epsilon 1e-5",
        { Network.BatchNormalization.Momentum: 0.9 } => "momentum 0.9",
        { Network.BatchNormalization.MovingVariance: MovingVarianceEstimate.Unbiased } => "unbiased moving variance",
        { Network.Normalization.Placement: NormalizationPlacement.BeforeActivation } => "BN before the ReLU",
        _ => FormattableString.Invariant($"learning rate {recipe.LearningRate}"),
    };
}
