using Reproduction.Cli;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Tests.Claims;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

/// <summary>The command report from outside.</summary>
public sealed class ReportCommandTests
{
    private static (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Run(CancellationToken.None, ["report", .. arguments]);

    private static (int ExitCode, string Output, string Error) Run(CancellationToken cancellation, params string[] arguments)
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
        var exitCode = new Application(console, error, new DatasetLocatorOptions { AllowDownload = false }, cancellation).Run(arguments);
        return (exitCode, output.ToString(), error.ToString());
    }

    [Test]
    public void Stored_runs_become_a_page_and_its_Markdown_twin()
    {
        using var folder = new TemporaryFolder();
        RunFile.Write(folder.File("runs.jsonl.gz"), SyntheticRuns.Of(5).Select(RunLine.Of));

        var (exitCode, output, error) = Run("--results", folder.Folder, "--output", folder.File("page"));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("Reproduced    T1, T2").And.EndWith("(20 runs)\n");
        File.ReadAllText(Path.Combine(folder.File("page"), "report.html")).Should().Contain("results/notebook.grid.json");
        File.ReadAllText(Path.Combine(folder.File("page"), "report.md")).Should().Contain("| T1 ");
    }

    /// <summary>Two engines' runs in one folder: one decides, and both the page and the person at the terminal are told of the other's.</summary>
    [Test]
    public void Runs_of_another_engine_are_left_aside_and_the_page_says_so()
    {
        using var folder = new TemporaryFolder();
        var runs = SyntheticRuns.Of(5);
        RunFile.Write(
            folder.File("portable.jsonl"), runs.Select(run => run with { Engine = "portable", EngineDescription = "portable" }).Select(RunLine.Of));
        RunFile.Write(folder.File("torch.jsonl"), runs.Take(3).Select(RunLine.Of));

        var (exitCode, output, error) = Run("--results", folder.Folder, "--output", folder.File("page"));

        exitCode.Should().Be(0);
        error.Should().Be("Note: left aside: 3 runs by torch on mnist\n");
        output.Should().EndWith("(20 runs)\n");
        File.ReadAllText(Path.Combine(folder.File("page"), "report.md")).Should().Contain("Left aside: 3 runs by torch on mnist.");
    }

    [Test]
    public void Ctrl_C_stops_it_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        RunFile.Write(folder.File("runs.jsonl.gz"), SyntheticRuns.Of(5).Select(RunLine.Of));
        cancellation.Cancel();

        var (exitCode, _, error) = Run(cancellation.Token, "report", "--results", folder.Folder, "--output", folder.File("page"));

        exitCode.Should().Be(130);
        error.Should().Be("reproduce: stopped; nothing was written.\n");
        Directory.GetFiles(folder.File("page")).Should().BeEmpty();
        Run(cancellation.Token, "merge", folder.File("runs.jsonl.gz"), "--output", folder.File("all.jsonl")).ExitCode.Should().Be(130);
        File.Exists(folder.File("all.jsonl")).Should().BeFalse();
    }

    [Test]
    public void A_folder_without_results_is_one_line()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = Run("--results", folder.File("gone"), "--output", folder.File("page"));

        exitCode.Should().Be(2);
        error.Should().StartWith("reproduce: --results ").And.MatchRegex("^[^\\n]*\\n$");
    }
}
