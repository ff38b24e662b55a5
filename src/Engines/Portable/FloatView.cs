using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>A view of 32-bit floats outside the garbage collector's reach: what kernels read and write.</summary>
/// <remarks>
/// Positions count floats. They are checked where the symbol CHECKED_KERNELS is defined: a test project compiles the engine so and trains with it
/// (tests/CheckedKernels). Everywhere else a kernel's own loops keep it inside.
/// </remarks>
internal readonly unsafe struct FloatView
{
    private readonly float* start;
    private readonly nint length;

    public FloatView(float* start, nint length)
    {
        this.start = start;
        this.length = length;
    }

    /// <summary>The number of floats.</summary>
    public nint Length => length;

    /// <summary>One float.</summary>
    public float this[nint position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Check(position, 1);
            return start[position];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            Check(position, 1);
            start[position] = value;
        }
    }

    /// <summary>Sixteen floats from a position on: a row of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Load(nint position)
    {
        Check(position, Vector512<float>.Count);
        return Vector512.Load(start + position);
    }

    /// <summary>Replaces the sixteen floats from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint position, Vector512<float> values)
    {
        Check(position, Vector512<float>.Count);
        values.Store(start + position);
    }

    /// <summary>Four floats from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> LoadQuad(nint position)
    {
        Check(position, Vector128<float>.Count);
        return Vector128.Load(start + position);
    }

    /// <summary>Replaces the four floats from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreQuad(nint position, Vector128<float> values)
    {
        Check(position, Vector128<float>.Count);
        values.Store(start + position);
    }

    /// <summary>Sixteen copies of one float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Broadcast(nint position) => Vector512.Create(this[position]);

    /// <summary>The floats as a span, for what is no kernel.</summary>
    public Span<float> AsSpan() => new(start, checked((int)length));

    [System.Diagnostics.Conditional("CHECKED_KERNELS")]
    private void Check(nint position, int count)
    {
        if (position < 0 || position + count > length)
        {
            throw new InvalidOperationException($"A kernel touches floats {position} to {position + count - 1} of a buffer of {length}.");
        }
    }
}
