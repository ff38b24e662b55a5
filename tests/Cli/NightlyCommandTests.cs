using Reproduction.Cli;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Tests.Claims;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

/// <summary>The command nightly from outside: its exit code is its verdict, and every reader gets a form.</summary>
public sealed class NightlyCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    private string Stored(string name, IEnumerable<RunRecord> runs)
    {
        var path = folder.File(name);
        RunFile.Write(path, runs.Select(RunLine.Of));
        return path;
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) => RunWithJobSummary(null, arguments);

    private (int ExitCode, string Output, string Error) RunWithJobSummary(string? jobSummary, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        var exitCode = new Application(console, error, new DatasetLocatorOptions { AllowDownload = false }, CancellationToken.None, name => name == "GITHUB_STEP_SUMMARY" ? jobSummary : null)
            .Run(["nightly", "--output", folder.File("night"), .. arguments]);
        return (exitCode, output.ToString(), error.ToString());
    }

    [Test]
    public void A_night_like_the_reference_passes_and_is_told_to_everyone()
    {
        var reference = Stored("reference.jsonl.gz", SyntheticRuns.Of(20));
        File.WriteAllText(folder.File("page.md"), "what other steps said\n");

        var (exitCode, output, error) = RunWithJobSummary(folder.File("page.md"), "--reference", reference, "--runs", reference, "--seeds", "1..20");

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("Nightly regression: identical to the reference, bit by bit");
        var page = File.ReadAllText(Path.Combine(folder.File("night"), "summary.md"));
        page.Should().Contain("80 of 80 runs compared");
        File.ReadAllText(folder.File("page.md")).Should().Be("what other steps said\n" + page);
        File.ReadAllText(Path.Combine(folder.File("night"), "nightly.json")).Should().StartWith("{");
    }

    [Test]
    public void A_night_that_is_worse_fails()
    {
        var runs = SyntheticRuns.Of(20);
        var reference = Stored("reference.jsonl", runs);
        var worse = Stored("worse.jsonl", runs.With(run => run.Recipe.BatchSize == 16, run => run.WithFinal(row => row with { Training = row.Training with { Loss = row.Training.Loss + 0.05 + (0.001 * (run.Recipe.Seed % 3)) } })));

        var (exitCode, output, _) = Run("--reference", reference, "--runs", worse, "--seeds", "1..20", "--quiet");

        exitCode.Should().Be(1);
        output.Should().StartWith("Nightly regression: CHANGED: 1 worse, 0 suspiciously better").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void A_night_with_a_gap_fails_too()
    {
        var runs = SyntheticRuns.Of(12);
        var (exitCode, output, _) = Run("--reference", Stored("reference.jsonl", runs), "--runs", Stored("short.jsonl", runs.Skip(1)), "--seeds", "1..12", "--quiet");

        exitCode.Should().Be(1);
        output.Should().StartWith("Nightly regression: incomplete, 1 gap");
    }

    [TestCase("--reference")]
    [TestCase("--runs")]
    public void A_file_that_is_not_there_is_one_line(string option)
    {
        var there = Stored("there.jsonl", SyntheticRuns.Of(2));
        var (exitCode, _, error) = Run(option == "--runs" ? ["--reference", there, option, folder.File("gone.jsonl")] : [option, folder.File("gone.jsonl")]);

        exitCode.Should().Be(2);
        error.Should().StartWith($"reproduce: {option} ").And.Contain("gone.jsonl").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void A_reference_of_other_runs_is_one_line()
    {
        var other = SyntheticRuns.Of(2).Select(run => run with { Recipe = run.Recipe with { LearningRate = 0.5 } }).ToList();
        var (exitCode, _, error) = Run("--reference", Stored("other.jsonl", other), "--runs", Stored("runs.jsonl", SyntheticRuns.Of(2)), "--seeds", "1,2");

        exitCode.Should().Be(2);
        error.Should().Contain("The reference has none of the runs that are expected").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void A_night_is_trained_from_nothing_whatever_an_earlier_one_left()
    {
        var reference = folder.File("reference.jsonl");
        Directory.CreateDirectory(folder.File("night"));
        File.WriteAllText(Path.Combine(folder.File("night"), "runs.jsonl"), "of an earlier night\n");
        RunFile.Write(reference, SyntheticRuns.Of(1).Select(RunLine.Of));

        var (exitCode, output, _) = Run("--reference", reference, "--seeds", "1", "--dataset", "sample", "--quiet");

        exitCode.Should().Be(1, "the sample is not the data of the reference");
        output.Should().Contain("CHANGED");
        File.ReadAllLines(Path.Combine(folder.File("night"), "runs.jsonl")).Should().HaveCount(4).And.OnlyContain(line => line.StartsWith("{\"run\":", StringComparison.Ordinal));
    }
}
