using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Networks;
using Reproduction.Tests.Training;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>The portable engine computes what its kernels' comments say, to the bit, for sizes that fit no vector; and allocates nothing while it does.</summary>
public sealed class PortableNetworkTests
{
    private static readonly BatchNormalizationConfiguration Before = new() { Placement = BatchNormalizationPlacement.BeforeActivation };

    private static IEnumerable<TestCaseData> Networks()
    {
        foreach (var (name, normalization) in new (string, BatchNormalizationConfiguration?)[]
        {
            ("without BN", null), ("BN after ReLU", BatchNormalizationConfiguration.Keras), ("BN before ReLU", Before), ("torch's BN", BatchNormalizationConfiguration.Torch),
        })
        {
            foreach (var (sizes, batch) in new (ImmutableArray<int>, int)[] { ([12, 8, 4], 1), ([37, 21, 5, 3], 7), ([16, 33, 17, 2], 33), ([5, 10], 4), ([64, 16, 16, 16, 20], 16) })
            {
                if (batch > 1 || normalization?.MovingVariance != MovingVarianceEstimate.Unbiased)
                {
                    yield return new TestCaseData(sizes, batch, normalization).SetArgDisplayNames(string.Join('-', sizes), $"batch {batch}", name);
                }
            }
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void Twenty_steps_end_with_the_bits_of_the_written_order(ImmutableArray<int> sizes, int batchSize, BatchNormalizationConfiguration? normalization)
    {
        var configuration = new NetworkConfiguration { InputSize = sizes[0], HiddenSizes = sizes[1..^1], ClassCount = sizes[^1], BatchNormalization = normalization };
        var initial = Initialization.GlorotUniform(configuration, seed: 3);
        var examples = Random(sizes[0], sizes[^1], count: 3 * batchSize);
        using var network = new PortableEngine().Start(configuration, initial, learningRate: 0.1);
        var written = new WrittenOrder(configuration, initial, rate: 0.1f);

        for (var step = 0; step < 20; step++)
        {
            var batch = Enumerable.Range(step % 3 * batchSize, batchSize).ToArray();
            network.Step(examples, batch).MeanLoss.Should().Be(written.Step(examples, batch), "step {0}", step);
        }

        network.Export().Sha256().Should().Be(written.Export().Sha256()).And.NotBe(initial.Sha256());
    }

    [Test]
    public void Batches_that_grow_and_shrink_leave_nothing_behind_in_the_padding()
    {
        var configuration = new NetworkConfiguration { InputSize = 13, HiddenSizes = [9, 5], ClassCount = 3 };
        var initial = Initialization.GlorotUniform(configuration, seed: 3);
        var examples = Random(13, 3, count: 70);
        using var network = new PortableEngine().Start(configuration, initial, learningRate: 0.1);
        var written = new WrittenOrder(configuration, initial, rate: 0.1f);

        foreach (var size in new[] { 3, 70, 1, 16, 17, 2, 64, 5 })
        {
            var batch = Enumerable.Range(0, size).ToArray();
            network.Step(examples, batch).MeanLoss.Should().Be(written.Step(examples, batch), "the batch has {0} examples", size);
            network.Evaluate(examples, Enumerable.Range(0, 70).ToArray());
        }

        network.Export().Sha256().Should().Be(written.Export().Sha256());
    }

    [Test]
    public void A_step_allocates_nothing()
    {
        var data = SyntheticData.Create();
        var configuration = new NetworkConfiguration { InputSize = SyntheticData.FeatureCount, HiddenSizes = [9, 5], ClassCount = SyntheticData.ClassCount };
        using var network = new PortableEngine().Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.1);
        var batch = Enumerable.Range(0, 32).ToArray();
        network.Step(data.Training, batch);
        network.Evaluate(data.Training, batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 100; step++)
        {
            network.Step(data.Training, batch);
            network.Evaluate(data.Training, batch);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    /// <summary>Values between -1 and 1, a third of them 0, so that quads are left out and quads are not.</summary>
    private static Examples Random(int features, int classes, int count)
    {
        var random = new Pcg32(seed: 17, stream: 3);
        return new(
            features,
            Enumerable.Range(0, count * features).Select(_ => Math.Max(-1f, (3f * random.NextSingle()) - 2f) is var value && value < -0.9f ? 0f : value).ToArray(),
            Enumerable.Range(0, count).Select(i => (byte)(i % classes)).ToArray());
    }
}
