using System.Diagnostics;
using Reproduction.Cli;
using Reproduction.Data;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

/// <summary>The command approve from outside, on a checkout of its own.</summary>
public sealed class ApproveCommandTests
{
    private static (int ExitCode, string Output, string Error) Run(TemporaryFolder checkout, string? ci, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        var exitCode = new Application(
            console, error, new DatasetLocatorOptions { AllowDownload = false }, CancellationToken.None, name => name == "CI" ? ci : null)
            .Run(["approve", "--checkout", checkout.Folder, .. arguments]);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A checkout with a page and a picture that were received after the last run of the specs began.</summary>
    private static TemporaryFolder Checkout(bool receivedBeforeTheRun = false)
    {
        var folder = new TemporaryFolder();
        foreach (var name in new[] { "snapshots", "docs", "out" })
        {
            Directory.CreateDirectory(folder.File(name));
        }

        File.WriteAllText(folder.File("out/last-spec-run"), string.Empty);
        File.WriteAllText(folder.File("CLAIMS.md"), "a\nb\n");
        File.WriteAllText(folder.File("CLAIMS.received.md"), "a\nc\n");
        File.WriteAllText(folder.File("snapshots/curves.received.svg"), "<svg/>");
        foreach (var file in new[] { "CLAIMS.received.md", "snapshots/curves.received.svg" })
        {
            File.SetLastWriteTimeUtc(
                folder.File(file), File.GetLastWriteTimeUtc(folder.File("out/last-spec-run")).AddSeconds(receivedBeforeTheRun ? -1 : 1));
        }

        return folder;
    }

    [Test]
    public void What_was_received_is_shown_judged_and_approved_once()
    {
        using var checkout = Checkout();

        var (exitCode, output, error) = Run(checkout, ci: null);

        error.Should().StartWith("Note: no spread between seeds is known").And.MatchRegex("^[^\\n]*\\n$");
        exitCode.Should().Be(0);
        output.Should().Contain($"changed  {checkout.File("CLAIMS.md")}: 1 lines differ\n")
            .And.Contain($"new      {checkout.File("snapshots/curves.verified.svg")}: new\n").And.Contain("2 files approved.");
        File.ReadAllText(checkout.File("CLAIMS.md")).Should().Be("a\nc\n");
        Directory.GetFiles(checkout.Folder, "*.received.*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [TestCase("CLAIMS", "curves.received.svg")]
    [TestCase("cur*", "CLAIMS.received.md")]
    public void A_name_or_a_pattern_picks(string pattern, string left)
    {
        using var checkout = Checkout();

        Run(checkout, ci: null, pattern).ExitCode.Should().Be(0);

        Directory.GetFiles(checkout.Folder, "*.received.*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Should().Equal(left);
    }

    [Test]
    public void A_dry_run_changes_nothing()
    {
        using var checkout = Checkout();

        Run(checkout, ci: null, "--dry-run").Output.Should().EndWith("2 files would be approved; nothing was.\n");

        File.ReadAllText(checkout.File("CLAIMS.md")).Should().Be("a\nb\n");
        File.Exists(checkout.File("CLAIMS.received.md")).Should().BeTrue();
    }

    [TestCase("true", 2)]
    [TestCase("1", 2)]
    [TestCase("false", 0)]
    [TestCase("", 0)]
    public void CI_means_what_it_says(string ci, int expected)
    {
        using var checkout = Checkout();

        Run(checkout, ci).ExitCode.Should().Be(expected);
    }

    [Test]
    public void What_is_older_than_the_last_run_is_refused()
    {
        using var checkout = Checkout(receivedBeforeTheRun: true);

        var (exitCode, _, error) = Run(checkout, ci: null);

        exitCode.Should().Be(2);
        error.Should().Contain("before the last run of the specs").And.MatchRegex("^[^\\n]*\\n$");
        File.ReadAllText(checkout.File("CLAIMS.md")).Should().Be("a\nb\n");
    }

    [Test]
    public void Nothing_received_and_no_checkout_are_one_line_each()
    {
        using var folder = new TemporaryFolder();
        Run(folder, ci: null).Error.Should().Contain("no folder snapshots").And.MatchRegex("^[^\\n]*\\n$");
        Directory.CreateDirectory(folder.File("snapshots"));
        Run(folder, ci: null, "x").Error.Should().Contain("nothing was received by the name 'x'").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void A_child_process_has_a_limit()
    {
        Assume.That(OperatingSystem.IsWindows(), Is.False, "the programs named here are Unix's");
        var clock = Stopwatch.StartNew();

        var result = ChildProcess.Run("sleep", TimeSpan.FromMilliseconds(200), ["60"]);

        result.ExitCode.Should().BeNull();
        result.Error.Should().Contain("took longer");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
        ChildProcess.Run("no-such-program", TimeSpan.FromSeconds(1), []).Error.Should().Contain("cannot be started");
        ChildProcess.Run("sh", TimeSpan.FromSeconds(30), ["-c", "echo $X; exit 3"], ("X", "value"))
            .Should().Be(new ChildResult(3, "value\n", string.Empty));
    }
}
