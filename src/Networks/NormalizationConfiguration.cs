using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

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
/// A further normalization is three files and no line elsewhere: a record in this project that derives from this one; a module in src/Models that
/// implements INormalizationModule for it; and a layer in src/Engines/Portable that implements INormalizationLayer for it. All three are found by
/// themselves. Its settings are those here; one that has others needs a place for them in the results' lines too.
/// </remarks>
public abstract record NormalizationConfiguration
{
    /// <summary>Every normalization of this project, with tf.keras's defaults, by name.</summary>
    public static ImmutableArray<NormalizationConfiguration> All { get; } =
    [
        .. typeof(NormalizationConfiguration).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(NormalizationConfiguration)) && !type.IsAbstract)
            .Select(type => (NormalizationConfiguration)Activator.CreateInstance(type)!)
            .OrderBy(normalization => normalization.Name, StringComparer.Ordinal),
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
        JsonNamingPolicy.CamelCase.ConvertName(LayerKind) + number.ToString(CultureInfo.InvariantCulture), features, Parameters(features), this);
}
