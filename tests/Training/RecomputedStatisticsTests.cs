using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Engines.Torch;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

/// <summary>Statistics recomputed over the training examples are those of all examples together, and a run does not notice them.</summary>
public sealed class RecomputedStatisticsTests
{
    private static readonly PortableEngine Portable = new();

    private static readonly TrainingRecipe Recipe = new()
    {
        Network = new() { InputSize = SyntheticData.FeatureCount, HiddenSizes = [9, 6], ClassCount = SyntheticData.ClassCount },
        BatchSize = 8,
        LearningRate = 0.1,
        Epochs = 2,
    };

    /// <summary>
    /// With momentum 0 the moving statistics are the last batch's. Let it be all 1,200 examples, which the pass reads in batches of 500, 500 and 200:
    /// the first BN's statistics must not show it, in single precision; the second's, behind batches, do within a twentieth.
    /// </summary>
    [TestCase(NormalizationPlacement.AfterActivation)]
    [TestCase(NormalizationPlacement.BeforeActivation)]
    public void They_are_those_of_one_batch_of_all_examples(NormalizationPlacement placement)
    {
        var examples = SyntheticData.Create(trainingCount: 1200).Training;
        var network = Recipe.Network with { BatchNormalization = new() { Momentum = 0, Placement = placement } };
        var at = Initialization.GlorotUniform(network, seed: 2);
        using var session = Portable.Start(network, at, Recipe.LearningRate);
        session.Step(examples, [.. Enumerable.Range(0, 1200)]);
        var expected = session.Export();

        var state = RecomputedStatistics.Of(Portable, network, at, examples, default)!;

        foreach (var (layer, tolerance) in new[] { ("batchNormalization1", 1e-5f), ("batchNormalization2", 0.05f) })
        {
            foreach (var name in new[] { "moving_mean", "moving_variance" })
            {
                state[layer, name].Zip(expected[layer, name]).Max(pair => Math.Abs(pair.First - pair.Second))
                    .Should().BeLessThan(tolerance, "{0} of {1}", name, layer);
                state[layer, name].Should().NotEqual(at[layer, name]);
            }
        }

        state.Arrays.Where(array => array.Trainable).Should().Equal(at.Arrays.Where(array => array.Trainable), "nothing is learned");
    }

    /// <summary>Batches whose means differ: the mean of their variances, 0.25 and 0.25, would be 0.25.</summary>
    [Test]
    public void What_the_batches_means_differ_by_is_variance_too_and_a_smaller_batch_counts_less()
    {
        var examples = SyntheticData.Create(trainingCount: 750).Training;
        var at = Initialization.GlorotUniform(Recipe.Network with { HiddenSizes = [1] }, seed: 2);
        var engine = new Moments(batch => batch.Length == 500 ? new([1], [0.25f]) : new([4], [0.25f]));

        var state = RecomputedStatistics.Of(engine, Recipe.Network with { HiddenSizes = [1] }, at, examples, default)!;

        state["batchNormalization1", "moving_mean"].Should().Equal(2);
        state["batchNormalization1", "moving_variance"].Should().Equal(0.25f + (((2 * 1) + (1 * 4)) / 3f));
    }

    /// <summary>How fast moving statistics move is not in them: training is the same, and so are they.</summary>
    [Test]
    public void The_momentum_has_no_part_in_them_and_decides_what_moving_statistics_give()
    {
        var data = SyntheticData.Create();
        var runs = new[] { 0.9, 0.99, 0.999 }.Select(momentum => new Trainer(Portable).Train(
            Recipe with { Network = Recipe.Network with { BatchNormalization = new() { Momentum = momentum } } }, data)).ToList();

        runs.Select(run => run.Inference!.Recomputed).Distinct().Should().ContainSingle().Which.Should().NotBeNull();
        runs.Select(run => run.Final.Validation.Loss).Should().OnlyHaveUniqueItems();
        runs.Select(run => (double?)run.Final.Validation.Loss).Should().NotContain(runs[0].Inference!.Recomputed!.Value.Loss);
    }

    [Test]
    public void Ghost_batches_have_no_part_in_them()
    {
        var examples = SyntheticData.Create().Training;
        NetworkParameters Of(int? size)
        {
            var network = Recipe.Network with { BatchNormalization = new() { GhostBatchSize = size } };
            return RecomputedStatistics.Of(Portable, network, Initialization.GlorotUniform(network, seed: 2), examples, default)!;
        }

        Of(4).Sha256().Should().Be(Of(null).Sha256());
    }

    [Test]
    public void A_run_without_batch_normalization_or_by_another_engine_has_none()
    {
        var data = SyntheticData.Create();

        foreach (var normalization in NormalizationConfiguration.All.Append(null).Where(one => one is not BatchNormalizationConfiguration))
        {
            new Trainer(Portable).Train(Recipe with { Network = Recipe.Network with { Normalization = normalization } }, data)
                .Inference!.Recomputed.Should().BeNull();
        }

        new Trainer(new TorchEngine()).Train(Recipe, data).Inference!.Recomputed.Should().BeNull();
    }

    [Test]
    public void A_loss_that_is_no_finite_number_is_left_out_and_the_run_stays()
    {
        var examples = SyntheticData.Create();
        var engine = new Moments(_ => new([float.NaN], [1]));

        new Trainer(engine).Train(Recipe with { Network = Recipe.Network with { HiddenSizes = [1] } }, examples)
            .Inference!.Recomputed.Should().BeNull();
    }

    /// <summary>The portable engine, with moments of its own in front of the one BN.</summary>
    private sealed record Moments(Func<int[], FeatureMoments> Of) : IEngine
    {
        public string Name => "moments";

        public string Description => Name;

        public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate) =>
            Portable.Open(layout, initial, optimizer, learningRate);

        public ImmutableArray<FeatureMoments>? MomentsBeforeNormalization(
            NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch) => [Of(batch.ToArray())];
    }
}
