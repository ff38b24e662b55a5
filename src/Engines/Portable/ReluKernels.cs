using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Reproduction.Engines.Portable;

/// <summary>ReLU, value by value, in place.</summary>
internal static class ReluKernels
{
    /// <summary>y = max(y, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Relu(PackedMatrix y)
    {
        var length = (nint)y.Count * y.Rows * PackedMatrix.Width;
        for (nint position = 0; position < length; position += PackedMatrix.Width)
        {
            y.Values.Store(position, Vector512.Max(y.Values.Load(position), Vector512<float>.Zero));
        }
    }

    /// <summary>dy = dy where y is greater than 0, and 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Mask(PackedMatrix dy, PackedMatrix y)
    {
        var length = (nint)y.Count * y.Rows * PackedMatrix.Width;
        for (nint position = 0; position < length; position += PackedMatrix.Width)
        {
            var passes = Vector512.GreaterThan(y.Values.Load(position), Vector512<float>.Zero);
            dy.Values.Store(position, passes & dy.Values.Load(position));
        }
    }
}
