using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Reproduction.Training;

/// <summary>What a run was computed on: all of it that can change the last bits or the time.</summary>
/// <param name="Processor">The processor's model name, or its architecture where the system does not tell.</param>
/// <param name="InstructionSet">The widest vectors that it offers.</param>
/// <param name="ProcessorCount">The processors that this process may use.</param>
/// <param name="OperatingSystem">The system.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record MachineInfo(string Processor, string InstructionSet, int ProcessorCount, string OperatingSystem, string Runtime)
{
    /// <summary>
    /// The threads that one run computes on: 1 with either engine, because a sum that is divided among threads depends on their number.
    /// </summary>
    public int ThreadsPerRun { get; init; } = 1;

    /// <summary>How many runs shared the machine, at most; they change a run's time, not its figures.</summary>
    public int RunsAtOnce { get; init; } = 1;

    /// <summary>The program and the libraries that decide figures, with their versions: <c>Reproduction 0.1.0, TorchSharp 0.107.0</c>.</summary>
    public string Libraries { get; init; } = string.Empty;

    /// <summary>This machine.</summary>
    /// <param name="engine">What computes; null where no figures depend on it.</param>
    public static MachineInfo Current(IEngine? engine = null) => new(
        ProcessorName(),
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription)
    {
        Libraries = string.Join(
            ", ", new[] { $"Reproduction {typeof(MachineInfo).Assembly.GetName().Version?.ToString(3)}", engine?.Library }.OfType<string>()),
    };

    /// <summary>One line: <c>AMD EPYC (AVX-512), 2 processors, Debian GNU/Linux 12, .NET 10.0.0</c>.</summary>
    public override string ToString() =>
        $"{Processor} ({InstructionSet}), {ProcessorCount} processor{(ProcessorCount == 1 ? string.Empty : "s")}, {OperatingSystem}, {Runtime}";

    private static string ProcessorName()
    {
        const string LinuxProcessors = "/proc/cpuinfo";
        try
        {
            if (File.Exists(LinuxProcessors)
                && File.ReadLines(LinuxProcessors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }
        catch (IOException)
        {
            // A name is a courtesy: without it the architecture has to do.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
