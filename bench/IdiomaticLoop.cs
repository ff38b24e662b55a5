using System.Runtime.InteropServices;
using Reproduction.Data;
using static TorchSharp.torch;

namespace Reproduction.Bench;

/// <summary>The loop that TorchSharp's own examples show, for the notebook's network. The yardstick: kept as it is, and not made faster.</summary>
internal sealed class IdiomaticLoop : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly optim.Optimizer optimizer;
    private readonly Tensor images;
    private readonly Tensor labels;

    public IdiomaticLoop(Examples examples, bool normalized)
    {
        set_num_threads(1);
        network = normalized
            ? nn.Sequential(
                ("dense1", nn.Linear(784, 300)), ("relu1", nn.ReLU()), ("norm1", nn.BatchNorm1d(300, eps: 1e-3, momentum: 0.01)),
                ("dense2", nn.Linear(300, 100)), ("relu2", nn.ReLU()), ("norm2", nn.BatchNorm1d(100, eps: 1e-3, momentum: 0.01)),
                ("dense3", nn.Linear(100, 10)))
            : nn.Sequential(
                ("dense1", nn.Linear(784, 300)), ("relu1", nn.ReLU()), ("dense2", nn.Linear(300, 100)), ("relu2", nn.ReLU()), ("dense3", nn.Linear(100, 10)));
        optimizer = optim.SGD(network.parameters(), learningRate: 0.01);
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
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(network.forward(x), y);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
        images.Dispose();
        labels.Dispose();
    }
}
