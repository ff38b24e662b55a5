using System.Reflection;
using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>A module says by this interface which normalization it computes, and is found by it.</summary>
/// <typeparam name="TConfiguration">The normalization.</typeparam>
internal interface INormalizationModule<TConfiguration>
    where TConfiguration : NormalizationConfiguration
{
    /// <summary>Makes a module that registers its arrays under the names that the layout gives them.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="features">The number of features, at least 1.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="type">The precision.</param>
    static abstract nn.Module<Tensor, Tensor> Create(string name, int features, TConfiguration configuration, ScalarType type);
}

/// <summary>The TorchSharp module of each normalization.</summary>
internal static class NormalizationModules
{
    private static readonly MethodInfo Creation = new Func<NormalizationLayout, ScalarType, nn.Module<Tensor, Tensor>>(
        Create<LayerNormalization, LayerNormalizationConfiguration>).Method.GetGenericMethodDefinition();

    /// <summary>The module of a layer, with the values of a new network.</summary>
    /// <exception cref="InvalidConfigurationException">No module is for this normalization, or several are.</exception>
    public static nn.Module<Tensor, Tensor> Create(NormalizationLayout layer, ScalarType type = ScalarType.Float32)
    {
        var module = NormalizationTypes.For(typeof(INormalizationModule<>), layer.Configuration);
        return Creation.MakeGenericMethod(module, layer.Configuration.GetType())
            .CreateDelegate<Func<NormalizationLayout, ScalarType, nn.Module<Tensor, Tensor>>>()(layer, type);
    }

    private static nn.Module<Tensor, Tensor> Create<TModule, TConfiguration>(NormalizationLayout layer, ScalarType type)
        where TModule : INormalizationModule<TConfiguration>
        where TConfiguration : NormalizationConfiguration =>
        TModule.Create(layer.Name, layer.Features, (TConfiguration)layer.Configuration, type);
}
