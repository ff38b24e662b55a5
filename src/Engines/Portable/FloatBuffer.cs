using System.Runtime.InteropServices;

namespace Reproduction.Engines.Portable;

/// <summary>Owns native memory for floats, all zero at first, aligned to the 64 bytes of a cache line.</summary>
internal sealed unsafe class FloatBuffer : SafeHandle
{
    private const nuint CacheLine = 64;

    /// <summary>Allocates; the memory is given back on <see cref="SafeHandle.Dispose()"/>.</summary>
    /// <param name="length">The number of floats, at least 1.</param>
    public FloatBuffer(int length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var bytes = (nuint)length * sizeof(float);
        var memory = NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(memory, bytes);
        SetHandle((nint)memory);
        All = new((float*)memory, length);
    }

    /// <summary>All of it.</summary>
    public FloatView All { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
