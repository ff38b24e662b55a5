using Reproduction.Engines.Portable;
using Reproduction.Engines.Torch;
using Reproduction.Models;
using Reproduction.Training;

namespace Reproduction.Engines;

/// <summary>Which engine trains.</summary>
public enum EngineKind
{
    /// <summary>TorchSharp: the reference.</summary>
    Torch,

    /// <summary>The project's own, in C#: the same bits on every machine, several times faster.</summary>
    Portable,
}

/// <summary>Makes engines.</summary>
public static class EngineFactory
{
    /// <summary>An engine.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="numerics">Of torch alone; the portable engine knows one kind of numerics.</param>
    /// <exception cref="LibTorchException">torch was asked for and cannot be loaded here.</exception>
    public static IEngine Create(EngineKind kind, Numerics numerics = Numerics.Pinned) =>
        kind == EngineKind.Torch ? new TorchEngine(numerics) : new PortableEngine();
}
