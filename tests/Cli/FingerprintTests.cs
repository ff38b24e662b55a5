using Reproduction.Cli;
using Reproduction.Engines.Portable;

namespace Reproduction.Tests.Cli;

/// <summary>The portable engine gives one hash, whatever the processor offers: processes of their own are told to do without parts of it.</summary>
/// <remarks>Where a variable names something that this processor does not have, the process is one like the first. build/arm64.sh does the same for
/// arm64. Cases of the category Nightly run when it is asked for: dotnet test tests/Tests.csproj --filter TestCategory=Nightly.</remarks>
public sealed class FingerprintTests
{
    [Test]
    public void This_process_has_the_expected_fingerprint() => Fingerprint.Compute().Should().Be(Fingerprint.Expected);

    [TestCase("DOTNET_EnableAVX512", "0", TestName = "The_fingerprint_is_the_expected_one(without AVX-512)")]
    [TestCase("DOTNET_EnableAVX2", "0", TestName = "The_fingerprint_is_the_expected_one(without AVX2 and fused multiply-add)")]
    [TestCase("DOTNET_EnableHWIntrinsic", "0", TestName = "The_fingerprint_is_the_expected_one(without any vector instruction)")]
    [TestCase("DOTNET_EnableAVX", "0", TestName = "The_fingerprint_is_the_expected_one(without AVX)", Explicit = true, Category = "Nightly")]
    [TestCase(
        "DOTNET_TieredCompilation", "0", TestName = "The_fingerprint_is_the_expected_one(compiled once)", Explicit = true, Category = "Nightly")]
    [TestCase(
        "DOTNET_ReadyToRun",
        "0",
        TestName = "The_fingerprint_is_the_expected_one(nothing compiled beforehand)",
        Explicit = true,
        Category = "Nightly")]
    public void The_fingerprint_is_the_expected_one(string variable, string value)
    {
        var fingerprint = ChildProcess.Run(
            "dotnet", TimeSpan.FromMinutes(5), [Path.Combine(AppContext.BaseDirectory, "reproduce.dll"), "fingerprint"], (variable, value));

        fingerprint.Output.Should().StartWith(Fingerprint.Expected, fingerprint.Error);
        fingerprint.ExitCode.Should().Be(0);
    }
}
