using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Runs;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>I2: 784, Dense 300 ReLU, Dense 100 ReLU, Dense 10 softmax; with BN, a BN layer after each hidden layer's ReLU.</summary>
[Claim("I2")]
public sealed class I02_Network
{
    [Test]
    public void The_layers_are_the_notebooks_in_its_order()
    {
        ModelSummary.Of(new NetworkConfiguration()).Layers.Select(layer => $"{layer.Kind} {layer.OutputSize}")
            .Should().Equal("Flatten 784", "Dense 300", "BatchNormalization 300", "Dense 100", "BatchNormalization 100", "Dense 10");
    }

    /// <summary>What the summary says is what the modules hold: their order, and their values counted one by one.</summary>
    [Test]
    public void The_modules_hold_what_the_summary_says()
    {
        var configuration = new NetworkConfiguration();
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        var modules = network.named_children().Select(child => (
            Name: child.module.GetType().Name,
            Trained: child.module.parameters().Sum(parameter => parameter.numel()),
            Kept: child.module.buffers().Sum(buffer => buffer.numel()))).ToList();

        modules.Should().Equal(
            ("Dense", (784 * 300) + 300, 0),
            ("BatchNormalization", 2 * 300, 2 * 300),
            ("Dense", (300 * 100) + 100, 0),
            ("BatchNormalization", 2 * 100, 2 * 100),
            ("Dense", (100 * 10) + 10, 0));
        ModelSummary.Of(configuration).Layers.Skip(1).Select(layer => (layer.Kind, (long)layer.TrainableCount, (long)layer.NonTrainableCount))
            .Should().Equal(modules);
    }

    /// <summary>784 is not only what the summary says but what the network takes: an image of the data, and no other number of pixels.</summary>
    [Test]
    public void An_image_of_28_by_28_pixels_goes_in_and_ten_logits_come_out()
    {
        using var scope = NewDisposeScope();
        var configuration = new NetworkConfiguration();
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        var image = TrainedRuns.SampleData.Training.Input(0).ToArray();

        image.Should().HaveCount(28 * 28);
        network.forward(tensor(image).repeat(2, 1)).shape.Should().Equal(2, 10);
        FluentActions.Invoking(() => network.forward(zeros(2, 783))).Should().Throw<System.Runtime.InteropServices.ExternalException>();
    }

    [Test]
    public void Without_BN_only_the_BN_layers_are_missing()
    {
        var configuration = new NetworkConfiguration { BatchNormalization = null };

        ModelSummary.Of(configuration).Layers.Skip(1).Select(layer => $"{layer.Kind} {layer.OutputSize}")
            .Should().Equal("Dense 300", "Dense 100", "Dense 10");
    }

    /// <summary>
    /// A network of one hidden unit with kernel 1 and an output kernel of 1 shows the hidden activation in its logit. Inputs -2, 0, 2, 4: after
    /// the ReLU 0, 0, 2, 4, with mean 1.5 and variance 2.75. Were BN before the ReLU, no output could be negative.
    /// </summary>
    [Test]
    public void BN_stands_after_the_ReLU()
    {
        using var scope = NewDisposeScope();
        var configuration = new NetworkConfiguration { InputSize = 1, HiddenSizes = [1], ClassCount = 1 };
        using var network = new Network(configuration, Initialization.FromKernels(configuration, [[1f], [1f]]));

        var logits = network.forward(tensor(new[] { -2f, 0f, 2f, 4f }).reshape(4, 1)).data<float>().ToArray();

        var deviation = Math.Sqrt(2.75 + 1e-3);
        double[] expected = [-1.5 / deviation, -1.5 / deviation, 0.5 / deviation, 2.5 / deviation];
        foreach (var (actual, value) in logits.Zip(expected))
        {
            ((double)actual).Should().BeApproximately(value, 1e-6, "float32 resolves 1.2e-7 of values up to 2");
        }
    }

    [Test]
    public void Kernels_start_Glorot_uniform_and_biases_at_zero()
    {
        var state = Initialization.GlorotUniform(new NetworkConfiguration(), seed: 1);

        foreach (var (layer, inputs, outputs) in new[]
        {
            (LayerNames.Hidden(1), 784, 300),
            (LayerNames.Hidden(2), 300, 100),
            (LayerNames.Output, 100, 10),
        })
        {
            var limit = Math.Sqrt(6.0 / (inputs + outputs));
            var kernel = state[layer, "kernel"];

            // The largest of n uniform values on -limit..limit falls short of the limit by limit / n on average, and by 20 times that once in e^20.
            ((double)kernel.Max()).Should().BeInRange(
                limit * (1 - (20.0 / kernel.Length)), limit * (1 + 1e-6), "{0} is drawn from -{1:F4} to {1:F4}", layer, limit);
            ((double)kernel.Min()).Should().BeInRange(
                -limit * (1 + 1e-6), -limit * (1 - (20.0 / kernel.Length)), "{0} is drawn from -{1:F4} to {1:F4}", layer, limit);

            // The mean of n such values has standard deviation limit / sqrt(3 n), their mean square limit^2 / 3 x sqrt(4 / (5 n)): five of each.
            kernel.Average(value => (double)value).Should().BeApproximately(0, 5 * limit / Math.Sqrt(3.0 * kernel.Length));
            kernel.Average(value => (double)value * value)
                .Should().BeApproximately(limit * limit / 3, 5 * limit * limit / 3 * Math.Sqrt(0.8 / kernel.Length));
            state[layer, "bias"].Should().OnlyContain(value => value == 0);
        }
    }
}
