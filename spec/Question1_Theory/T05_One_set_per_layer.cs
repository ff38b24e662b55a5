using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Runs;
using Reproduction.Training;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>T5, reproduced: each layer has a set of its own, hence the counts.</summary>
[Claim("T5")]
public sealed class T05_One_set_per_layer
{
    [TestCase("batchNormalization1", 1_200, 600)]
    [TestCase("batchNormalization2", 400, 200)]
    [Claim("T3")]
    [Claim("T4")]
    public void A_BN_layer_has_four_values_per_feature_of_which_two_are_trained(string layer, int all, int trainable)
    {
        var summary = ModelSummary.Of(Recipes.Normalized).Layers.Single(one => one.Name == layer);

        (summary.ParameterCount, summary.TrainableCount, summary.NonTrainableCount).Should().Be((all, trainable, all - trainable));
    }

    [Test]
    public void The_whole_network_has_268210_values_with_BN_of_which_267410_are_trained()
    {
        var summary = ModelSummary.Of(Recipes.Normalized);

        (summary.ParameterCount, summary.TrainableCount, summary.NonTrainableCount).Should().Be((268_210, 267_410, 800));
    }

    [Test]
    public void Without_BN_it_has_266610_all_trained()
    {
        var summary = ModelSummary.Of(Recipes.Plain);

        (summary.ParameterCount, summary.TrainableCount, summary.NonTrainableCount).Should().Be((266_610, 266_610, 0));
    }

    [Test]
    public void The_TorchSharp_module_holds_exactly_these_values([Values] bool normalized)
    {
        var configuration = normalized ? Recipes.Normalized : Recipes.Plain;
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        var summary = ModelSummary.Of(configuration);

        network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()).Should().Be(summary.TrainableCount);
        network.buffers().Sum(buffer => buffer.numel()).Should().Be(summary.NonTrainableCount);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public void K_layers_have_k_sets_that_share_no_memory(int layers)
    {
        var configuration = new NetworkConfiguration { InputSize = 3, HiddenSizes = [.. Enumerable.Repeat(4, layers)], ClassCount = 2 };
        using var scope = NewDisposeScope();
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        var sets = network.named_children().Select(child => child.module).OfType<BatchNormalization>().ToList();

        sets.Should().HaveCount(layers);
        var tensors = sets.SelectMany(set => new[] { (Tensor)set.Gamma, set.Beta, set.MovingMean, set.MovingVariance }).ToList();
        using (no_grad())
        {
            // Write a number of its own into each: were two of them one, the later number would show in both.
            for (var i = 0; i < tensors.Count; i++)
            {
                tensors[i].copy_(tensor((float)i));
            }
        }

        tensors.Select(tensor => tensor[0].item<float>()).Should().Equal(Enumerable.Range(0, tensors.Count).Select(i => (float)i));
    }

    [Test]
    public void Training_moves_each_layers_set_to_values_of_its_own()
    {
        var configuration = new NetworkConfiguration { HiddenSizes = [100, 100] };
        using var network = TrainedRuns.Engine.Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.01);
        network.Step(TrainedRuns.SampleData.Training, Enumerable.Range(0, 64).ToArray());
        var state = network.Export();

        foreach (var name in new[] { "gamma", "beta", "moving_mean", "moving_variance" })
        {
            state["batchNormalization1", name].Should().NotEqual(state["batchNormalization2", name]);
        }
    }
}
