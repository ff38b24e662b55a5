using System.Collections.Immutable;

namespace Reproduction.Networks;

/// <summary>A network as the list of its layers, from the input to the logits: the one description that everything else is derived from.</summary>
/// <remarks>
/// Initial values, parameter counts and the summary, the order in which a state is exported and hashed, the check of a state's shapes, and what
/// both engines compute all follow this list. Softmax is left to the loss.
/// </remarks>
public sealed class NetworkLayout
{
    private NetworkLayout(NetworkConfiguration configuration, ImmutableArray<LayerLayout> layers) =>
        (Configuration, Layers) = (configuration, layers);

    /// <summary>What is laid out.</summary>
    public NetworkConfiguration Configuration { get; }

    /// <summary>The layers, in the order in which an example passes them.</summary>
    public ImmutableArray<LayerLayout> Layers { get; }

    /// <summary>Every array of the network with its layer: the order of <see cref="NetworkParameters"/>.</summary>
    public IEnumerable<(LayerLayout Layer, ParameterLayout Parameter)> Parameters =>
        Layers.SelectMany(layer => layer.Parameters, (layer, parameter) => (layer, parameter));

    /// <summary>Lays a network out.</summary>
    /// <exception cref="InvalidConfigurationException">The configuration makes no network.</exception>
    public static NetworkLayout Of(NetworkConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Validate();
        var layers = ImmutableArray.CreateBuilder<LayerLayout>();
        layers.Add(new FlattenLayout(LayerNames.Input, configuration.InputSize));
        var features = configuration.InputSize;
        foreach (var (size, number) in configuration.HiddenSizes.Select((size, i) => (size, i + 1)))
        {
            layers.Add(new DenseLayout(LayerNames.Hidden(number), features, size));
            layers.AddRange(AfterDense(configuration.Normalization, number, size));
            features = size;
        }

        layers.Add(new DenseLayout(LayerNames.Output, features, configuration.ClassCount));
        return new(configuration, layers.ToImmutable());
    }

    /// <summary>Makes a state of this layout: values are asked for array by array, in the layout's order.</summary>
    public NetworkParameters Fill(Func<LayerLayout, ParameterLayout, ImmutableArray<float>> values) => new(
    [
        .. Parameters.Select(one => new ParameterArray(
            one.Layer.Name, one.Parameter.Name, one.Parameter.Shape, values(one.Layer, one.Parameter), one.Parameter.Trainable)),
    ]);

    /// <summary>Refuses a state of another layout.</summary>
    /// <exception cref="InvalidConfigurationException">Says which array was expected, and which received.</exception>
    public void Require(NetworkParameters state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var expected = Parameters.ToList();
        InvalidConfigurationException.ThrowUnless(
            expected.Count == state.Arrays.Length, $"The network holds {expected.Count} arrays; received {state.Arrays.Length}.");
        foreach (var ((layer, parameter), array) in expected.Zip(state.Arrays))
        {
            InvalidConfigurationException.ThrowUnless(
                layer.Name == array.Layer && parameter.Name == array.Name && parameter.Shape.SequenceEqual(array.Shape)
                    && parameter.Count == array.Values.Length && parameter.Trainable == array.Trainable,
                $"Expected {Described(layer, parameter)}; received {Described(array)}.");
        }
    }

    private static IEnumerable<LayerLayout> AfterDense(NormalizationConfiguration? normalization, int number, int features)
    {
        var relu = new ReluLayout(LayerNames.Relu(number), features);
        return normalization switch
        {
            null => [relu],
            { Placement: NormalizationPlacement.AfterActivation } => [relu, normalization.Layer(number, features)],
            _ => [normalization.Layer(number, features), relu],
        };
    }

    private static string Described(LayerLayout layer, ParameterLayout parameter) =>
        Described(layer.Name, parameter.Name, parameter.Shape, parameter.Count, parameter.Trainable);

    private static string Described(ParameterArray array) =>
        Described(array.Layer, array.Name, array.Shape, array.Values.Length, array.Trainable);

    private static string Described(string layer, string name, ImmutableArray<int> shape, long count, bool isTrained) => FormattableString.Invariant(
        $"{layer}/{name} of shape [{string.Join(", ", shape)}] with {count} values{(isTrained ? string.Empty : ", not trained")}");
}
