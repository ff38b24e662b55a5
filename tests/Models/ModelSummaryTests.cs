using Reproduction.Models;

namespace Reproduction.Tests.Models;

public sealed class ModelSummaryTests
{
    [Test]
    public void A_table_in_the_style_of_Keras()
    {
        var configuration = new NetworkConfiguration();
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));

        ModelSummary.Of(network).ToString().Should().Be(
            """
            Layer (type)                                  Output shape      Parameters
            ==========================================================================
            inputLayer (Flatten)                          (None, 784)                0
            hiddenLayer1 (Dense)                          (None, 300)          235,500
            batchNormalization1 (BatchNormalization)      (None, 300)            1,200
            hiddenLayer2 (Dense)                          (None, 100)           30,100
            batchNormalization2 (BatchNormalization)      (None, 100)              400
            outputLayer (Dense)                           (None, 10)             1,010
            ==========================================================================
            Total parameters: 268,210
            Trainable parameters: 267,410
            Non-trainable parameters: 800

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void Counts_are_counted_on_the_module()
    {
        var configuration = new NetworkConfiguration { InputSize = 3, HiddenSizes = [2], ClassCount = 2, BatchNormalization = null };
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        var before = ModelSummary.Of(network);

        // Freeze one bias: the summary has to notice.
        network.named_parameters().Single(parameter => parameter.name == "outputLayer.bias").parameter.requires_grad = false;
        var after = ModelSummary.Of(network);

        (before.ParameterCount, before.TrainableCount, before.NonTrainableCount).Should().Be((14, 14, 0));
        (after.ParameterCount, after.TrainableCount, after.NonTrainableCount).Should().Be((14, 12, 2));
    }
}
