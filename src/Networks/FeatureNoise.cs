using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Networks;

/// <summary>A scale and a shift for each feature, of one step of training.</summary>
/// <param name="Scale">[features], uniform from 0.75 to 1.25: 1 on average, so that inference sees what training saw on average.</param>
/// <param name="Shift">[features], uniform from -0.5 to 0.5, half a standard deviation of what batch normalization gives.</param>
public sealed record FeatureNoise(ImmutableArray<float> Scale, ImmutableArray<float> Shift)
{
    /// <summary>The streams of the generator begin here, one for each number of features: layers of one width share their noise.</summary>
    private const ulong FirstStream = 1 << 20;

    /// <summary>The noise of a step: two 24-bit numbers for each feature, its scale and its shift.</summary>
    /// <param name="step">The steps trained before, from 0 on.</param>
    /// <param name="features">How many.</param>
    public static FeatureNoise Of(float step, int features)
    {
        var random = new Pcg32((ulong)step, FirstStream + (ulong)features);
        var (scale, shift) = (ImmutableArray.CreateBuilder<float>(features), ImmutableArray.CreateBuilder<float>(features));
        for (var feature = 0; feature < features; feature++)
        {
            scale.Add(0.75f + (0.5f * random.NextSingle()));
            shift.Add(random.NextSingle() - 0.5f);
        }

        return new(scale.MoveToImmutable(), shift.MoveToImmutable());
    }
}
