using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Reproduction.Data;

/// <summary>Labelled examples of one shape, in a fixed order: what a network is trained or evaluated on.</summary>
/// <remarks>
/// <code>
/// inputs  [count, features]  float, row-major; an image's pixels divided by 255, in 0..1
/// labels  [count]            class numbers, from 0
/// </code>
/// The values are shared, never copied: treat the arrays as read-only once they are handed over.
/// </remarks>
public sealed class Examples
{
    private const int BufferLength = 1 << 14;

    private readonly ReadOnlyMemory<float> inputs;
    private readonly ReadOnlyMemory<byte> labels;
    private readonly Lazy<string> sha256;

    /// <summary>Puts inputs and labels together.</summary>
    /// <param name="featureCount">The number of values of one example, at least 1.</param>
    /// <param name="inputs">The inputs, row by row.</param>
    /// <param name="labels">One class number for each row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public Examples(int featureCount, ReadOnlyMemory<float> inputs, ReadOnlyMemory<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (inputs.Length != (long)labels.Length * featureCount)
        {
            throw new ArgumentException(
                $"{labels.Length} labels of {featureCount} features need {(long)labels.Length * featureCount} inputs; received {inputs.Length}.",
                nameof(inputs));
        }

        FeatureCount = featureCount;
        this.inputs = inputs;
        this.labels = labels;
        sha256 = new(Hash);
    }

    /// <summary>The number of examples.</summary>
    public int Count => labels.Length;

    /// <summary>The number of values of one example: 784 for a 28x28 image.</summary>
    public int FeatureCount { get; }

    /// <summary>All inputs, row by row.</summary>
    public ReadOnlySpan<float> Inputs => inputs.Span;

    /// <summary>All labels.</summary>
    public ReadOnlySpan<byte> Labels => labels.Span;

    /// <summary>The SHA-256 of the examples in their order, as 64 lower-case hexadecimal digits; computed when it is first asked for.</summary>
    /// <remarks>Over the feature count and the count (32 bits each), the inputs as float32 and the labels, all little-endian.</remarks>
    public string Sha256 => sha256.Value;

    /// <summary>The values of one example.</summary>
    public ReadOnlySpan<float> Input(int index) => inputs.Span.Slice(index * FeatureCount, FeatureCount);

    /// <summary>The class of one example.</summary>
    public int Label(int index) => labels.Span[index];

    /// <summary>The <paramref name="count"/> examples from <paramref name="start"/> on, sharing this instance's memory.</summary>
    public Examples Slice(int start, int count) =>
        new(FeatureCount, inputs.Slice(start * FeatureCount, count * FeatureCount), labels.Slice(start, count));

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> shape = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(shape, FeatureCount);
        BinaryPrimitives.WriteInt32LittleEndian(shape[sizeof(int)..], Count);
        hash.AppendData(shape);

        // Through a buffer, not as they lie in memory: the order of bytes there is the machine's.
        Span<byte> bytes = new byte[BufferLength * sizeof(float)];
        for (var rest = Inputs; !rest.IsEmpty; rest = rest[Math.Min(BufferLength, rest.Length)..])
        {
            var piece = rest[..Math.Min(BufferLength, rest.Length)];
            for (var i = 0; i < piece.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], piece[i]);
            }

            hash.AppendData(bytes[..(piece.Length * sizeof(float))]);
        }

        hash.AppendData(Labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
