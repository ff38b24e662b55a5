using System.Collections.Immutable;
using System.Diagnostics;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Runs;
using Reproduction.Statistics;
using Reproduction.Training;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question3_BatchSize;

/// <summary>
/// B5, shown by experiments on the sample: what batch normalization costs, and where it fails. Each effect is many times the noise between
/// seeds, which is 0.005 in training accuracy and 0.02 in validation accuracy.
/// </summary>
[Claim("B5")]
public sealed class B05_Limitations
{
    /// <summary>Measured, one epoch: 0.11 with, 0.63 without. Every feature of a batch of one leaves as beta, whatever the image shows.</summary>
    [Test]
    public void A_batch_of_one_has_no_variance_and_nothing_is_learned_from_the_images()
    {
        var (with, without) = TrainSmall(batchSize: 1);

        with.Final.Training.Accuracy.Should().BeLessThan(
            0.2, "guessing gives 0.1; without BN the same batches give {0}", without.Final.Training.Accuracy);
        without.Final.Training.Accuracy.Should().BeGreaterThan(0.5);
    }

    /// <summary>
    /// Measured, one epoch: training accuracy 0.29 with, 0.62 without; at batch 32 the order is the other way round, 0.63 and 0.43.
    /// </summary>
    [Test]
    public void The_statistics_of_a_batch_of_two_are_so_noisy_that_BN_falls_behind_what_it_beats_at_32()
    {
        var (withTwo, withoutTwo) = TrainSmall(batchSize: 2);
        var (with, without) = TrainSmall(batchSize: 32);

        (withoutTwo.Final.Training.Accuracy - withTwo.Final.Training.Accuracy)
            .Should().BeGreaterThan(
                0.15, "at batch 2 it is {0} with and {1} without", withTwo.Final.Training.Accuracy, withoutTwo.Final.Training.Accuracy);
        (with.Final.Training.Accuracy - without.Final.Training.Accuracy)
            .Should().BeGreaterThan(0.1, "at batch 32 it is {0} with and {1} without", with.Final.Training.Accuracy, without.Final.Training.Accuracy);
    }

    /// <summary>
    /// Measured, accuracy on the validation images by moving statistics and by their own: 0.35 and 0.67 after 20 steps, 0.83 and 0.84 after 800. A
    /// moving average with momentum 0.99 has taken up 1 - 0.99^20 = 18 % of what it averages after 20 steps, and all but 0.03 % after 800.
    /// </summary>
    [Test]
    public void Training_and_inference_compute_different_functions_until_the_moving_averages_are_warm()
    {
        var (coldInference, coldTraining) = ByMovingAndByBatchStatistics(steps: 20);
        var (warmInference, warmTraining) = ByMovingAndByBatchStatistics(steps: 800);

        (coldTraining - coldInference).Should().BeGreaterThan(
            0.15, "after 20 steps the accuracy is {0} by moving statistics and {1} by the batch's own", coldInference, coldTraining);
        (warmTraining - warmInference).Should().BeLessThan(
            0.05, "after 800 steps the accuracy is {0} by moving statistics and {1} by the batch's own", warmInference, warmTraining);
    }

    /// <summary>
    /// Measured after one epoch on batches of one class each: validation accuracy 0.10 with, 0.65 without. Subtracting a batch's mean takes away
    /// just what tells its class.
    /// </summary>
    [Test]
    public void Batches_of_one_class_each_break_it_and_do_not_break_the_network_without()
    {
        OnBatchesOfOneClass(Recipes.Normalized).Should().BeLessThan(0.3, "guessing gives 0.1");
        OnBatchesOfOneClass(Recipes.Plain).Should().BeGreaterThan(0.5);
    }

