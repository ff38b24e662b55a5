using Reproduction.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>Layer normalization of a batch of feature vectors, with the semantics of tf.keras.</summary>
/// <remarks>
/// <code>
/// x                [n, features]   a batch; n is at least 1
/// mean, variance   [n, 1]          over the features of each example; the variance is biased: divided by the number of features
/// gamma, beta      [features]      learned
///
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta        in training and in inference
/// </code>
/// Source: Ba, Kiros and Hinton 2016, section 3; Keras's layer_normalization.py. The gradients come from automatic differentiation.
/// </remarks>
public sealed class LayerNormalization : nn.Module<Tensor, Tensor>, INormalizationModule<LayerNormalizationConfiguration>
{
    private readonly OwnedScalar epsilon;
    private readonly OwnedScalar one = new(1);
    private readonly Parameter gamma;
    private readonly Parameter beta;
    private readonly long featureCount;

    /// <summary>A layer with gamma 1 and beta 0.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="featureCount">The number of features, at least 1.</param>
    /// <param name="configuration">Epsilon.</param>
    /// <param name="type">The precision: float32 unless told otherwise.</param>
    public LayerNormalization(string name, long featureCount, LayerNormalizationConfiguration configuration, ScalarType type = ScalarType.Float32)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        configuration.Validate();
        this.featureCount = featureCount;
        epsilon = new(configuration.Epsilon);
        gamma = new Parameter(ones(featureCount, type));
        beta = new Parameter(zeros(featureCount, type));
        register_parameter("gamma", gamma);
        register_parameter("beta", beta);
        this.OutliveScope();
    }

    /// <summary>The learned scale, [features].</summary>
    public Parameter Gamma => gamma;

    /// <summary>The learned shift, [features].</summary>
    public Parameter Beta => beta;

    /// <summary>Normalizes each example of a batch.</summary>
    /// <param name="input">[n, features], in the layer's precision.</param>
    /// <returns>[n, features].</returns>
    /// <exception cref="ArgumentException">The input has another shape or no rows.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 2 || input.shape[1] != featureCount || input.shape[0] == 0)
        {
            throw new ArgumentException(
                $"{GetName()} expects a batch of shape [n, {featureCount}] with n at least 1; received [{string.Join(", ", input.shape)}].",
                nameof(input));
        }

        var centered = input - input.mean([1], keepdim: true);
        var variance = (centered * centered).mean([1], keepdim: true);
        return one.Sum(centered * (variance + epsilon).rsqrt() * gamma, beta);
    }

    static nn.Module<Tensor, Tensor> INormalizationModule<LayerNormalizationConfiguration>.Create(
        string name, int features, LayerNormalizationConfiguration configuration, ScalarType type) =>
        new LayerNormalization(name, features, configuration, type);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            epsilon.Dispose();
            one.Dispose();
        }

        base.Dispose(disposing);
    }
}
