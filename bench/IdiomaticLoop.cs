using System.Runtime.InteropServices;
using Reproduction.Data;
using Reproduction.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Bench;

/// <summary>The loop that TorchSharp's own examples show, for the notebook's network. The yardstick: kept as it is, and not made faster.</summary>
/// <remarks>
/// But for two of its parts, which libtorch may find freed (<see cref="OwnedScalar"/>): BatchNorm1d and optim.SGD make the same calls here, with
/// numbers that stay.
/// </remarks>
internal sealed class IdiomaticLoop : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly Descent optimizer;
    private readonly Tensor images;
    private readonly Tensor labels;

    public IdiomaticLoop(Examples examples, bool normalized)
    {
        set_num_threads(1);
        network = normalized
            ? nn.Sequential(
                ("dense1", nn.Linear(784, 300)), ("relu1", nn.ReLU()), ("norm1", new BatchNorm(300)),
                ("dense2", nn.Linear(300, 100)), ("relu2", nn.ReLU()), ("norm2", new BatchNorm(100)),
                ("dense3", nn.Linear(100, 10)))
            : nn.Sequential(
                ("dense1", nn.Linear(784, 300)),
                ("relu1", nn.ReLU()),
                ("dense2", nn.Linear(300, 100)),
                ("relu2", nn.ReLU()),
                ("dense3", nn.Linear(100, 10)));
        optimizer = new([.. network.parameters()]);
        images = tensor(examples.Inputs.ToArray(), [examples.Count, examples.FeatureCount]);
        labels = tensor(examples.Labels.ToArray().Select(label => (long)label).ToArray());
    }

    public float Step(ReadOnlySpan<int> batch)
    {
        using var scope = NewDisposeScope();
        var positions = empty(batch.Length, ScalarType.Int64);
        var values = MemoryMarshal.Cast<byte, long>(positions.bytes);
        for (var i = 0; i < batch.Length; i++)
        {
            values[i] = batch[i];
        }

        var (x, y) = (images.index_select(0, positions), labels.index_select(0, positions));
        optimizer.ZeroGradients();
        var loss = nn.functional.cross_entropy(network.forward(x), y);
        loss.backward();
        optimizer.Step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
        images.Dispose();
        labels.Dispose();
    }

    private sealed class BatchNorm : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter weight;
        private readonly Parameter bias;
        private readonly Tensor runningMean;
        private readonly Tensor runningVariance;

        public BatchNorm(int features)
            : base("norm")
        {
            register_parameter("weight", weight = new Parameter(ones(features)));
            register_parameter("bias", bias = new Parameter(zeros(features)));
            register_buffer("running_mean", runningMean = zeros(features));
            register_buffer("running_var", runningVariance = ones(features));
        }

        public override Tensor forward(Tensor input) =>
            nn.functional.batch_norm(input, runningMean, runningVariance, weight, bias, training, momentum: 0.01, eps: 1e-3);
    }

    private sealed class Descent(Parameter[] parameters) : IDisposable
    {
        private readonly OwnedScalar minusRate = new(-0.01);

        public void ZeroGradients()
        {
            foreach (var parameter in parameters)
            {
                using var gradient = parameter.grad;
                gradient?.zero_();
            }
        }

        public void Step()
        {
            using var withoutGradients = no_grad();
            using var scope = NewDisposeScope();
            foreach (var parameter in parameters)
            {
                minusRate.AddMultiple(parameter, parameter.grad!);
            }
        }

        public void Dispose() => minusRate.Dispose();
    }
}
