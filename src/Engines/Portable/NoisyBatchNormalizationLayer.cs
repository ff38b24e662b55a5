using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Reproduction.Networks;

namespace Reproduction.Engines.Portable;

/// <summary>Batch normalization, and in training a scale and a shift of each feature that are new at every step.</summary>
/// <remarks><code>
/// y[n, j]  = fma(scale[j], BN(x)[n, j], shift[j])
/// dBN[n, j] = scale[j] * dy[n, j]
/// </code></remarks>
internal sealed class NoisyBatchNormalizationLayer<TRule> : PortableLayer<TRule>, INormalizationLayer<TRule, NoisyBatchNormalizationConfiguration>
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly BatchNormalizationLayer<TRule> normalization;
    private readonly int features;
    private readonly FloatBuffer scale;
    private readonly FloatBuffer shift;
    private float step;

    private NoisyBatchNormalizationLayer(
        NoisyBatchNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values)
    {
        this.features = features;
        normalization = new(configuration.WithoutNoise, features, values[..^1]);
        step = values[^1][0];
        scale = new(PackedMatrix.Padded(features));
        shift = new(PackedMatrix.Padded(features));
    }

    static PortableLayer<TRule> INormalizationLayer<TRule, NoisyBatchNormalizationConfiguration>.Create(
        NoisyBatchNormalizationConfiguration configuration, int features, ImmutableArray<ImmutableArray<float>> values) =>
        new NoisyBatchNormalizationLayer<TRule>(configuration, features, values);

    public override PackedMatrix Forward(PackedMatrix x, bool isTraining)
    {
        var y = normalization.Forward(x, isTraining);
        if (isTraining)
        {
            var noise = FeatureNoise.Of(step, features);
            noise.Scale.AsSpan().CopyTo(scale.All.AsSpan());
            noise.Shift.AsSpan().CopyTo(shift.All.AsSpan());
            step++;
            ScaleAndShift(y, shift.All);
        }

        return y;
    }

    public override PackedMatrix Backward(PackedMatrix dy, TRule rule)
    {
        ScaleAndShift(dy, shifts: null);
        return normalization.Backward(dy, rule);
    }

    public override IEnumerable<ImmutableArray<float>> Export() => [.. normalization.Export(), [step]];

    protected override IEnumerable<IDisposable> Owned => [normalization, scale, shift];

    private void ScaleAndShift(PackedMatrix y, FloatView? shifts)
    {
        for (var panel = 0; panel < y.Count; panel++)
        {
            var feature = (nint)panel * PackedMatrix.Width;
            var (factor, summand) = (scale.All.Load(feature), shifts?.Load(feature) ?? Vector512<float>.Zero);
            var (start, end) = y.Panel(panel);
            for (var position = start; position < end; position += PackedMatrix.Width)
            {
                y.Values.Store(position, Vector512.FusedMultiplyAdd(factor, y.Values.Load(position), summand));
            }
        }
    }
}
