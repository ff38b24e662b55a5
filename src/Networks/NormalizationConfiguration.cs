using System.Collections.Immutable;
using System.Globalization;

namespace Reproduction.Networks;

/// <summary>On which side of the nonlinearity a normalization layer stands.</summary>
public enum NormalizationPlacement
{
    /// <summary>Dense, ReLU, normalization: the notebook's order.</summary>
    AfterActivation,

    /// <summary>Dense, normalization, ReLU: the order of Ioffe and Szegedy 2015, section 3.2.</summary>
    BeforeActivation,
}

/// <summary>How the hidden layers of a network are normalized: the entry from which options, grids, results, summaries and engines know it.</summary>
/// <remarks>
/// A further normalization is a record that derives from this one, with its place in <see cref="All"/>; a module, with its line in src/Models's
/// NormalizationModules; and a layer, with its line in src/Engines/Portable's PortableSession. Nothing else knows them by kind. Its settings are
/// those here; one that has others needs a place for them in the results' lines too.
/// </remarks>
public abstract record NormalizationConfiguration
{
    /// <summary>Every normalization, with tf.keras's defaults.</summary>
    public static ImmutableArray<NormalizationConfiguration> All { get; } =
    [
        new BatchNormalizationConfiguration(),
        new LayerNormalizationConfiguration(),
    ];

    /// <summary>Added to the variance under the square root. Greater than 0, in single precision too.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Before or after the activation.</summary>
    public NormalizationPlacement Placement { get; init; } = NormalizationPlacement.AfterActivation;

    /// <summary>Its name in options, grids and results: <c>batch</c>.</summary>
    public abstract string Name { get; }

    /// <summary>For people, in titles: <c>BN</c>.</summary>
    public abstract string Abbreviation { get; }

    /// <summary>The name of Keras's layer: <c>BatchNormalization</c>. The layers are called so, in lower camel case, with their number.</summary>
    public abstract string LayerKind { get; }

    /// <summary>The arrays of one layer, the trainable ones first.</summary>
    /// <param name="features">The number of features that the layer normalizes.</param>
    public abstract ImmutableArray<ParameterLayout> Parameters(int features);

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="InvalidConfigurationException">A value is out of range.</exception>
    public virtual void Validate() => SinglePrecision.RequirePositive(Epsilon, "Epsilon");

    /// <summary>The layer with a number: <c>batchNormalization1</c>.</summary>
    internal LayerLayout Layer(int number, int features) => new NormalizationLayout(
        char.ToLowerInvariant(LayerKind[0]) + LayerKind[1..] + number.ToString(CultureInfo.InvariantCulture), features, Parameters(features), this);
}

/// <summary>Layer normalization: each example by the mean and the variance of its own features, in training and in inference alike.</summary>
/// <remarks>
/// Ba, Kiros and Hinton 2016, with tf.keras's semantics: the biased variance, epsilon 1e-3 under the square root, gamma 1 and beta 0 at first. It
/// has no moving statistics, and no example influences another: the size of the batch does not matter to it.
/// </remarks>
public sealed record LayerNormalizationConfiguration : NormalizationConfiguration
{
    /// <inheritdoc/>
    public override string Name => "layer";

    /// <inheritdoc/>
    public override string Abbreviation => "LN";

    /// <inheritdoc/>
    public override string LayerKind => "LayerNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<ParameterLayout> Parameters(int features) =>
    [
        new("gamma", [features], Trainable: true, InitialValues.Ones),
        new("beta", [features], Trainable: true, InitialValues.Zeros),
    ];
}
