using System.Collections.Immutable;

namespace Reproduction.Engines.Portable;

/// <summary>The values of a parameter, with what the update rule keeps for each.</summary>
/// <remarks>Lengths are padded to whole vectors of sixteen; the padding starts at 0 and stays 0, because its gradients are 0.</remarks>
internal sealed class TrainedArray : IDisposable
{
    private readonly FloatBuffer values;
    private readonly FloatBuffer? first;
    private readonly FloatBuffer? second;

    /// <summary>Zeros.</summary>
    /// <param name="length">The number of values with their padding.</param>
    /// <param name="stateCount">How many numbers the rule keeps for each.</param>
    public TrainedArray(int length, int stateCount)
    {
        values = new(length);
        first = stateCount > 0 ? new(length) : null;
        second = stateCount > 1 ? new(length) : null;
    }

    /// <summary>A parameter that is a row of features.</summary>
    public TrainedArray(ImmutableArray<float> features, int stateCount)
        : this(PackedMatrix.Padded(features.Length), stateCount) => features.AsSpan().CopyTo(values.All.AsSpan());

    /// <summary>The values.</summary>
    public FloatView Values => values.All;

    /// <summary>The first number that the rule keeps; nothing where it keeps none.</summary>
    public FloatView First => first?.All ?? default;

    /// <summary>The second one.</summary>
    public FloatView Second => second?.All ?? default;

    public void Dispose()
    {
        values.Dispose();
        first?.Dispose();
        second?.Dispose();
    }
}
