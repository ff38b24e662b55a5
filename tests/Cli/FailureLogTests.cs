using Reproduction.Cli;
using Reproduction.Training;

namespace Reproduction.Tests.Cli;

public sealed class FailureLogTests
{
    private static readonly RunFailure Native = new(
        2, "BN, batch 64 failed in epoch 2: Unknown scalar type.", "ExternalException: Unknown scalar type.\nframe #0: c10::Error");
    private static readonly RunFailure Diverged = new(1, "no BN, batch 32 diverged", Details: null);

    [Test]
    public void The_frames_of_native_code_are_in_the_log_that_the_line_names()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("failures.log");

        var more = FailureLog.Write(path, [Diverged, Native]);

        more(Native).Should().Be($" (more in {path})");
        more(Diverged).Should().BeEmpty("its line says it all");
        File.ReadAllText(path).Should().Be(
            "BN, batch 64 failed in epoch 2: Unknown scalar type.\n\nExternalException: Unknown scalar type.\nframe #0: c10::Error\n");
    }

    [Test]
    public void A_log_of_an_earlier_call_is_taken_away_when_nothing_is_to_be_told()
    {
        using var folder = new TemporaryFolder();
        FailureLog.Write(folder.File("failures.log"), [Native]);

        FailureLog.Write(folder.File("failures.log"), [Diverged])(Diverged).Should().BeEmpty();

        File.Exists(folder.File("failures.log")).Should().BeFalse();
    }
}
