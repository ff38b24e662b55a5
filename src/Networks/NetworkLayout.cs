using System.Collections.Immutable;

namespace Reproduction.Networks;

/// <summary>What a layer does, in Keras's words where Keras has a layer for it.</summary>
public enum LayerKind
{
    /// <summary>An image becomes a row of values.</summary>
    Flatten,

    /// <summary>y = x kernel + bias.</summary>
    Dense,

    /// <summary>y = max(x, 0). Keras counts it as part of the dense layer in front of it.</summary>
    Relu,

    /// <summary>Batch normalization.</summary>
    BatchNormalization,
}

/// <summary>Where the initial values of a parameter come from.</summary>
public enum InitialValues
{
    /// <summary>All 0.</summary>
    Zeros,

    /// <summary>All 1.</summary>
    Ones,

    /// <summary>Drawn; see <see cref="Initialization"/>.</summary>
    GlorotUniform,
}

/// <summary>One array of a layer, by Keras's names: a parameter, or a statistic that is kept with the parameters.</summary>
/// <param name="Name"><c>kernel</c>, <c>bias</c>, <c>gamma</c>, <c>beta</c>, <c>moving_mean</c> or <c>moving_variance</c>.</param>
/// <param name="Shape">[inputs, outputs] for a kernel, [features] for the others.</param>
/// <param name="Trainable">Whether the optimizer moves it: false for the moving statistics.</param>
/// <param name="Initial">What it holds before the first step.</param>
public sealed record ParameterLayout(string Name, ImmutableArray<int> Shape, bool Trainable, InitialValues Initial)
{
    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (count, size) => checked(count * size));
}

/// <summary>One layer of a network.</summary>
/// <param name="Name">The layer's name, of which there is one in the network.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Inputs">The number of values that it takes for one example.</param>
/// <param name="Outputs">The number of values that it gives for one example.</param>
/// <param name="Parameters">Its arrays, in the order of Keras's <c>Layer.get_weights()</c>, the trainable ones first.</param>
public sealed record LayerLayout(string Name, LayerKind Kind, int Inputs, int Outputs, ImmutableArray<ParameterLayout> Parameters);

/// <summary>A network as the list of its layers, from the input to the logits: the one description that everything else is derived from.</summary>
/// <remarks>
/// Initial values, parameter counts and the summary, the order in which a state is exported and hashed, and what both engines compute all follow
/// this list. Softmax is left to the loss.
/// </remarks>
public sealed class NetworkLayout
{
    private NetworkLayout(ImmutableArray<LayerLayout> layers) => Layers = layers;

    /// <summary>The layers, in the order in which an example passes them.</summary>
    public ImmutableArray<LayerLayout> Layers { get; }

    /// <summary>Lays a network out.</summary>
    /// <exception cref="InvalidConfigurationException">The configuration makes no network.</exception>
    public static NetworkLayout Of(NetworkConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Validate();
        var layers = ImmutableArray.CreateBuilder<LayerLayout>();
        layers.Add(new(LayerNames.Input, LayerKind.Flatten, configuration.InputSize, configuration.InputSize, []));
        var features = configuration.InputSize;
        foreach (var (size, number) in configuration.HiddenSizes.Select((size, i) => (size, i + 1)))
        {
            layers.Add(Dense(LayerNames.Hidden(number), features, size));
            var relu = new LayerLayout(LayerNames.Relu(number), LayerKind.Relu, size, size, []);
            LayerLayout[] after = configuration.BatchNormalization switch
            {
                null => [relu],
                { Placement: BatchNormalizationPlacement.AfterActivation } => [relu, BatchNormalization(number, size)],
                _ => [BatchNormalization(number, size), relu],
            };
            layers.AddRange(after);
            features = size;
        }

        layers.Add(Dense(LayerNames.Output, features, configuration.ClassCount));
        return new(layers.ToImmutable());
    }

    private static LayerLayout Dense(string name, int inputs, int outputs) => new(name, LayerKind.Dense, inputs, outputs,
    [
        new("kernel", [inputs, outputs], Trainable: true, InitialValues.GlorotUniform),
        new("bias", [outputs], Trainable: true, InitialValues.Zeros),
    ]);

    private static LayerLayout BatchNormalization(int number, int features) => new(
        LayerNames.BatchNormalization(number), LayerKind.BatchNormalization, features, features,
        [
            new("gamma", [features], Trainable: true, InitialValues.Ones),
            new("beta", [features], Trainable: true, InitialValues.Zeros),
            new("moving_mean", [features], Trainable: false, InitialValues.Zeros),
            new("moving_variance", [features], Trainable: false, InitialValues.Ones),
        ]);
}
