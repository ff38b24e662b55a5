using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Engines.Portable;

/// <summary>A batch normalization layer's learned values, moving statistics, and what its backward pass remembers of the forward pass.</summary>
internal sealed class NormalizationLayer : IDisposable
{
    private readonly BatchNormalizationConfiguration configuration;
    private readonly int features;
    private readonly FloatBuffer gamma;
    private readonly FloatBuffer beta;
    private readonly FloatBuffer movingMean;
    private readonly FloatBuffer movingVariance;
    private readonly FloatBuffer mean;
    private readonly FloatBuffer variance;
    private readonly FloatBuffer scale;

    /// <summary>A layer with given values, each [features].</summary>
    public NormalizationLayer(
        BatchNormalizationConfiguration configuration,
        ImmutableArray<float> gamma,
        ImmutableArray<float> beta,
        ImmutableArray<float> movingMean,
        ImmutableArray<float> movingVariance)
    {
        this.configuration = configuration;
        features = gamma.Length;
        this.gamma = Filled(gamma);
        this.beta = Filled(beta);
        this.movingMean = Filled(movingMean);
        this.movingVariance = Filled(movingVariance);
        mean = new(Panels.Padded(features));
        variance = new(Panels.Padded(features));
        scale = new(Panels.Padded(features));
    }

    /// <summary>Normalizes with the batch's statistics, which the moving statistics follow.</summary>
    public void Train(Panels x, Panels normalized, Panels y)
    {
        NormalizationKernels.Moments(x, mean.All, variance.All);
        NormalizationKernels.Normalize(x, mean.All, variance.All, (float)configuration.Epsilon, gamma.All, beta.All, scale.All, normalized, y);
        var unbias = configuration.MovingVariance == MovingVarianceEstimate.Unbiased ? (float)((double)x.Rows / (x.Rows - 1)) : 1f;
        NormalizationKernels.Follow(movingMean.All, mean.All, 1f, configuration.Momentum);
        NormalizationKernels.Follow(movingVariance.All, variance.All, unbias, configuration.Momentum);
    }

    /// <summary>Normalizes with the moving statistics.</summary>
    public void Infer(Panels x, Panels normalized, Panels y) => NormalizationKernels.Normalize(
        x, movingMean.All, movingVariance.All, (float)configuration.Epsilon, gamma.All, beta.All, scale.All, normalized, y);

    /// <summary>The gradient with respect to x, and one step of gradient descent; after <see cref="Train"/>, with what it left in normalized.</summary>
    public void Descend(Panels dy, Panels normalized, float rate, Panels dx) =>
        NormalizationKernels.Descend(dy, normalized, scale.All, rate, gamma.All, beta.All, dx);

    /// <summary>Gamma, beta, moving mean and moving variance.</summary>
    public ImmutableArray<ImmutableArray<float>> Export() =>
        [.. new[] { gamma, beta, movingMean, movingVariance }.Select(buffer => (ImmutableArray<float>)[.. buffer.All.AsSpan()[..features]])];

    public void Dispose()
    {
        foreach (var buffer in new[] { gamma, beta, movingMean, movingVariance, mean, variance, scale })
        {
            buffer.Dispose();
        }
    }

    private static FloatBuffer Filled(ImmutableArray<float> values)
    {
        var buffer = new FloatBuffer(Panels.Padded(values.Length));
        values.AsSpan().CopyTo(buffer.All.AsSpan());
        return buffer;
    }
}
