namespace Reproduction.Data;

/// <summary>An epoch's order cut into batches: consecutive slices, of which the last may be shorter and is kept.</summary>
/// <remarks>
/// 55,000 examples at batch size 32 are 1,718 batches of 32 and one of 24. Use:
/// <code>
/// foreach (var batch in new Batches(order.Next(), 32)) { ... }    // batch is a ReadOnlySpan of indices of examples
/// </code>
/// </remarks>
public readonly ref struct Batches
{
    private readonly ReadOnlySpan<int> order;
    private readonly int batchSize;

    /// <summary>Cuts an order into batches.</summary>
    /// <param name="order">The indices of the examples, in the order in which they are visited.</param>
    /// <param name="batchSize">The number of examples in every batch but the last, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public Batches(ReadOnlySpan<int> order, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.order = order;
        this.batchSize = batchSize;
    }

    /// <summary>The number of batches, the last one included.</summary>
    public int Count => CountOf(order.Length, batchSize);

    /// <summary>The number of batches, and so of optimizer steps, in an epoch.</summary>
    /// <param name="exampleCount">The number of examples in the epoch, at least 0.</param>
    /// <param name="batchSize">The number of examples in every batch but the last, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two is below its least value.</exception>
    public static int CountOf(int exampleCount, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exampleCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return (exampleCount / batchSize) + (exampleCount % batchSize == 0 ? 0 : 1);
    }

    /// <summary>Walks through the batches; what <c>foreach</c> calls.</summary>
    public Enumerator GetEnumerator() => new(order, batchSize);

    /// <summary>Walks through the batches.</summary>
    public ref struct Enumerator
    {
        private readonly int batchSize;
        private ReadOnlySpan<int> rest;

        internal Enumerator(ReadOnlySpan<int> order, int batchSize)
        {
            rest = order;
            this.batchSize = batchSize;
            Current = default;
        }

        /// <summary>The batch: indices of examples.</summary>
        public ReadOnlySpan<int> Current { get; private set; }

        /// <summary>Goes on to the next batch, if there is one.</summary>
        public bool MoveNext()
        {
            // a default Batches has batch size 0 and nothing to walk through
            Current = rest[..Math.Min(batchSize, rest.Length)];
            rest = rest[Current.Length..];
            return !Current.IsEmpty;
        }
    }
}
