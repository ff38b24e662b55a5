using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>The TorchSharp module of each normalization.</summary>
internal static class NormalizationModules
{
    /// <summary>A module that registers its arrays under the names that the layout gives them.</summary>
    public static nn.Module<Tensor, Tensor> Create(NormalizationLayout layer) => layer.Configuration switch
    {
        BatchNormalizationConfiguration batch => new BatchNormalization(layer.Name, layer.Features, batch),
        LayerNormalizationConfiguration layerwise => new LayerNormalization(layer.Name, layer.Features, layerwise),
        var other => throw new NotSupportedException($"The torch engine has no module for {other.LayerKind}."),
    };
}
