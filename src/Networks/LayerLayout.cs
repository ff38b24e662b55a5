using System.Collections.Immutable;

namespace Reproduction.Networks;

/// <summary>Where the initial values of an array come from.</summary>
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
/// <param name="Kind">What Keras calls it.</param>
/// <param name="Inputs">The number of values that it takes for one example.</param>
/// <param name="Outputs">The number of values that it gives for one example.</param>
/// <param name="Parameters">Its arrays, in the order of Keras's <c>Layer.get_weights()</c>: the trainable ones first.</param>
public abstract record LayerLayout(string Name, string Kind, int Inputs, int Outputs, ImmutableArray<ParameterLayout> Parameters);

/// <summary>An image becomes a row of values.</summary>
public sealed record FlattenLayout(string Name, int Features) : LayerLayout(Name, "Flatten", Features, Features, []);

/// <summary>y = x kernel + bias.</summary>
public sealed record DenseLayout(string Name, int Inputs, int Outputs) : LayerLayout(Name, "Dense", Inputs, Outputs,
[
    new("kernel", [Inputs, Outputs], Trainable: true, InitialValues.GlorotUniform),
    new("bias", [Outputs], Trainable: true, InitialValues.Zeros),
]);

/// <summary>y = max(x, 0).</summary>
public sealed record ReluLayout(string Name, int Features) : LayerLayout(Name, "ReLU", Features, Features, []);

/// <summary>A normalization of each feature or of each example.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Features">The number of features.</param>
/// <param name="Parameters">Its arrays.</param>
/// <param name="Configuration">Which normalization, with its settings.</param>
public sealed record NormalizationLayout(
    string Name, int Features, ImmutableArray<ParameterLayout> Parameters, NormalizationConfiguration Configuration)
    : LayerLayout(Name, Configuration.LayerKind, Features, Features, Parameters);
