using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Networks;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>
/// The portable engine computes what its kernels' comments say, to the bit, for sizes that fit no vector; and allocates nothing while it does.
/// </summary>
public sealed class PortableSessionTests
{
    private static readonly BatchNormalizationConfiguration Before = new() { Placement = NormalizationPlacement.BeforeActivation };

    private static IEnumerable<TestCaseData> Networks()
    {
        foreach (var (name, normalization) in new (string, NormalizationConfiguration?)[]
        {
            ("without normalization", null),
            ("BN after ReLU", BatchNormalizationConfiguration.Keras),
            ("BN before ReLU", Before),
            ("torch's BN", BatchNormalizationConfiguration.Torch),
            ("ghost batches of 3", new BatchNormalizationConfiguration { GhostBatchSize = 3 }),
            ("torch's of 5", BatchNormalizationConfiguration.Torch with { GhostBatchSize = 5 }),
            ("LN after ReLU", new LayerNormalizationConfiguration()),
            ("LN before ReLU", new LayerNormalizationConfiguration { Placement = NormalizationPlacement.BeforeActivation }),
        })
        {
            foreach (var (sizes, batch) in new (ImmutableArray<int>, int)[]
            {
                ([12, 8, 4], 1),
                ([37, 21, 5, 3], 7),
                ([16, 33, 17, 2], 33),
                ([5, 10], 4),
                ([64, 16, 16, 16, 20], 16),
            })
            {
                if (normalization is not BatchNormalizationConfiguration bn || bn.HasVarianceOf(batch))
                {
                    yield return new TestCaseData(sizes, batch, normalization, new SgdConfiguration())
                        .SetArgDisplayNames(string.Join('-', sizes), $"batch {batch}", name);
                }
            }
        }

        foreach (var optimizer in OptimizerConfiguration.All.Where(optimizer => optimizer.Name != "sgd")
            .Append(new AdamConfiguration { Beta1 = 0.5, Beta2 = 0.6, Epsilon = 0.01 }))
        {
            foreach (var normalization in new NormalizationConfiguration?[]
            {
                null,
                BatchNormalizationConfiguration.Keras,
                new BatchNormalizationConfiguration { GhostBatchSize = 4 },
                new LayerNormalizationConfiguration(),
            })
            {
                var isGhost = normalization is BatchNormalizationConfiguration { GhostBatchSize: not null };
                yield return new TestCaseData((ImmutableArray<int>)[37, 21, 5, 3], 7, normalization, optimizer)
                    .SetArgDisplayNames(optimizer.Title, isGhost ? "ghost batches" : normalization?.Abbreviation ?? "plain");
            }
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void Twenty_steps_end_with_the_bits_of_the_written_order(
        ImmutableArray<int> sizes, int batchSize, NormalizationConfiguration? normalization, OptimizerConfiguration optimizer)
    {
        var configuration = new NetworkConfiguration
        {
            InputSize = sizes[0],
            HiddenSizes = sizes[1..^1],
            ClassCount = sizes[^1],
            Normalization = normalization,
        };
        var initial = Initialization.GlorotUniform(configuration, seed: 3);
        var examples = Random(sizes[0], sizes[^1], count: 3 * batchSize);
        const double Rate = 0.03;
        using var network = new PortableEngine().Start(configuration, initial, Rate, optimizer);
        var written = new WrittenOrder(configuration, initial, Rate, optimizer);

        for (var step = 0; step < 20; step++)
        {
            var batch = Enumerable.Range(step % 3 * batchSize, batchSize).ToArray();
            network.Step(examples, batch).MeanLoss.Should().Be(written.Step(examples, batch), "step {0}", step);
        }

        network.Export().Sha256().Should().Be(written.Export().Sha256()).And.NotBe(initial.Sha256());
    }

    [TestCase(null)]
    [TestCase(6)]
    public void Batches_that_grow_and_shrink_leave_nothing_behind_in_the_padding(int? ghostBatchSize)
    {
        var configuration = Small(ghostBatchSize);
        var initial = Initialization.GlorotUniform(configuration, seed: 3);
        var examples = Random(13, 3, count: 70);
        using var network = new PortableEngine().Start(configuration, initial, learningRate: 0.1);
        var written = new WrittenOrder(configuration, initial, rate: 0.1);

        foreach (var size in new[] { 3, 70, 1, 16, 17, 2, 64, 5 })
        {
            var batch = Enumerable.Range(0, size).ToArray();
            network.Step(examples, batch).MeanLoss.Should().Be(written.Step(examples, batch), "the batch has {0} examples", size);
            network.Evaluate(examples, Enumerable.Range(0, 70).ToArray());
        }

        network.Export().Sha256().Should().Be(written.Export().Sha256());
    }

    /// <summary>A ghost batch as large as the batch, or larger, is the batch, to the bit.</summary>
    [TestCase(32)]
    [TestCase(int.MaxValue)]
    public void One_ghost_batch_is_plain_batch_normalization(int ghostBatchSize)
    {
        string HashAfterTwoSteps(NetworkConfiguration configuration)
        {
            var (examples, batch) = (Random(13, 3, count: 32), Enumerable.Range(0, 32).ToArray());
            using var network = new PortableEngine().Start(configuration, Initialization.GlorotUniform(configuration, seed: 3), learningRate: 0.1);
            network.Step(examples, batch);
            network.Step(examples, batch);
            return network.Export().Sha256();
        }

        HashAfterTwoSteps(Small(ghostBatchSize)).Should().Be(HashAfterTwoSteps(Small(null))).And.NotBe(HashAfterTwoSteps(Small(31)));
    }

    [TestCase(null)]
    [TestCase(5)]
    public void A_step_allocates_nothing(int? ghostBatchSize)
    {
        var data = SyntheticData.Create();
        var configuration = new NetworkConfiguration
        {
            InputSize = SyntheticData.FeatureCount,
            HiddenSizes = [9, 5],
            ClassCount = SyntheticData.ClassCount,
            BatchNormalization = new() { GhostBatchSize = ghostBatchSize },
        };
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

    private static NetworkConfiguration Small(int? ghostBatchSize) =>
        new() { InputSize = 13, HiddenSizes = [9, 5], ClassCount = 3, BatchNormalization = new() { GhostBatchSize = ghostBatchSize } };

    /// <summary>Values between -1 and 1, a third of them 0, so that quads are left out and quads are not.</summary>
    private static Examples Random(int features, int classes, int count)
    {
        var random = new Pcg32(seed: 17, stream: 3);
        return new(
            features,
            Enumerable.Range(0, count * features)
                .Select(_ => Math.Max(-1f, (3f * random.NextSingle()) - 2f) is var value && value < -0.9f ? 0f : value)
                .ToArray(),
            Enumerable.Range(0, count).Select(i => (byte)(i % classes)).ToArray());
    }
}
