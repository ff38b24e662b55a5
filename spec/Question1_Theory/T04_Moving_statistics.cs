using CsCheck;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Reference;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>
/// T4, reproduced: the moving mean and variance are kept, not trained, are part of the saved state, and replace the batch's at inference.
/// </summary>
[Claim("T4")]
public sealed class T04_Moving_statistics
{
    private static readonly BatchNormalizationConfiguration Keras = BatchNormalizationConfiguration.Keras;

    private static IEnumerable<TestCaseData> Semantics()
    {
        yield return new TestCaseData(Keras).SetArgDisplayNames("Keras");
        yield return new TestCaseData(BatchNormalizationConfiguration.Torch).SetArgDisplayNames("torch");
        yield return new TestCaseData(Keras with { Momentum = 0 }).SetArgDisplayNames("no memory");
    }

    /// <summary>Float64 against the oracle over five batches: 1e-9 as in T1.</summary>
    [TestCaseSource(nameof(Semantics))]
    public void They_follow_the_batches_with_the_weight_that_momentum_gives(BatchNormalizationConfiguration configuration) => Law.Holds(
        BatchGenerators.Any.Array[5],
        count: 40,
        batches =>
        {
            using var scope = NewDisposeScope();
            var features = batches.Min(batch => batch.Gamma.Length);
            var (mean, variance) = (new double[features], Enumerable.Repeat(1.0, features).ToArray());
            using var layer = LayerRun.Layer(
                configuration, ScalarType.Float64, Enumerable.Repeat(1.0, features).ToArray(), new double[features], mean, variance);
            foreach (var batch in batches)
            {
                var x = Columns(batch.X, features);
                layer.forward(tensor(x, ScalarType.Float64));
                var oracle = new Oracle(x, new double[features], new double[features], configuration.Epsilon);
                mean = Oracle.Moved(mean, oracle.Mean, configuration.Momentum);
                variance = Oracle.Moved(
                    variance,
                    configuration.MovingVariance == MovingVarianceEstimate.Biased ? oracle.Variance : oracle.UnbiasedVariance,
                    configuration.Momentum);
            }

            Deviation.Of(LayerRun.Vector(layer.MovingMean), mean).Should().BeLessThan(1e-9);
            Deviation.Of(LayerRun.Vector(layer.MovingVariance), variance).Should().BeLessThan(1e-9);
        });

    [Test]
    public void At_inference_they_replace_the_batchs_statistics() => Law.Holds(
        BatchGenerators.Any,
        count: 100,
        batch =>
        {
            var (mean, variance) = (batch.Beta, batch.Gamma.Select(gamma => 0.5 + (gamma * gamma)).ToArray());
            var run = LayerRun.Of(Keras with { Epsilon = batch.Epsilon }, ScalarType.Float64, batch.X, batch.Gamma, batch.Beta, mean, variance);

            Deviation.Of(run.Inference, new Oracle(batch.X, batch.Gamma, batch.Beta, batch.Epsilon).Inference(mean, variance))
                .Should().BeLessThan(1e-9);
        });

    [Test]
    public void At_inference_an_example_does_not_depend_on_the_rest_of_its_batch() => Law.Holds(
        BatchGenerators.Any,
        count: 100,
        batch =>
        {
            using var scope = NewDisposeScope();
            using var layer = LayerRun.Layer(
                Keras, ScalarType.Float64, batch.Gamma, batch.Beta, batch.Beta, batch.Gamma.Select(gamma => 0.5 + (gamma * gamma)).ToArray());
            layer.eval();
            var x = tensor(batch.X, ScalarType.Float64);

            LayerRun.Vector(layer.forward(x.narrow(0, 0, 1))[0]).Should().Equal(LayerRun.Vector(layer.forward(x)[0]));
        });

    [Test]
    public void Inference_leaves_them_alone_and_training_does_not()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormalization("bn", 2, Keras);
        var x = tensor(new float[,] { { 1, 2 }, { 4, 9 } });

        layer.eval();
        layer.forward(x);
        LayerRun.Vector(layer.MovingMean).Should().Equal(0, 0);
        LayerRun.Vector(layer.MovingVariance).Should().Equal(1, 1);

        layer.train();
        layer.forward(x);
        LayerRun.Vector(layer.MovingMean).Should().NotContain(0);
        LayerRun.Vector(layer.MovingVariance).Should().NotContain(1);
    }

    [Test]
    public void They_are_kept_but_not_trained()
    {
        using var layer = new BatchNormalization("bn", 7, Keras);

        layer.named_buffers().Select(buffer => (buffer.name, buffer.buffer.NumberOfElements, buffer.buffer.requires_grad))
            .Should().Equal(("moving_mean", 7, false), ("moving_variance", 7, false));
    }

    [Test]
    public void The_saved_state_holds_them_and_restores_inference_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var configuration = new NetworkConfiguration { InputSize = 6, HiddenSizes = [5, 4], ClassCount = 3 };
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        Tensor Batch(int step) => tensor(Enumerable.Range(0, 60).Select(i => (float)Math.Sin(i) + step).ToArray(), [10, 6]);
        for (var step = 0; step < 5; step++)
        {
            network.forward(Batch(step));
        }

        var saved = network.Export();
        using var restored = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 2));
        restored.Load(saved);
        network.eval();
        restored.eval();

        saved["batchNormalization1", "moving_mean"].Should().NotContain(0);
        restored.Export().Sha256().Should().Be(saved.Sha256());
        LayerRun.Vector(restored.forward(Batch(0)).flatten()).Should().Equal(LayerRun.Vector(network.forward(Batch(0)).flatten()));
    }

    [Test]
    public void The_fingerprint_of_the_saved_state_covers_them()
    {
        using var scope = NewDisposeScope();
        var configuration = new NetworkConfiguration { InputSize = 2, HiddenSizes = [3], ClassCount = 2 };
        using var network = new Network(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        var before = network.Export();

        // A forward pass in training mode moves the statistics and nothing else.
        network.forward(tensor(new float[,] { { 1, 2 }, { 4, 9 } }));
        var after = network.Export();

        after.Arrays.Where(array => array.Trainable).Select(array => string.Join(' ', array.Values))
            .Should().Equal(before.Arrays.Where(array => array.Trainable).Select(array => string.Join(' ', array.Values)));
        after.Sha256().Should().NotBe(before.Sha256());
    }

    private static double[,] Columns(double[,] x, int count)
    {
        var result = new double[x.GetLength(0), count];
        for (var i = 0; i < x.GetLength(0); i++)
        {
            for (var j = 0; j < count; j++)
            {
                result[i, j] = x[i, j];
            }
        }

        return result;
    }
}
