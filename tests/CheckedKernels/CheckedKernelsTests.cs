using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.CheckedKernels;

/// <summary>No kernel touches memory outside its buffers, whatever the sizes.</summary>
public sealed class CheckedKernelsTests
{
    [Test]
    public void The_check_is_compiled_in_and_sees_both_ends()
    {
        using var buffer = new FloatBuffer(17);

        var inside = () => buffer.All.Load(1);
        var beyond = () => buffer.All.Load(2);
        var before = () => buffer.All.Broadcast(-1);
        var writing = () => buffer.All.Store(2, default);
        var quad = () => buffer.All.StoreQuad(14, default);

        inside.Should().NotThrow();
        beyond.Should().Throw<InvalidOperationException>().WithMessage("A kernel touches floats 2 to 17 of a buffer of 17.");
        before.Should().Throw<InvalidOperationException>();
        writing.Should().Throw<InvalidOperationException>();
        quad.Should().Throw<InvalidOperationException>();
    }

    [Test]
    public void A_kernel_that_is_told_a_wrong_size_is_caught()
    {
        using var buffer = new FloatBuffer(3 * PackedMatrix.Width);

        var rectify = () => ReluKernels.Relu(new PackedMatrix(buffer.All, Rows: 4, Columns: 16));

        rectify.Should().Throw<InvalidOperationException>();
    }

    private static IEnumerable<string> Normalizations() => NormalizationConfiguration.All.Select(normalization => normalization.Name).Append("none");

    [Test]
    public void Networks_of_any_size_train_and_are_evaluated_inside_their_buffers(
        [Values(1, 3, 4, 15, 16, 17, 31)] int width,
        [Values(1, 2, 15, 16, 33)] int batchSize,
        [ValueSource(nameof(Normalizations))] string normalization,
        [Values("sgd", "adam")] string optimizer)
    {
        var configuration = new NetworkConfiguration
        {
            InputSize = width + 2,
            HiddenSizes = [width, width + 5],
            ClassCount = width + 1,
            Normalization = NormalizationConfiguration.All.SingleOrDefault(one => one.Name == normalization),
        };
        var random = new Pcg32(seed: 3, stream: 1);
        const int Count = 40;
        var examples = new Examples(
            configuration.InputSize,
            Enumerable.Range(0, Count * configuration.InputSize).Select(_ => random.NextSingle()).ToArray(),
            Enumerable.Range(0, Count).Select(i => (byte)(i % configuration.ClassCount)).ToArray());
        var order = Enumerable.Range(0, Count).ToArray();
        using var network = new PortableEngine()
            .Start(
                configuration,
                Initialization.GlorotUniform(configuration, seed: 1),
                learningRate: 0.01,
                OptimizerConfiguration.All.Single(one => one.Name == optimizer));

        var training = () =>
        {
            for (var step = 0; step < 5; step++)
            {
                network.Step(examples, order.AsSpan(step, batchSize));
                network.Evaluate(examples, order);
            }
        };

        training.Should().NotThrow();
        network.Export().Arrays.SelectMany(array => array.Values).Should().OnlyContain(value => float.IsFinite(value));
    }
}
