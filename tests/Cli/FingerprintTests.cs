using System.Diagnostics;
using Reproduction.Engines.Portable;

namespace Reproduction.Tests.Cli;

/// <summary>The portable engine gives one hash, whatever the processor offers: processes of their own are told to do without parts of it.</summary>
/// <remarks>Where a variable names something that this processor does not have, the process is one like the first. build/arm64.sh does the same for arm64.</remarks>
public sealed class FingerprintTests
{
    [Test]
    public void This_process_has_the_expected_fingerprint() => Fingerprint.Compute().Should().Be(Fingerprint.Expected);

    [TestCase("nothing", "0", TestName = "The_fingerprint_is_the_expected_one(everything that the processor has)")]
    [TestCase("DOTNET_EnableAVX512", "0", TestName = "The_fingerprint_is_the_expected_one(without AVX-512)")]
    [TestCase("DOTNET_EnableAVX2", "0", TestName = "The_fingerprint_is_the_expected_one(without AVX2 and fused multiply-add)")]
    [TestCase("DOTNET_EnableAVX", "0", TestName = "The_fingerprint_is_the_expected_one(without AVX)")]
    [TestCase("DOTNET_EnableHWIntrinsic", "0", TestName = "The_fingerprint_is_the_expected_one(without any vector instruction)")]
    [TestCase("DOTNET_TieredCompilation", "0", TestName = "The_fingerprint_is_the_expected_one(compiled once)")]
    [TestCase("DOTNET_ReadyToRun", "0", TestName = "The_fingerprint_is_the_expected_one(nothing compiled beforehand)")]
    public void The_fingerprint_is_the_expected_one(string variable, string value)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "reproduce.dll"), "fingerprint"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        output.Should().StartWith(Fingerprint.Expected, error.Result);
        process.ExitCode.Should().Be(0);
    }
}
