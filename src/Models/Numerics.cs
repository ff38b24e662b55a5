using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Reproduction.Models;

/// <summary>Which code paths libtorch may choose from.</summary>
public enum Numerics
{
    /// <summary>
    /// One fixed set of code paths, so that x86-64 processors agree to the last bit as far as is known; nearly twice as slow with large batches.
    /// </summary>
    Pinned,

    /// <summary>Whatever is fastest on this processor: figures that repeat on this machine and differ on others.</summary>
    Native,
}

/// <summary>The environment variables that fix libtorch's numerics. They work only when set before libtorch loads.</summary>
/// <remarks>
/// Threads: a sum that is divided among threads depends on their number, so each run computes on one. Instruction sets: MKL and ATen
/// choose kernels by processor, and their sums are ordered differently. COMPATIBLE is MKL's path for every x86-64 processor; it has no
/// faster one that it would take on processors of another make than its own. It alone costs time: the matrix products take twice as long, and with
/// them a step; pinning ATen and oneDNN costs nothing that could be measured.
/// </remarks>
internal static class NumericsEnvironment
{
    public static IReadOnlyList<(string Name, string Value)> For(Numerics numerics)
    {
        (string, string)[] threads = [("OMP_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"), ("MKL_DYNAMIC", "FALSE")];
        return numerics == Numerics.Native
            ? threads
            : [.. threads, ("MKL_CBWR", "COMPATIBLE"), ("ATEN_CPU_CAPABILITY", InstructionSet), ("ONEDNN_MAX_CPU_ISA", "AVX2")];
    }

    /// <summary>
    /// What <see cref="Numerics.Pinned"/> pins ATen to. An x86-64 processor too old for it falls back, and says so; others do not know the
    /// variables and ignore them.
    /// </summary>
    public static string InstructionSet =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 && !Avx2.IsSupported ? "default" : "avx2";

    /// <summary>
    /// Sets variables where native code reads them, which <see cref="Environment.SetEnvironmentVariable(string, string?)"/> does not reach.
    /// </summary>
    /// <exception cref="LibTorchException">One cannot be set: what is called pinned would not be.</exception>
    public static void Apply(IEnumerable<(string Name, string Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
            var failed = OperatingSystem.IsWindows() ? NativeMethods.PutEnvironment(name, value) : NativeMethods.SetEnvironment(name, value, 1);
            if (failed != 0)
            {
                throw new LibTorchException(
                    $"libtorch's numerics cannot be fixed: the environment variable {name} cannot be set; free memory, or set {name}={value} "
                        + $"yourself.");
            }
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int SetEnvironment(string name, string value, int overwrite);

        [DllImport("ucrtbase", EntryPoint = "_putenv_s", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        public static extern int PutEnvironment(string name, string value);
    }
}
