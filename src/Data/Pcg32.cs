using System.Numerics;

namespace Reproduction.Data;

/// <summary>The one generator of random numbers of this project: PCG-XSH-RR 64/32 by M. E. O'Neill.</summary>
/// <remarks>
/// <code>
/// state      64 bits, state' = state * 6364136223846793005 + increment  (mod 2^64)
/// increment  2 * stream + 1: generators of different streams never run through the same sequence
/// output     32 bits, a permutation of the old state: xorshift high, then a rotation by the top 5 bits
/// period     2^64
/// </code>
/// Integer arithmetic only, so every platform draws the same numbers. Source: O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient
/// Statistically Good Algorithms for Random Number Generation", and its reference code, https://github.com/imneme/pcg-c-basic.
/// Not for secrets, and not safe for use from two threads: every run owns its own instance.
/// </remarks>
public sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005;

    private readonly ulong increment;
    private ulong state;

    /// <summary>Starts a sequence, exactly as the reference's <c>pcg32_srandom_r</c>.</summary>
    /// <param name="seed">Where the sequence starts.</param>
    /// <param name="stream">Which sequence it is; the topmost of the 64 bits has no effect.</param>
    public Pcg32(ulong seed, ulong stream)
    {
        increment = unchecked((stream << 1) | 1);
        NextUInt32();
        state = unchecked(state + seed);
        NextUInt32();
    }

    /// <summary>The next number, uniform over 0..2^32-1.</summary>
    public uint NextUInt32()
    {
        var old = state;
        state = unchecked((old * Multiplier) + increment);
        var xorShifted = unchecked((uint)(((old >> 18) ^ old) >> 27));
        return BitOperations.RotateRight(xorShifted, (int)(old >> 59));
    }

    /// <summary>The next number, uniform over 0..<paramref name="bound"/>-1, exactly as the reference's <c>pcg32_boundedrand_r</c>.</summary>
    /// <param name="bound">How many numbers there are to choose from, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is 0.</exception>
    public uint NextBelow(uint bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);

        // 2^32 mod bound: with that many of the lowest values dropped, every remainder is left equally often
        var threshold = unchecked(0u - bound) % bound;
        while (true)
        {
            var value = NextUInt32();
            if (value >= threshold)
            {
                return value % bound;
            }
        }
    }

    /// <summary>The next number in [0, 1): one draw, of which the upper 24 bits count, all that a <see cref="float"/> holds exactly.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>The next number in [0, 1): two draws, 32 and then 21 bits, together the 53 that a <see cref="double"/> holds exactly.</summary>
    public double NextDouble()
    {
        ulong high = NextUInt32();
        ulong low = NextUInt32() >> 11;
        return ((high << 21) | low) * (1.0 / (1UL << 53));
    }
}
