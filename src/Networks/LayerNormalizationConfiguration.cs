using System.Collections.Immutable;

namespace Reproduction.Networks;

/// <summary>Layer normalization: each example by the mean and the variance of its own features, in training and in inference alike.</summary>
/// <remarks>
/// Ba, Kiros and Hinton 2016, with tf.keras's semantics: the biased variance, epsilon 1e-3 under the square root, gamma 1 and beta 0 at first. It
/// has no moving statistics, and no example influences another: the size of the batch does not matter to it.
/// </remarks>
public sealed record LayerNormalizationConfiguration : NormalizationConfiguration
{
    /// <inheritdoc/>
    public override string Name => "layer";

    /// <inheritdoc/>
    public override string Abbreviation => "LN";

    /// <inheritdoc/>
    public override string LayerKind => "LayerNormalization";

    /// <inheritdoc/>
    public override ImmutableArray<ParameterLayout> Parameters(int features) =>
    [
        new("gamma", [features], Trainable: true, InitialValues.Ones),
        new("beta", [features], Trainable: true, InitialValues.Zeros),
    ];
}
