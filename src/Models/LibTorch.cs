using System.Runtime.InteropServices;
using TorchSharp;

namespace Reproduction.Models;

/// <summary>libtorch cannot be used on this machine; the message says in one line what is missing and what to do.</summary>
public sealed class LibTorchException : Exception
{
    /// <summary>With the one line that a person reads.</summary>
    public LibTorchException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Loads libtorch, once for the process, with its numerics fixed beforehand.</summary>
/// <remarks>
/// Call <see cref="Load"/> before anything else of TorchSharp: what libtorch reads from the environment it reads once. The state kept
/// here mirrors a state of the process that cannot be taken back.
/// </remarks>
public static class LibTorch
{
    private static readonly Lock Gate = new();
    private static Numerics? loaded;

    /// <summary>The version of libtorch's managed library.</summary>
    public static string Version => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The numerics in force, in the form in which results state them.</summary>
    /// <exception cref="InvalidOperationException">libtorch has not been loaded yet.</exception>
    public static string Description => loaded switch
    {
        Numerics.Pinned =>
            $"pinned ({string.Join(' ', NumericsEnvironment.For(Numerics.Pinned).Skip(3).Select(variable => $"{variable.Name}={variable.Value}"))})",
        Numerics.Native => "native",
        _ => throw new InvalidOperationException("libtorch is not loaded yet: call LibTorch.Load first."),
    };

    /// <summary>Loads libtorch with the given numerics; does nothing when that has been done already.</summary>
    /// <exception cref="LibTorchException">It cannot be loaded here.</exception>
    /// <exception cref="InvalidOperationException">It is loaded already, with other numerics.</exception>
    public static void Load(Numerics numerics)
    {
        lock (Gate)
        {
            if (loaded is not null && loaded != numerics)
            {
                throw new InvalidOperationException(
                    $"libtorch runs with {loaded} numerics in this process; {numerics} ones need a process of their own.");
            }

            if (loaded is null)
            {
                NumericsEnvironment.Apply(NumericsEnvironment.For(numerics));
                LoadNativeLibraries(AppContext.BaseDirectory);
                loaded = numerics;
            }
        }
    }

    private static void LoadNativeLibraries(string folder)
    {
        if (Diagnose(RuntimeInformation.RuntimeIdentifier, OperatingSystem.IsLinux(), RuntimeInformation.ProcessArchitecture) is { } reason)
        {
            throw new LibTorchException(reason);
        }

        try
        {
            if (OperatingSystem.IsLinux())
            {
                // TorchSharp hides the loader's own words; this call lets them through.
                NativeLibrary.Load(Path.Combine(folder, "libLibTorchSharp.so"));
            }

            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception exception) when (exception is not LibTorchException)
        {
            throw new LibTorchException(Explain(exception.Message, folder), exception);
        }
    }

    /// <summary>Why libtorch cannot work on a platform at all, or null.</summary>
    internal static string? Diagnose(string runtimeIdentifier, bool isLinux, Architecture architecture) =>
        isLinux && architecture != Architecture.X64
            ? $"libtorch cannot be loaded: there is no package of it for {runtimeIdentifier}; use an x86-64 Linux, Windows, or macOS on arm64."
            : null;

    /// <summary>One line from what the loader said: .NET's advice comes first, the loader's own words are the last line.</summary>
    internal static string Explain(string loaderMessage, string folder)
    {
        var line = loaderMessage.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(string.Empty);
        if (line.Contains("GLIBCXX", StringComparison.Ordinal) || line.Contains("CXXABI", StringComparison.Ordinal))
        {
            return $"libtorch cannot be loaded: this system's libstdc++ is too old and the build did not adapt libLibTorchSharp.so; build again with "
                + $"'dotnet build', or install GCC 13's libstdc++6. ({line})";
        }

        if (line.Contains("GLIBC_", StringComparison.Ordinal) || line.Contains("ld-linux", StringComparison.Ordinal))
        {
            return $"libtorch cannot be loaded: this system's C library is too old or not glibc; use Debian 12, Ubuntu 22.04 or newer. ({line})";
        }

        if (line.Contains("cannot open shared object file", StringComparison.Ordinal) || line.Contains("Unable to load", StringComparison.Ordinal))
        {
            return $"libtorch cannot be loaded: a native library is missing from {folder} or from the system; build again with 'dotnet build', or "
                + $"install what is named here. ({line})";
        }

        return $"libtorch cannot be loaded from {folder}: {line}";
    }
}
