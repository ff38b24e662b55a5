using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Training;
using static TorchSharp.torch;

namespace Reproduction.Engines.Torch;

/// <summary>The reference engine: TorchSharp, automatic differentiation, and update rules with tf.keras's semantics.</summary>
public sealed class TorchEngine : IEngine
{
    /// <summary>Loads libtorch.</summary>
    /// <exception cref="LibTorchException">It cannot be loaded here.</exception>
    public TorchEngine(Numerics numerics = Numerics.Pinned) => LibTorch.Load(numerics);

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public string Description => $"{Library}, numerics {LibTorch.Description}";

    /// <inheritdoc/>
    public string Library => $"TorchSharp {LibTorch.Version}";

    /// <inheritdoc/>
    public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate)
    {
        // The number of threads is a property of the calling thread; sums must not be divided by whatever was configured outside.
        set_num_threads(1);
        ArgumentNullException.ThrowIfNull(layout);
        return new TorchNetwork(layout.Configuration, initial, optimizer, learningRate);
    }

    /// <inheritdoc/>
    public BatchGradient Differentiate(NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch)
    {
        set_num_threads(1);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(examples);
        var configuration = layout.Configuration;
        using var network = new Network(configuration, at);
        using var scope = NewDisposeScope();
        network.train();
        var x = tensor([.. batch.ToArray().SelectMany(position => examples.Input(position).ToArray())], [batch.Length, configuration.InputSize]);
        var y = tensor([.. batch.ToArray().Select(position => (long)examples.Label(position))]);
        var outputs = network.Outputs(x);
        var loss = nn.functional.cross_entropy(outputs[^1], y);
        loss.backward();
        var gradients = network.named_parameters().ToDictionary(one => one.name, one => Values(one.parameter.grad!), StringComparer.Ordinal);
        return new(
            loss.item<float>(),
            [.. at.Arrays.Where(array => array.Trainable).Select(array => array with { Values = gradients[$"{array.Layer}.{array.Name}"] })],
            [.. outputs.Select(output => new FeatureMoments(Values(output.mean([0])), Values(output.var(0, unbiased: false))))]);

        static ImmutableArray<float> Values(Tensor tensor) => [.. tensor.contiguous().data<float>()];
    }

    private sealed class TorchNetwork : ITrainingSession
    {
        private readonly Network network;
        private readonly ParameterUpdate update;
        private readonly int featureCount;
        private Tensor inputs = empty(0);
        private Tensor labels = empty(0);

        public TorchNetwork(NetworkConfiguration configuration, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate)
        {
            network = new Network(configuration, initial);
            update = Update(optimizer, learningRate);
            featureCount = configuration.InputSize;
        }

        public BatchResult Step(Examples examples, ReadOnlySpan<int> batch)
        {
            using var scope = NewDisposeScope();
            var (x, y) = Gather(examples, batch);
            network.train();
            update.ForgetGradients();
            var logits = network.forward(x);
            var loss = nn.functional.cross_entropy(logits, y);
            loss.backward();
            var result = Result(logits, y, loss);
            update.Step();
            return result;
        }

        public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null)
        {
            using var scope = NewDisposeScope();
            using var withoutGradients = no_grad();
            var (x, y) = Gather(examples, batch);
            network.eval();
            var logits = network.forward(x);
            if (wrong is not null)
            {
                foreach (var row in logits.argmax(1).ne(y).nonzero().data<long>())
                {
                    wrong.Add(batch[(int)row]);
                }
            }

            return Result(logits, y, nn.functional.cross_entropy(logits, y));
        }

        public NetworkParameters Export() => network.Export();

        public void Dispose()
        {
            update.Dispose();
            network.Dispose();
            inputs.Dispose();
            labels.Dispose();
        }

        private ParameterUpdate Update(OptimizerConfiguration optimizer, double learningRate) => optimizer switch
        {
            SgdConfiguration { IsPlain: true } => new GradientDescent(network.parameters(), learningRate),
            SgdConfiguration sgd => new MomentumDescent(network.parameters(), learningRate, sgd.Momentum, sgd.IsNesterov),
            AdamConfiguration adam => new AdamDescent(network.parameters(), learningRate, adam.Beta1, adam.Beta2, adam.Epsilon),
            _ => throw new NotSupportedException($"The torch engine has no rule for {optimizer.Name}."),
        };

        private static BatchResult Result(Tensor logits, Tensor y, Tensor loss) =>
            new(loss.item<float>(), (int)logits.argmax(1).eq(y).sum().item<long>(), (int)y.shape[0]);

        /// <summary>Copies a batch into tensors that are kept from step to step: [n, features] and [n].</summary>
        private (Tensor Inputs, Tensor Labels) Gather(Examples examples, ReadOnlySpan<int> batch)
        {
            if (inputs.shape[0] < batch.Length)
            {
                inputs.Dispose();
                labels.Dispose();
                inputs = empty(batch.Length, featureCount).DetachFromDisposeScope();
                labels = empty(batch.Length, ScalarType.Int64).DetachFromDisposeScope();
            }

            var inputValues = MemoryMarshal.Cast<byte, float>(inputs.bytes);
            var labelValues = MemoryMarshal.Cast<byte, long>(labels.bytes);
            for (var i = 0; i < batch.Length; i++)
            {
                examples.Input(batch[i]).CopyTo(inputValues.Slice(i * featureCount, featureCount));
                labelValues[i] = examples.Label(batch[i]);
            }

            return (inputs.narrow(0, 0, batch.Length), labels.narrow(0, 0, batch.Length));
        }
    }
}
