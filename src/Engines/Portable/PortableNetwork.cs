using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>A network in training by the portable engine: layer by layer forward, layer by layer back, each layer descending as it is left.</summary>
internal sealed class PortableNetwork : INetworkInTraining
{
    private readonly NetworkConfiguration configuration;
    private readonly float rate;
    private readonly Func<Examples, NonZeroQuads> nonZeroOf;
    private readonly ImmutableArray<DenseLayer> dense;
    private readonly ImmutableArray<NormalizationLayer> normalizations;
    private readonly bool normalizesBeforeActivation;
    private Workspace workspace;

    public PortableNetwork(NetworkConfiguration configuration, NetworkParameters initial, double learningRate, Func<Examples, NonZeroQuads> nonZeroOf)
    {
        configuration.Validate();
        this.configuration = configuration;
        this.nonZeroOf = nonZeroOf;
        rate = (float)learningRate;
        normalizesBeforeActivation = configuration.BatchNormalization?.Placement == BatchNormalizationPlacement.BeforeActivation;
        var sizes = configuration.LayerSizes;
        dense = [.. Enumerable.Range(0, sizes.Length - 1).Select(i =>
            new DenseLayer(sizes[i], sizes[i + 1], initial[DenseName(i), "kernel"], initial[DenseName(i), "bias"]))];
        normalizations = configuration.BatchNormalization is not { } normalization ? [] : [.. Enumerable.Range(1, sizes.Length - 2).Select(i =>
        {
            var name = LayerNames.BatchNormalization(i);
            return new NormalizationLayer(normalization, initial[name, "gamma"], initial[name, "beta"], initial[name, "moving_mean"], initial[name, "moving_variance"]);
        })];
        workspace = new(sizes, !normalizations.IsEmpty, capacity: 1);
    }

    public BatchResult Step(Examples examples, ReadOnlySpan<int> batch)
    {
        Prepare(examples, batch);
        Forward(batch.Length, isTraining: true);
        var result = SoftmaxCrossEntropy.Evaluate(workspace.Outputs[^1].Of(batch.Length), examples, batch, workspace.Gradients[^1].Of(batch.Length));
        Backward(batch.Length);
        return result;
    }

    public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch)
    {
        Prepare(examples, batch);
        Forward(batch.Length, isTraining: false);
        return SoftmaxCrossEntropy.Evaluate(workspace.Outputs[^1].Of(batch.Length), examples, batch, gradient: null);
    }

    public NetworkParameters Export()
    {
        var arrays = ImmutableArray.CreateBuilder<ParameterArray>();
        for (var i = 0; i < dense.Length; i++)
        {
            var (kernel, bias) = dense[i].Export();
            arrays.Add(new(DenseName(i), "kernel", [dense[i].Inputs, dense[i].Outputs], kernel, Trainable: true));
            arrays.Add(new(DenseName(i), "bias", [dense[i].Outputs], bias, Trainable: true));
            if (i < normalizations.Length)
            {
                var values = normalizations[i].Export();
                foreach (var (name, value, trainable) in new[] { ("gamma", 0, true), ("beta", 1, true), ("moving_mean", 2, false), ("moving_variance", 3, false) })
                {
                    arrays.Add(new(LayerNames.BatchNormalization(i + 1), name, [dense[i].Outputs], values[value], trainable));
                }
            }
        }

        return new(arrays.ToImmutable());
    }

    public void Dispose()
    {
        workspace.Dispose();
        foreach (var layer in dense)
        {
            layer.Dispose();
        }

        foreach (var layer in normalizations)
        {
            layer.Dispose();
        }
    }

    private void Prepare(Examples examples, ReadOnlySpan<int> batch)
    {
        if (batch.Length > workspace.Capacity)
        {
            workspace.Dispose();
            workspace = new(configuration.LayerSizes, !normalizations.IsEmpty, batch.Length);
        }

        nonZeroOf(examples).Gather(batch, workspace.Inputs[0].Of(batch.Length), workspace.Active[0]);
        foreach (var active in workspace.Active.AsSpan()[1..])
        {
            active.SetAll(batch.Length);
        }
    }

    private void Forward(int rows, bool isTraining)
    {
        for (var i = 0; i < dense.Length; i++)
        {
            var y = workspace.Outputs[i].Of(rows);
            dense[i].Forward(workspace.Inputs[i].Of(rows), workspace.Active[i], y);
            if (i == dense.Length - 1)
            {
                return;
            }

            if (!normalizesBeforeActivation)
            {
                RectifierKernels.Rectify(y);
            }

            if (i < normalizations.Length)
            {
                Normalize(i, y, rows, isTraining);
            }

            if (normalizesBeforeActivation)
            {
                RectifierKernels.Rectify(workspace.Inputs[i + 1].Of(rows));
            }
        }
    }

    private void Normalize(int i, Panels y, int rows, bool isTraining)
    {
        var (normalized, next) = (workspace.Normalized[i].Of(rows), workspace.Inputs[i + 1].Of(rows));
        if (isTraining)
        {
            normalizations[i].Train(y, normalized, next);
        }
        else
        {
            normalizations[i].Infer(y, normalized, next);
        }
    }

    /// <summary>From the gradient with respect to the logits back to the first layer.</summary>
    private void Backward(int rows)
    {
        for (var i = dense.Length - 1; i >= 0; i--)
        {
            var dy = workspace.Gradients[i].Of(rows);
            if (i > 0)
            {
                // before the kernel moves: the gradient is that of the kernel that the batch has seen
                var dx = workspace.Gradients[i - 1].Of(rows);
                dense[i].InputGradient(dy, workspace.Active[i + 1], dx);
                BackThroughHidden(i - 1, dx, rows);
            }

            dense[i].Descend(workspace.Inputs[i].Of(rows), workspace.Active[i], dy, rate);
        }
    }

    /// <summary>From the gradient with respect to a hidden layer's result to that of its dense layer's, in place.</summary>
    private void BackThroughHidden(int i, Panels gradient, int rows)
    {
        if (normalizesBeforeActivation)
        {
            RectifierKernels.Mask(gradient, workspace.Inputs[i + 1].Of(rows));
        }

        if (i < normalizations.Length)
        {
            normalizations[i].Descend(gradient, workspace.Normalized[i].Of(rows), rate, gradient);
        }

        if (!normalizesBeforeActivation)
        {
            RectifierKernels.Mask(gradient, workspace.Outputs[i].Of(rows));
        }
    }

    private string DenseName(int i) => i < configuration.HiddenSizes.Length ? LayerNames.Hidden(i + 1) : LayerNames.Output;
}
