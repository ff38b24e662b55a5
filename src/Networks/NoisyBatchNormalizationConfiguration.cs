using System.Collections.Immutable;

namespace Reproduction.Networks;

/// <summary>
/// Batch normalization whose result is scaled and shifted at random, each feature of its own, anew at every step: an experiment on why it works.
/// </summary>
/// <remarks>
/// After the "noisy" batch normalization of Santurkar et al. 2018, section 2.2: the distributions that the next layer sees move from step to step,
/// although batch normalization holds them still. In training y = scale * BN(x) + shift; in inference there is no noise (<see cref="FeatureNoise"/>).
/// Theirs also draws for each example; here all examples of a step share the noise. Batch normalization is tf.keras's.
/// </remarks>
public sealed record NoisyBatchNormalizationConfiguration : NormalizationConfiguration
{
    /// <summary>The batch normalization in front of the noise.</summary>
    public BatchNormalizationConfiguration WithoutNoise => new() { Epsilon = Epsilon, Placement = Placement };

    /// <inheritdoc/>
    public override string Name => "noisy";

    /// <inheritdoc/>
    public override string Abbreviation => "noisy BN";

    /// <inheritdoc/>
    public override string LayerKind => "NoisyBatchNormalization";

    /// <summary>Those of batch normalization, and how many steps have been trained: the noise of a step depends on nothing else.</summary>
    public override ImmutableArray<ParameterLayout> Parameters(int features) =>
        [.. WithoutNoise.Parameters(features), new("noise_step", [1], Trainable: false, InitialValues.Zeros)];
}
