using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>A network as a TorchSharp module: the layers of its layout, one after the other.</summary>
/// <remarks>
/// <code>
/// input    [n, inputs]     float
/// hidden   [n, width]      Dense, ReLU, normalization (the notebook's order) or Dense, normalization, ReLU
/// logits   [n, classes]    of the last Dense; softmax is left to the loss and to <see cref="Probabilities"/>
/// </code>
/// </remarks>
public sealed class Network : nn.Module<Tensor, Tensor>
{
    private readonly NetworkLayout layout;
    private readonly ImmutableArray<Func<Tensor, Tensor>> steps;
    private readonly ImmutableArray<Tensor> arrays;

    /// <summary>Builds the network and gives it a state.</summary>
    /// <param name="configuration">Layer sizes and normalization.</param>
    /// <param name="initial">The state to start from, of the same layout.</param>
    /// <exception cref="InvalidConfigurationException">The configuration makes no network, or the state is of another layout.</exception>
    public Network(NetworkConfiguration configuration, NetworkParameters initial)
        : base("network")
    {
        layout = NetworkLayout.Of(configuration);
        var modules = new Dictionary<LayerLayout, nn.Module<Tensor, Tensor>>();
        foreach (var layer in layout.Layers)
        {
            if (Module(layer) is { } module)
            {
                modules.Add(layer, module);
                register_module(layer.Name, module);
            }
        }

        // An image comes as a row of values already: nothing is left to flatten.
        steps = [.. layout.Layers.Where(layer => layer is not FlattenLayout)
            .Select(layer => layer is ReluLayout ? Relu : (Func<Tensor, Tensor>)modules[layer].forward)];
        arrays = [.. layout.Parameters.Select(one => modules[one.Layer].state_dict()[one.Parameter.Name])];
        Load(initial);
    }

    /// <summary>The configuration that the network was built from.</summary>
    public NetworkConfiguration Configuration => layout.Configuration;

    /// <summary>Computes the logits of a batch.</summary>
    /// <param name="input">[n, inputs].</param>
    /// <returns>[n, classes].</returns>
    public override Tensor forward(Tensor input) => steps.Aggregate(input, (hidden, step) => step(hidden));

    /// <summary>What each hidden layer hands on, after its ReLU and normalization, and last the logits: [n, width] each.</summary>
    /// <param name="input">[n, inputs].</param>
    public ImmutableArray<Tensor> Outputs(Tensor input)
    {
        var outputs = ImmutableArray.CreateBuilder<Tensor>();
        var hidden = input;
        foreach (var (layer, step) in layout.Layers.Where(layer => layer is not FlattenLayout).Zip(steps))
        {
            if (layer is DenseLayout && !ReferenceEquals(hidden, input))
            {
                outputs.Add(hidden);
            }

            hidden = step(hidden);
        }

        outputs.Add(hidden);
        return outputs.ToImmutable();
    }

    /// <summary>The softmax of the logits: what the notebook's last layer gives. [n, classes], each row adding up to 1.</summary>
    public Tensor Probabilities(Tensor input) => nn.functional.softmax(forward(input), dim: 1);

    /// <summary>Copies a state into the network.</summary>
    /// <exception cref="InvalidConfigurationException">The state is of another layout.</exception>
    public void Load(NetworkParameters parameters)
    {
        layout.Require(parameters);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        foreach (var (target, array) in arrays.Zip(parameters.Arrays))
        {
            var values = tensor(ImmutableCollectionsMarshal.AsArray(array.Values)!, [.. array.Shape.Select(size => (long)size)]);
            target.copy_(values);
        }
    }

    /// <summary>Copies the state out of the network.</summary>
    public NetworkParameters Export()
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var next = 0;
        return layout.Fill((_, _) => [.. MemoryMarshal.Cast<byte, float>(arrays[next++].bytes)]);
    }

    private static nn.Module<Tensor, Tensor>? Module(LayerLayout layer) => layer switch
    {
        DenseLayout dense => new Dense(dense.Name, dense.Inputs, dense.Outputs),
        NormalizationLayout normalization => NormalizationModules.Create(normalization),
        _ => null,
    };

    private static Tensor Relu(Tensor input) => nn.functional.relu(input);
}
