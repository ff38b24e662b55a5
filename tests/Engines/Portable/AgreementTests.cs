using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Engines.Torch;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>
/// Both engines take the same step: from one state and one batch they come to the same loss, the same gradients and the same statistics, up to
/// rounding.
/// </summary>
/// <remarks>
/// Step after step both start from one state, torch's, so that what is compared is a step and not how rounding grows over many. The change of a
/// parameter, divided by the learning rate, is its gradient; it is held against the largest gradient of all parameters. Single precision resolves
/// 6e-8 of a sum's largest term, sums here have up to 784 terms of both signs, and taking the old parameter from the new one adds a rounding of the
/// parameter.
/// <para>
/// A step in which an activation lies within rounding of ReLU's kink has two right answers, and is left out; <see cref="Kink"/> finds them in double
/// precision.
/// </para>
/// </remarks>
public sealed class AgreementTests
{
    private const double LearningRate = 0.05;

    // Rounding alone, as described above; measured: at most 4.6e-7, 3.1e-5 and 1.2e-7. A wrong epsilon or a missing term misses by 1e-3 and more.
    private static readonly Tolerance Rounding = new(Loss: 2e-6, Gradient: 1e-4, Statistic: 5e-7);

    // Two examples that nearly agree in a feature have a variance below epsilon; each layer then magnifies rounding by up to 1 / sqrt(epsilon) = 32:
    // with torch that of x itself, because it computes x * scale + (beta - mean * scale). Measured: at most 7.4e-6, 5.6e-4 and 8.5e-7.
    private static readonly Tolerance Magnified = new(Loss: 2e-5, Gradient: 2e-3, Statistic: 2e-6);

    // The moving statistics of up to 128 ghost batches, one after the other, each update rounding twice. Measured: at most 1.3e-6.
    private static readonly Tolerance Divided = Rounding with { Statistic = 3e-6 };

    // One of each for all steps: an engine finds out once what is 0 in its examples.
    private static readonly Lazy<IEngine> Torch = new(() => new TorchEngine());
    private static readonly PortableEngine Portable = new();

    private static readonly Lazy<Examples> Mixed = new(MixedExamples);

    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var normalization in (IEnumerable<NormalizationConfiguration?>)
        [
            null,
            .. NormalizationConfiguration.All,
            .. NormalizationConfiguration.All.Select(normalization => normalization with { Placement = NormalizationPlacement.BeforeActivation }),
            .. Enum.GetValues<NormalizationPlacement>()
                .Select(placement => new BatchNormalizationConfiguration { GhostBatchSize = 4, Placement = placement }),
        ])
        {
            var isGhost = normalization is BatchNormalizationConfiguration { GhostBatchSize: not null };
            var name = normalization is null
                ? "plain"
                : $"{normalization.Abbreviation} {normalization.Placement}{(isGhost ? " ghost batches" : string.Empty)}";
            foreach (var (batchSize, steps) in new[] { (1, 100), (2, 100), (7, 100), (32, 200), (129, 40), (512, 15) })
            {
                var usesBatch = normalization is BatchNormalizationConfiguration or NoisyBatchNormalizationConfiguration;
                var tolerance = batchSize == 2 && usesBatch ? Magnified : isGhost ? Divided : Rounding;
                yield return new TestCaseData(normalization, batchSize, steps, tolerance)
                    .SetArgDisplayNames(name, $"batch {batchSize}", $"{steps} steps");
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void From_one_state_both_engines_take_the_same_step(
        NormalizationConfiguration? normalization, int batchSize, int steps, Tolerance tolerance)
    {
        var configuration = new NetworkConfiguration { HiddenSizes = [61, 23], Normalization = normalization };
        var state = Initialization.GlorotUniform(configuration, seed: 5);
        var order = new EpochOrder(Mixed.Value.Count, new Pcg32(5, 2)).Next().ToArray();
        var (worst, compared) = (default(Tolerance), 0);

        for (var step = 0; step < steps; step++)
        {
            var batch = order.AsSpan(step * batchSize % (order.Length - batchSize), batchSize);
            var (expected, reference) = Step(Torch.Value, state, batch);
            var (actual, ours) = Step(Portable, state, batch);
            if (!Kink.IsNear(configuration, state, Mixed.Value, batch))
            {
                worst = worst.OrLarger(Deviation(expected, actual, state, reference, ours));
                compared++;
            }

            state = reference;
        }

        TestContext.Out.WriteLine($"{compared} of {steps} steps compared; largest deviations: {worst}");
        compared.Should().BeGreaterThan(steps / 3);
        worst.Loss.Should().BeLessThan(tolerance.Loss);
        worst.Gradient.Should().BeLessThan(tolerance.Gradient);
        worst.Statistic.Should().BeLessThan(tolerance.Statistic);

        (BatchResult, NetworkParameters) Step(IEngine engine, NetworkParameters from, ReadOnlySpan<int> batch)
        {
            using var network = engine.Start(configuration, from, LearningRate);
            return (network.Step(Mixed.Value, batch), network.Export());
        }
    }

    private static Tolerance Deviation(
        BatchResult expected, BatchResult actual, NetworkParameters from, NetworkParameters reference, NetworkParameters ours)
    {
        var (difference, change, statistic) = (0.0, 0.0, 0.0);
        for (var array = 0; array < ours.Arrays.Length; array++)
        {
            var (mine, theirs, start) = (ours.Arrays[array].Values, reference.Arrays[array].Values, from.Arrays[array].Values);
            for (var i = 0; i < mine.Length; i++)
            {
                var apart = Math.Abs((double)mine[i] - theirs[i]);
                if (ours.Arrays[array].Trainable)
                {
                    difference = Tolerance.Larger(difference, apart);
                    change = Tolerance.Larger(change, Math.Abs((double)theirs[i] - start[i]));
                }
                else
                {
                    statistic = Tolerance.Larger(statistic, apart / Math.Max(1, Math.Abs(theirs[i])));
                }
            }
        }

        return new(Math.Abs(actual.MeanLoss - expected.MeanLoss) / Math.Max(1, expected.MeanLoss), difference / change, statistic);
    }

    /// <summary>The sample's images: most as they are, others all 0, all 255, or scaled to -1 to 1.</summary>
    private static Examples MixedExamples()
    {
        var source = Sample.Load().Training.Slice(0, 4000);
        var inputs = source.Inputs.ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (i / source.FeatureCount % 16) switch
            {
                0 or 1 => 0,
                2 => 1,
                3 or 4 => (2 * inputs[i]) - 1,
                _ => inputs[i],
            };
        }

        return new(source.FeatureCount, inputs, source.Labels.ToArray());
    }

    /// <summary>Deviations, or the largest that are allowed.</summary>
    public readonly record struct Tolerance(double Loss, double Gradient, double Statistic)
    {
        public Tolerance OrLarger(Tolerance other) =>
            new(Larger(Loss, other.Loss), Larger(Gradient, other.Gradient), Larger(Statistic, other.Statistic));

        /// <summary>The larger one; what is not a number is larger than any.</summary>
        public static double Larger(double first, double second) => double.IsNaN(second) || second > first ? second : first;
    }
}