    /// <summary>
    /// Steps with and without, in turn on one thread, so that whatever else the machine does hits both; the median of the pairs' ratios.
    /// Measured: 1.2 to 1.4. That the ratio exceeds 1 is all that is asserted: a benchmark says how much, a spec does not.
    /// </summary>
    [Test]
    [NonParallelizable]
    public void A_step_costs_more_time()
    {
        const int Pairs = 300;
        var data = TrainedRuns.SampleData.Training;
        using var with = TrainedRuns.Engine.Start(Recipes.Normalized, Initialization.GlorotUniform(Recipes.Normalized, seed: 1), learningRate: 0.01);
        using var without = TrainedRuns.Engine.Start(Recipes.Plain, Initialization.GlorotUniform(Recipes.Plain, seed: 1), learningRate: 0.01);
        var batch = Enumerable.Range(0, 32).ToArray();
        var ratios = new List<double>();
        for (var pair = 0; pair < Pairs + 20; pair++)
        {
            var ratio = Time(with) / Time(without);
            if (pair >= 20)
            {
                ratios.Add(ratio);
            }
        }

        ratios.Sort();
        ratios[Pairs / 2].Should().BeGreaterThan(
            1, "a quarter of the ratios is below {0:F2}, a quarter above {1:F2}", ratios[Pairs / 4], ratios[Pairs * 3 / 4]);

        double Time(ITrainingSession network)
        {
            var start = Stopwatch.GetTimestamp();
            network.Step(data, batch);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    /// <summary>
    /// Measured on the sample after 2 epochs, lead in training accuracy: 0.08 at a rate of 0.01, 0.02 at 0.1 (and 0.11 at 0.003). It is largest where
    /// the rate is too small for the network without BN.
    /// </summary>
    [Test]
    public void The_advantage_depends_on_the_learning_rate_and_is_largest_where_the_rate_is_too_small_without_BN()
    {
        ImmutableArray<double> rates = [0.01, 0.1];
        ImmutableArray<ulong> seeds = [1, 2];

        TrainingRecipe Recipe(NetworkConfiguration network, double rate, ulong seed) =>
            new() { Network = network, LearningRate = rate, Epochs = 2, Seed = seed };
        var recipes = from network in new[] { Recipes.Normalized, Recipes.Plain }
                      from rate in rates
                      from seed in seeds
                      select Recipe(network, rate, seed);
        var accuracy = TrainedRuns.OfPortableEngine(TrainedRuns.SampleData, recipes)
            .ToDictionary(history => history.Recipe, history => history.Epochs[1].Training.Accuracy);
        var leads = rates.Select(rate => PairedComparison.Of(
            seeds.Select(seed => accuracy[Recipe(Recipes.Normalized, rate, seed)]),
            seeds.Select(seed => accuracy[Recipe(Recipes.Plain, rate, seed)])))
                .ToList();

        for (var i = 0; i + 1 < leads.Count; i++)
        {
            leads[i].Smallest.Should().BeGreaterThan(
                leads[i + 1].Largest, "the lead at {0} is {1}, at {2} it is {3}", rates[i], leads[i], rates[i + 1], leads[i + 1]);
        }
    }

    private static (TrainingHistory With, TrainingHistory Without) TrainSmall(int batchSize)
    {
        var recipes = new[] { Recipes.With(batchSize) with { Epochs = 1 }, Recipes.Without() with { BatchSize = batchSize, Epochs = 1 } };
        var histories = TrainedRuns.OfPortableEngine(TrainedRuns.SmallSample, recipes);
        return (histories[0], histories[1]);
    }

    /// <summary>Trains some steps, and classifies the validation images by the moving statistics and by their own.</summary>
    private static (double Inference, double Training) ByMovingAndByBatchStatistics(int steps)
    {
        var data = TrainedRuns.SampleData;
        using var trained = TrainedRuns.PortableEngine.Start(
            Recipes.Normalized, Initialization.GlorotUniform(Recipes.Normalized, seed: 1), learningRate: 0.01);
        var order = new EpochOrder(data.Training.Count, new Pcg32(seed: 1, Trainer.ShuffleStream));
        for (var done = 0; done < steps;)
        {
            foreach (var batch in new Batches(order.Next(), 32))
            {
                if (done++ < steps)
                {
                    trained.Step(data.Training, batch);
                }
            }
        }

        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        using var network = new Network(Recipes.Normalized, trained.Export());
        var images = tensor(data.Validation.Inputs.ToArray(), [data.Validation.Count, data.Validation.FeatureCount]);
        var labels = tensor(data.Validation.Labels.ToArray().Select(label => (long)label).ToArray());
        double Accuracy() => network.forward(images).argmax(1).eq(labels).sum().item<long>() / (double)data.Validation.Count;
        network.eval();
        var inference = Accuracy();
        network.train();
        return (inference, Accuracy());
    }

    /// <summary>One epoch on batches that hold one class each, the batches in random order; the validation accuracy after it.</summary>
    private static double OnBatchesOfOneClass(NetworkConfiguration configuration)
    {
        var data = TrainedRuns.SampleData;
        var batches = Enumerable.Range(0, data.Training.Count)
            .GroupBy(data.Training.Label)
            .OrderBy(group => group.Key)
            .SelectMany(group => group.Chunk(32))
            .ToList();
        using var network = TrainedRuns.PortableEngine.Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.01);
        foreach (var position in new EpochOrder(batches.Count, new Pcg32(seed: 1, stream: 7)).Next())
        {
            network.Step(data.Training, batches[position]);
        }

        return network.Evaluate(data.Validation, Enumerable.Range(0, data.Validation.Count).ToArray()).CorrectCount / (double)data.Validation.Count;
    }
}
