using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>Batch normalization, and in training a scale and a shift of each feature that are new at every step.</summary>
/// <remarks>
/// <code>
/// x                        [n, features]
/// scale, shift             [features]     of the step: <see cref="FeatureNoise"/>
/// training    y = scale * BN(x) + shift
/// inference   y = BN(x)
/// </code>
/// Source: Santurkar, Tsipras, Ilyas and Madry 2018, section 2.2. The gradients come from automatic differentiation.
/// </remarks>
public sealed class NoisyBatchNormalization : nn.Module<Tensor, Tensor>, INormalizationModule<NoisyBatchNormalizationConfiguration>
{
    private readonly BatchNormalization normalization;
    private readonly Tensor noiseStep;
    private readonly int features;
    private readonly ScalarType type;
    private readonly OwnedScalar one = new(1);

    private NoisyBatchNormalization(string name, int features, NoisyBatchNormalizationConfiguration configuration, ScalarType type)
        : base(name)
    {
        (this.features, this.type) = (features, type);
        normalization = new(name, features, configuration.WithoutNoise, type);
        noiseStep = zeros(1, type);
        register_parameter("gamma", normalization.Gamma);
        register_parameter("beta", normalization.Beta);
        register_buffer("moving_mean", normalization.MovingMean);
        register_buffer("moving_variance", normalization.MovingVariance);
        register_buffer("noise_step", noiseStep);
        this.OutliveScope();
    }

    /// <summary>Normalizes a batch, and in training mode puts the step's noise on it.</summary>
    /// <param name="input">[n, features], in the layer's precision.</param>
    /// <returns>[n, features].</returns>
    public override Tensor forward(Tensor input)
    {
        normalization.train(training);
        var output = normalization.forward(input);
        if (!training)
        {
            return output;
        }

        var noise = FeatureNoise.Of((float)noiseStep.to_type(ScalarType.Float64).item<double>(), features);
        using (no_grad())
        {
            one.AddMultiple(noiseStep, ones(1, type));
        }

        return one.Sum(output * tensor([.. noise.Scale]).to_type(type), tensor([.. noise.Shift]).to_type(type));
    }

    static nn.Module<Tensor, Tensor> INormalizationModule<NoisyBatchNormalizationConfiguration>.Create(
        string name, int features, NoisyBatchNormalizationConfiguration configuration, ScalarType type) =>
        new NoisyBatchNormalization(name, features, configuration, type);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            normalization.Dispose();
            one.Dispose();
        }

        base.Dispose(disposing);
    }
}
