using System.Collections.Immutable;
using System.Reflection;
using Reproduction.Networks;

namespace Reproduction.Engines.Portable;

/// <summary>A layer says by this interface which normalization it computes, and is found by it.</summary>
/// <typeparam name="TRule">How parameters follow their gradients.</typeparam>
/// <typeparam name="TConfiguration">The normalization.</typeparam>
internal interface INormalizationLayer<TRule, TConfiguration>
    where TRule : struct, IUpdateRule<TRule>
    where TConfiguration : NormalizationConfiguration
{
    /// <summary>Makes a layer.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="features">The number of features, at least 1.</param>
    /// <param name="values">The initial values of its arrays, in the layout's order.</param>
    static abstract PortableLayer<TRule> Create(TConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values);
}

/// <summary>The portable engine's layer of each normalization.</summary>
internal static class NormalizationLayers<TRule>
    where TRule : struct, IUpdateRule<TRule>
{
    private static readonly MethodInfo Creation = new Func<NormalizationLayout, ImmutableArray<ImmutableArray<float>>, PortableLayer<TRule>>(
        Create<LayerNormalizationLayer<TRule>, LayerNormalizationConfiguration>).Method.GetGenericMethodDefinition();

    /// <summary>The layer of a layout.</summary>
    /// <exception cref="InvalidConfigurationException">No layer is for this normalization, or several are.</exception>
    public static PortableLayer<TRule> Create(NormalizationLayout layout, ImmutableArray<ImmutableArray<float>> values)
    {
        var layer = NormalizationTypes.For(typeof(INormalizationLayer<,>), layout.Configuration).MakeGenericType(typeof(TRule));
        return Creation.MakeGenericMethod(layer, layout.Configuration.GetType())
            .CreateDelegate<Func<NormalizationLayout, ImmutableArray<ImmutableArray<float>>, PortableLayer<TRule>>>()(layout, values);
    }

    private static PortableLayer<TRule> Create<TLayer, TConfiguration>(NormalizationLayout layout, ImmutableArray<ImmutableArray<float>> values)
        where TLayer : INormalizationLayer<TRule, TConfiguration>
        where TConfiguration : NormalizationConfiguration =>
        TLayer.Create((TConfiguration)layout.Configuration, layout.Features, values);
}
