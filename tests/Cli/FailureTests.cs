using System.Reflection;
using Reproduction.Cli;
using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;

namespace Reproduction.Tests.Cli;

/// <summary>Every exception becomes one line and a documented exit code.</summary>
public sealed class FailureTests
{
    private const int NoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private static IEnumerable<TestCaseData> Failures()
    {
        TestCaseData Case(string name, Exception exception, int exitCode, string message) =>
            new TestCaseData(exception, exitCode, message).SetArgDisplayNames(name);
        var full = new IOException("No space left on device : '/x'", OperatingSystem.IsWindows() ? WindowsDiskFull : NoSpace);
        yield return Case("cancelled", new OperationCanceledException(), 130, "stopped");
        yield return Case("a value", new InvalidConfigurationException("The batch size is odd."), 2, "The batch size is odd.");
        yield return Case("damaged data", new DataException("/x: is damaged"), 1, "/x: is damaged");
        yield return Case(
            "a file that is not there", new DataException("/x: cannot be read", new FileNotFoundException("no x")), 2, "/x: cannot be read");
        yield return Case("a disk that is full", new DataException("/x: cannot be written", full), 1, "/x: cannot be written");
        yield return Case("a bare full disk", full, 1, "No space left on device");
        yield return Case(
            "a bare refusal",
            new UnauthorizedAccessException("Access to the path '/x\ny' is denied."),
            2,
            @"Access to the path '/x\ny' is denied.; check the name");
        yield return Case("memory", new InsufficientMemoryException(), 1, "memory ran out");
        yield return Case("libtorch", new LibTorchException("libtorch cannot be loaded."), 1, "--engine portable");
        yield return Case("one of many", new AggregateException(new DataException("/x: is damaged")), 1, "/x: is damaged");
        yield return Case("within", new TargetInvocationException(new DataException("/x: is damaged")), 1, "/x: is damaged");
    }

    [TestCaseSource(nameof(Failures))]
    public void A_failure_has_one_line_and_an_exit_code(Exception exception, int exitCode, string message)
    {
        var failure = Failure.Of(exception);

        failure.ExitCode.Should().Be(exitCode);
        failure.Message.Should().Contain(message).And.NotContain("\n").And.NotContain("   at ");
    }

    [Test]
    public void A_fault_of_the_program_says_where_it_is()
    {
        var fault = FluentActions.Invoking(() => OneLine.Of(null!)).Should().Throw<ArgumentNullException>().Which;

        Failure.Of(fault).Message
            .Should().StartWith("a fault of this program: ArgumentNullException: ").And.Contain("(in OneLine.Of)").And.Contain("report");
        Failure.Of(fault).ExitCode.Should().Be(1);
    }
}
