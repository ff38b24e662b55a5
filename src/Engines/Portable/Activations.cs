namespace Reproduction.Engines.Portable;

/// <summary>Room for the values of one layer, made for the largest batch so far and used again by every step.</summary>
/// <param name="columns">The number of features.</param>
internal sealed class Activations(int columns) : IDisposable
{
    private FloatBuffer? buffer;
    private int capacity;

    /// <summary>Makes room for a batch; what was there is lost when there was less.</summary>
    public PackedMatrix Of(int rows)
    {
        if (buffer is null || rows > capacity)
        {
            buffer?.Dispose();
            buffer = new(checked(PackedMatrix.Padded(columns) * rows));
            capacity = rows;
        }

        return new(buffer.All, rows, columns);
    }

    public void Dispose() => buffer?.Dispose();
}
