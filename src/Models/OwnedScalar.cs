using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>A number in the form in which libtorch takes it, alive during every call that it is given to.</summary>
/// <remarks>
/// Why <c>tensor + 0.5</c>, <c>mul_(0.5)</c>, even <c>tensor + tensor</c> (its factor of 1) and TorchSharp's own optimizers are not used here:
/// each of them makes a <see cref="Scalar"/>, hands its native pointer to libtorch and never looks at the object again. To the garbage collector
/// it is dead before the call begins: its finalizer, which runs on a thread of its own, may free the number while libtorch reads it. Then a step
/// fails ("Unknown scalar type", "Expected false to be true, but got false"), or computes with another number and says nothing. TorchSharp
/// 0.107.0 keeps no scalar alive; github.com/dotnet/TorchSharp/pull/1434 and /pull/1496, both open, would. A test (ScalarLifetimeTests) finds
/// every call in this repository that would make such a scalar, also deep inside TorchSharp.
/// <para>
/// Tensors are under the same rule: libtorch gets their pointer alone. Those that a step makes are held by its dispose scope until the scope is
/// closed, those that stay are fields of a module or an engine that its user disposes. So every tensor is made inside a scope or kept in a
/// field. Modules have safe handles, which a call keeps alive by itself.
/// </para>
/// </remarks>
public sealed class OwnedScalar : IDisposable
{
    private readonly Scalar scalar;
    private readonly Scalar one;

    /// <summary>Takes a number over. libtorch rounds it to the precision of the tensor that it meets.</summary>
    public OwnedScalar(double value) => (scalar, one) = (value.ToScalar(), 1.ToScalar());

    /// <summary>Adds the number to every value.</summary>
    public static Tensor operator +(Tensor tensor, OwnedScalar number)
    {
        // libtorch multiplies by a factor what it adds; without it here, TorchSharp would make one that nothing keeps alive.
        var result = tensor.add(number.scalar, number.one);
        GC.KeepAlive(number);
        return result;
    }

    /// <summary>Multiplies every value by the number.</summary>
    public static Tensor operator *(Tensor tensor, OwnedScalar number)
    {
        var result = tensor.mul(number.scalar);
        GC.KeepAlive(number);
        return result;
    }

    /// <summary>Multiplies a tensor in place: target = number x target.</summary>
    public void Scale(Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.mul_(scalar);
        GC.KeepAlive(this);
    }

    /// <summary>Adds a multiple of another tensor in place: target = target + number x other.</summary>
    public void AddMultiple(Tensor target, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.add_(other, scalar);
        GC.KeepAlive(this);
    }

    /// <summary>left + number x right.</summary>
    public Tensor Sum(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        var result = left.add(right, scalar);
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>Frees the number.</summary>
    public void Dispose()
    {
        scalar.Dispose();
        one.Dispose();
    }
}
