using System.Collections.Immutable;
using System.Globalization;

namespace Reproduction.Networks;

/// <summary>The shape of a network: dense layers with ReLU between them, logits at the end, each hidden layer normalized or not.</summary>
/// <remarks>The defaults are the notebook's: 784 inputs, hidden layers of 300 and 100, 10 classes, and tf.keras's batch normalization.</remarks>
public sealed record NetworkConfiguration
{
    /// <summary>The most values of one array: 2^28, which take 1 GiB. Positions and lengths in bytes then fit into 32 bits everywhere.</summary>
    public const long MaximumArrayLength = 1L << 28;

    /// <summary>The number of values of one input: 784 for a 28x28 image.</summary>
    public int InputSize { get; init; } = 784;

    /// <summary>The width of each hidden layer, from the input on.</summary>
    public ImmutableArray<int> HiddenSizes { get; init; } = [300, 100];

    /// <summary>The number of classes, which is the number of logits.</summary>
    public int ClassCount { get; init; } = 10;

    /// <summary>The normalization that goes with each hidden layer; null for a network without.</summary>
    public NormalizationConfiguration? Normalization { get; init; } = BatchNormalizationConfiguration.Keras;

    /// <summary>The normalization where it is batch normalization; null where it is another or none.</summary>
    public BatchNormalizationConfiguration? BatchNormalization
    {
        get => Normalization as BatchNormalizationConfiguration;
        init => Normalization = value;
    }

    /// <summary>All layer widths, from the input to the logits: 784, 300, 100, 10.</summary>
    public ImmutableArray<int> LayerSizes => [InputSize, .. HiddenSizes, ClassCount];

    /// <summary>The name of the normalization for people: <c>BN</c>, <c>LN</c> or <c>no BN</c>.</summary>
    public string NormalizationTitle => Normalization?.Abbreviation ?? "no BN";

    /// <summary>Refuses sizes that make no network.</summary>
    /// <exception cref="InvalidConfigurationException">
    /// A size is below 1, a kernel would be too large, or a value of the normalization is out of range.
    /// </exception>
    public void Validate()
    {
        InvalidConfigurationException.ThrowUnless(
            !HiddenSizes.IsDefault && LayerSizes.All(size => size >= 1), $"Every layer needs at least one value; received {this}.");
        var sizes = LayerSizes;
        var largest = sizes.Skip(1).Zip(sizes, (outputs, inputs) => PaddedSize(inputs) * PaddedSize(outputs)).Max();
        InvalidConfigurationException.ThrowUnless(
            largest <= MaximumArrayLength,
            $"{this} needs {largest * sizeof(float) / 1e9:F1} GB for its largest kernel, and 1.1 GB is the limit; make its layers smaller.");
        Normalization?.Validate();
    }

    /// <summary>Two configurations are equal when every value is, the hidden sizes included.</summary>
    public bool Equals(NetworkConfiguration? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (InputSize, ClassCount) == (other.InputSize, other.ClassCount)
            && HiddenSizes.AsSpan().SequenceEqual(other.HiddenSizes.AsSpan())
            && Normalization == other.Normalization);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSize, HiddenSizes.Length, ClassCount, Normalization);

    /// <summary>For people: <c>784-300-100-10 with BN</c>.</summary>
    public override string ToString() =>
        string.Join('-', LayerSizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))
        + (Normalization is null ? " without BN" : $" with {Normalization.Abbreviation}");

    /// <summary>A size as the portable engine keeps it: whole vectors of 16.</summary>
    private static long PaddedSize(int size) => (size + 15L) / 16 * 16;
}
