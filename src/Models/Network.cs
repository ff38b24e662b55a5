using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>The notebook's network as a TorchSharp module: dense layers, ReLU, and batch normalization beside each hidden layer or none.</summary>
/// <remarks>
/// <code>
/// input    [n, inputs]     float
/// hidden   [n, width]      Dense, ReLU, BN (after the activation, the notebook's order) or Dense, BN, ReLU
/// logits   [n, classes]    of the last Dense; softmax is left to the loss and to <see cref="Probabilities"/>
/// </code>
/// </remarks>
public sealed class Network : nn.Module<Tensor, Tensor>
{
    private readonly ImmutableArray<Dense> dense;
    private readonly ImmutableArray<BatchNormalization> normalizations;
    private readonly bool normalizesBeforeActivation;

    /// <summary>Builds the network and gives it a state.</summary>
    /// <param name="configuration">Layer sizes and batch normalization.</param>
    /// <param name="initial">The state to start from, of the same shape.</param>
    public Network(NetworkConfiguration configuration, NetworkParameters initial)
        : base("network")
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(initial);
        configuration.Validate();
        Configuration = configuration;
        normalizesBeforeActivation = configuration.BatchNormalization?.Placement == BatchNormalizationPlacement.BeforeActivation;

        var sizes = configuration.LayerSizes;
        var hiddenCount = configuration.HiddenSizes.Length;
        dense = [.. Enumerable.Range(0, hiddenCount + 1).Select(i => new Dense(DenseName(i, hiddenCount), sizes[i], sizes[i + 1]))];
        normalizations = configuration.BatchNormalization is { } normalization
            ? [.. Enumerable.Range(1, hiddenCount).Select(i => new BatchNormalization(LayerNames.BatchNormalization(i), sizes[i], normalization))]
            : [];
        for (var i = 0; i < dense.Length; i++)
        {
            register_module(dense[i].GetName(), dense[i]);
            if (i < normalizations.Length)
            {
                register_module(normalizations[i].GetName(), normalizations[i]);
            }
        }

        Load(initial);
    }

    /// <summary>The configuration that the network was built from.</summary>
    public NetworkConfiguration Configuration { get; }

    /// <summary>Computes the logits of a batch.</summary>
    /// <param name="input">[n, inputs].</param>
    /// <returns>[n, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        var hidden = input;
        for (var i = 0; i < dense.Length - 1; i++)
        {
            hidden = dense[i].forward(hidden);
            if (normalizations.IsEmpty)
            {
                hidden = nn.functional.relu(hidden);
            }
            else if (normalizesBeforeActivation)
            {
                hidden = nn.functional.relu(normalizations[i].forward(hidden));
            }
            else
            {
                hidden = normalizations[i].forward(nn.functional.relu(hidden));
            }
        }

        return dense[^1].forward(hidden);
    }

    /// <summary>The softmax of the logits: what the notebook's last layer gives. [n, classes], each row adding up to 1.</summary>
    public Tensor Probabilities(Tensor input) => nn.functional.softmax(forward(input), dim: 1);

    /// <summary>Copies a state into the network.</summary>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public void Load(NetworkParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var slots = Slots().ToList();
        if (slots.Count != parameters.Arrays.Length)
        {
            throw new ArgumentException($"The network holds {slots.Count} arrays; received {parameters.Arrays.Length}.", nameof(parameters));
        }

        foreach (var (slot, array) in slots.Zip(parameters.Arrays))
        {
            if (slot.Layer != array.Layer || slot.Name != array.Name || slot.Tensor.NumberOfElements != array.Values.Length)
            {
                throw new ArgumentException(
                    $"Expected {slot.Layer}/{slot.Name} with {slot.Tensor.NumberOfElements} values; received {array.Layer}/{array.Name} with {array.Values.Length}.",
                    nameof(parameters));
            }

            var values = tensor(ImmutableCollectionsMarshal.AsArray(array.Values)!, [.. array.Shape.Select(size => (long)size)]);
            slot.Tensor.copy_(values);
        }
    }

    /// <summary>Copies the state out of the network.</summary>
    public NetworkParameters Export()
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        return new([.. Slots().Select(slot => new ParameterArray(
            slot.Layer,
            slot.Name,
            [.. slot.Tensor.shape.Select(size => (int)size)],
            [.. MemoryMarshal.Cast<byte, float>(slot.Tensor.bytes)],
            slot.Trainable))]);
    }

    /// <summary>Every array of the state, in the order of <see cref="NetworkParameters"/>.</summary>
    private IEnumerable<Slot> Slots()
    {
        for (var i = 0; i < dense.Length; i++)
        {
            yield return new(dense[i].GetName(), "kernel", dense[i].Kernel, Trainable: true);
            yield return new(dense[i].GetName(), "bias", dense[i].Bias, Trainable: true);
            if (i < normalizations.Length)
            {
                var (normalization, name) = (normalizations[i], normalizations[i].GetName());
                yield return new(name, "gamma", normalization.Gamma, Trainable: true);
                yield return new(name, "beta", normalization.Beta, Trainable: true);
                yield return new(name, "moving_mean", normalization.MovingMean, Trainable: false);
                yield return new(name, "moving_variance", normalization.MovingVariance, Trainable: false);
            }
        }
    }

    private static string DenseName(int index, int hiddenCount) => index < hiddenCount ? LayerNames.Hidden(index + 1) : LayerNames.Output;

    private readonly record struct Slot(string Layer, string Name, Tensor Tensor, bool Trainable);
}
