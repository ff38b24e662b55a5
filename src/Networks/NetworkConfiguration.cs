using System.Collections.Immutable;
using System.Globalization;

namespace Reproduction.Networks;

/// <summary>The shape of a network: dense layers with ReLU between them, logits at the end, batch normalization or none.</summary>
/// <remarks>The defaults are the notebook's: 784 inputs, hidden layers of 300 and 100, 10 classes, and tf.keras's batch normalization.</remarks>
public sealed record NetworkConfiguration
{
    /// <summary>The number of values of one input: 784 for a 28x28 image.</summary>
    public int InputSize { get; init; } = 784;

    /// <summary>The width of each hidden layer, from the input on.</summary>
    public ImmutableArray<int> HiddenSizes { get; init; } = [300, 100];

    /// <summary>The number of classes, which is the number of logits.</summary>
    public int ClassCount { get; init; } = 10;

    /// <summary>The batch normalization that goes with each hidden layer; null for a network without.</summary>
    public BatchNormalizationConfiguration? BatchNormalization { get; init; } = BatchNormalizationConfiguration.Keras;

    /// <summary>All layer widths, from the input to the logits: 784, 300, 100, 10.</summary>
    public ImmutableArray<int> LayerSizes => [InputSize, .. HiddenSizes, ClassCount];

    /// <summary>Refuses sizes that make no network.</summary>
    /// <exception cref="InvalidConfigurationException">A size is below 1, or the batch normalization's values are out of range.</exception>
    public void Validate()
    {
        InvalidConfigurationException.ThrowUnless(
            !HiddenSizes.IsDefault && LayerSizes.All(size => size >= 1), $"Every layer needs at least one value; received {this}.");
        BatchNormalization?.Validate();
    }

    /// <summary>Two configurations are equal when every value is, the hidden sizes included.</summary>
    public bool Equals(NetworkConfiguration? other) =>
        other is not null
        && LayerSizes.AsSpan().SequenceEqual(other.LayerSizes.AsSpan())
        && BatchNormalization == other.BatchNormalization;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSize, HiddenSizes.Length, ClassCount, BatchNormalization);

    /// <summary>For people: <c>784-300-100-10 with BN</c>.</summary>
    public override string ToString() =>
        string.Join('-', LayerSizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))
        + (BatchNormalization is null ? " without BN" : " with BN");
}
