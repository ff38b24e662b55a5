namespace Reproduction.Engines.Portable;

/// <summary>
/// For every quad of inputs (four neighbours), the examples of the batch in which at least one of the four is not 0, in ascending order.
/// </summary>
internal sealed class NonZeroRows
{
    /// <summary>The inputs of a quad.</summary>
    public const int QuadSize = 4;

    private int[] rows;
    private readonly int[] counts;
    private int capacity;

    /// <summary>Lists for a number of inputs, all empty.</summary>
    public NonZeroRows(int inputs)
    {
        counts = new int[CountOf(inputs)];
        rows = [];
    }

    /// <summary>The number of quads.</summary>
    public int QuadCount => counts.Length;

    /// <summary>How many quads a number of inputs makes; the last one may be partly beyond the inputs.</summary>
    public static int CountOf(int inputs) => (inputs / QuadSize) + (inputs % QuadSize == 0 ? 0 : 1);

    /// <summary>The examples of a quad.</summary>
    public ReadOnlySpan<int> Of(int quad) => rows.AsSpan(quad * capacity, counts[quad]);

    /// <summary>Empties all lists and makes room for a batch.</summary>
    public void Clear(int batchSize)
    {
        if (batchSize > capacity)
        {
            capacity = batchSize;
            rows = new int[checked(counts.Length * capacity)];
        }

        Array.Clear(counts);
    }

    /// <summary>Puts an example at the end of a quad's list.</summary>
    public void Add(int quad, int row) => rows[(quad * capacity) + counts[quad]++] = row;

    /// <summary>Puts all examples of a batch into every list: for activations, which are rarely 0 four at a time.</summary>
    public void SetAll(int batchSize)
    {
        if (counts.Length > 0 && counts[0] == batchSize && capacity >= batchSize)
        {
            return;
        }

        Clear(batchSize);
        for (var quad = 0; quad < counts.Length; quad++)
        {
            for (var row = 0; row < batchSize; row++)
            {
                Add(quad, row);
            }
        }
    }
}
