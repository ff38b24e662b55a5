using Reproduction.Networks;

namespace Reproduction.Tests.Networks;

public sealed class ModelSummaryTests
{
    [Test]
    public void A_table_in_the_style_of_Keras() =>
        ModelSummary.Of(new NetworkConfiguration()).ToString().Should().Be(
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
