namespace Reproduction.Data;

/// <summary>The order in which an epoch visits the examples: a fresh permutation of 0..count-1 for every epoch.</summary>
/// <remarks>
/// Fisher and Yates's shuffle, from the end down; to be had again in any language with the same <see cref="Pcg32"/>:
/// <code>
/// order = 0, 1, ..., count-1                    every epoch starts from this, not from the epoch before
/// for i = count-1, count-2, ..., 1:
///     j = random.NextBelow(i + 1)               uniform over 0..i
///     swap order[i] and order[j]
/// </code>
/// The generator goes on from epoch to epoch, so that no two epochs share an order but by chance.
/// </remarks>
public sealed class EpochOrder
{
    private readonly int[] order;
    private readonly Pcg32 random;

    /// <summary>Prepares the orders of a run; draws nothing yet.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="random">The run's own generator, which <see cref="Next"/> draws from.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public EpochOrder(int count, Pcg32 random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(random);
        order = new int[count];
        this.random = random;
    }

    /// <summary>The number of examples in an epoch.</summary>
    public int Count => order.Length;

    /// <summary>The order of the next epoch. It is overwritten by the next call, which allocates nothing.</summary>
    public ReadOnlySpan<int> Next()
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)random.NextBelow((uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
