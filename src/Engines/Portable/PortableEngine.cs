using System.Runtime.CompilerServices;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>This project's own engine: bit for bit the same everywhere .NET runs, for this family of networks.</summary>
/// <remarks>
/// What makes it so: every sum has one order, written beside its kernel; multiply-adds are fused, explicitly, and round once on every platform; exponential and
/// logarithm are its own; nothing depends on how wide the processor's vectors are. Whoever follows the comments of the kernels in another language gets
/// the same hash.
/// </remarks>
public sealed class PortableEngine : IEngine
{
    // Found once for each set of examples, and forgotten with them.
    private readonly ConditionalWeakTable<Examples, NonZeroQuads> nonZero = [];

    /// <inheritdoc/>
    public string Name => "portable";

    /// <summary>The version of the arithmetic: to be raised whenever a change gives other bits.</summary>
    public string Description => "portable arithmetic 1";

    /// <inheritdoc/>
    public INetworkInTraining Start(NetworkConfiguration configuration, NetworkParameters initial, double learningRate) =>
        new PortableNetwork(configuration, initial, learningRate, examples => nonZero.GetValue(examples, key => new(key)));
}
