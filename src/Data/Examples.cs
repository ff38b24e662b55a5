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
    private readonly ReadOnlyMemory<float> inputs;
    private readonly ReadOnlyMemory<byte> labels;

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
    }

    /// <summary>The number of examples.</summary>
    public int Count => labels.Length;

    /// <summary>The number of values of one example: 784 for a 28x28 image.</summary>
    public int FeatureCount { get; }

    /// <summary>All inputs, row by row.</summary>
    public ReadOnlySpan<float> Inputs => inputs.Span;

    /// <summary>All labels.</summary>
    public ReadOnlySpan<byte> Labels => labels.Span;

    /// <summary>The values of one example.</summary>
    public ReadOnlySpan<float> Input(int index) => inputs.Span.Slice(index * FeatureCount, FeatureCount);

    /// <summary>The class of one example.</summary>
    public int Label(int index) => labels.Span[index];

    /// <summary>The <paramref name="count"/> examples from <paramref name="start"/> on, sharing this instance's memory.</summary>
    public Examples Slice(int start, int count) =>
        new(FeatureCount, inputs.Slice(start * FeatureCount, count * FeatureCount), labels.Slice(start, count));
}
