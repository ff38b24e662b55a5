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

    private (int ExitCode, string Output, string Error) RunWithJobSummary(string? jobSummary, params string[] arguments) =>
        Run(jobSummary, arguments, CancellationToken.None);

    private (int ExitCode, string Output, string Error) Run(string? jobSummary, string[] arguments, CancellationToken cancellation)
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
            console,
            error,
            new DatasetLocatorOptions { AllowDownload = false },
            cancellation,
            name => name == "GITHUB_STEP_SUMMARY" ? jobSummary : null)
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
        output.Should().Contain("Nightly: identical, bit by bit, 80 of 80 (see ");
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
        var worse = Stored(
            "worse.jsonl",
            runs.With(
                run => run.Recipe.BatchSize == 16,
                run =>
                    run.WithFinal(row => row with
                    {
                        Training = row.Training with { Loss = row.Training.Loss + 0.05 + (0.001 * (run.Recipe.Seed % 3)) },
                    })));

        var (exitCode, output, _) = Run("--reference", reference, "--runs", worse, "--seeds", "1..20", "--quiet");

        exitCode.Should().Be(1);
        output.Should().StartWith("Nightly: worse: BN, batch 16, training loss, by ").And.MatchRegex("^[^\\n]*\\n$");
    }

    /// <summary>As for every verdict: one engine, in one version. Tonight's where the reference has it.</summary>
    [Test]
    public void Of_a_reference_by_two_engines_that_of_the_night_is_taken_and_two_versions_are_refused()
    {
        var runs = SyntheticRuns.Of(20);
        var other = SyntheticRuns.Of(20, stream: 2).Select(run => run with { Engine = "portable", EngineDescription = "portable arithmetic 1" });
        var night = Stored("night.jsonl", runs);

        var both = Run("--reference", Stored("both.jsonl", [.. other, .. runs]), "--runs", night, "--seeds", "1..20", "--quiet");
        var versions = Stored("versions.jsonl", runs.Select(run => run.Recipe.Seed == 3 ? run with { EngineDescription = "another" } : run));
        var mixed = Run("--reference", versions, "--runs", night, "--seeds", "1..20", "--quiet");

        both.ExitCode.Should().Be(0);
        both.Error.Should().Be("Note: the reference has 80 runs by portable on mnist, too; they are left aside.\n");
        mixed.ExitCode.Should().Be(2);
        mixed.Error.Should().Contain("cannot be compared with: there are runs of 2 versions of the engine torch").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void A_night_with_a_gap_fails_too()
    {
        var runs = SyntheticRuns.Of(12);
        var (exitCode, output, _) = Run(
            "--reference", Stored("reference.jsonl", runs), "--runs", Stored("short.jsonl", runs.Skip(1)), "--seeds", "1..12", "--quiet");

        exitCode.Should().Be(1);
        output.Should().StartWith("Nightly: incomplete, 1 gap");
    }

    [TestCase("--reference")]
    [TestCase("--runs")]
    public void A_file_that_is_not_there_is_one_line(string option)
    {
        var there = Stored("there.jsonl", SyntheticRuns.Of(2));
        var (exitCode, _, error) = Run(
            option == "--runs" ? ["--reference", there, option, folder.File("gone.jsonl")] : [option, folder.File("gone.jsonl")]);

        exitCode.Should().Be(2);
        error.Should().StartWith($"reproduce: {option} ").And.Contain("gone.jsonl").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void A_reference_of_other_runs_is_one_line()
    {
        var other = SyntheticRuns.Of(2)
            .Select(run => run with { Recipe = run.Recipe with { LearningRate = 0.5, InitialScale = 2, BatchSize = 7 * run.Recipe.BatchSize } })
            .ToList();
        var (exitCode, _, error) = Run(
            "--reference", Stored("other.jsonl", other), "--runs", Stored("runs.jsonl", SyntheticRuns.Of(2)), "--seeds", "1,2");

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
        output.Should().Contain("\nNightly: other data: 4 runs of sample ");
        File.ReadAllLines(Path.Combine(folder.File("night"), "runs.jsonl"))
            .Should().HaveCount(4).And.OnlyContain(line => line.StartsWith("{\"run\":", StringComparison.Ordinal));
    }

    [Test]
    public void JSON_is_all_that_the_standard_output_has_when_it_is_asked_for()
    {
        var runs = Stored("runs.jsonl", SyntheticRuns.Of(2));

        var (_, output, error) = Run("--reference", runs, "--runs", runs, "--seeds", "1,2", "--json");
        var both = Run("--history", "--json");

        output.Should().Be(File.ReadAllText(Path.Combine(folder.File("night"), "nightly.json")));
        error.Should().StartWith("Nightly: ").And.MatchRegex("^[^\\n]*\\n$");
        both.ExitCode.Should().Be(2);
        both.Error.Should().Contain("--json does not go with --history");
    }

    private string LastNight()
    {
        var path = Path.Combine(folder.File("night"), "runs.jsonl");
        Directory.CreateDirectory(folder.File("night"));
        File.WriteAllText(path, "of an earlier night\n");
        return path;
    }

    [Test]
    public void A_night_that_cannot_begin_leaves_the_last_one_s_runs()
    {
        var path = LastNight();

        var (exitCode, _, error) = Run(
            "--reference", Stored("reference.jsonl", SyntheticRuns.Of(1)), "--seeds", "1", "--dataset", "mnist", "--data", folder.File("gone"));

        exitCode.Should().NotBe(0);
        error.Should().NotBeEmpty();
        File.ReadAllText(path).Should().Be("of an earlier night\n");
    }

    [Test]
    public void The_file_that_tonight_s_runs_go_to_is_no_reference()
    {
        var path = Path.Combine(folder.File("night"), "runs.jsonl");
        RunFile.Write(path, SyntheticRuns.Of(1).Select(RunLine.Of));
        var text = File.ReadAllText(path);

        var (exitCode, _, error) = Run("--reference", Path.Combine(folder.File("night"), ".", "runs.jsonl"), "--seeds", "1", "--dataset", "sample");

        exitCode.Should().Be(2);
        error.Should().Contain("is the file that tonight's runs go to").And.MatchRegex("^[^\\n]*\\n$");
        File.ReadAllText(path).Should().Be(text);
        Run("--reference", path, "--runs", path, "--seeds", "1").ExitCode.Should().Be(0, "nothing is trained");
    }

    [Test]
    public void A_folder_where_tonight_s_runs_should_go_is_one_line()
    {
        Directory.CreateDirectory(Path.Combine(folder.File("night"), "runs.jsonl"));

        var (exitCode, _, error) = Run("--reference", Stored("reference.jsonl", SyntheticRuns.Of(1)), "--seeds", "1", "--dataset", "sample");

        exitCode.Should().Be(2);
        error.Should().Contain("runs.jsonl in it is a folder").And.MatchRegex("^[^\\n]*\\n$");
    }

    [Test]
    public void What_is_wrong_with_tonight_s_runs_is_an_alarm_and_not_the_reference_s_fault()
    {
        var runs = SyntheticRuns.Of(12);
        var reference = Stored("reference.jsonl", runs);
        var huge = Stored("huge.jsonl", runs.With(run => run.Recipe.Seed == 3, run => run.WithFinal(row => row with { Training = new(1e308, 0.5) })));
        var twice = folder.File("twice.jsonl");
        File.WriteAllText(
            twice,
            string.Concat(runs.Append(runs[0]).Append(runs[1] with { ParametersSha256 = new('9', 64) }).Select(run => RunLine.Of(run) + "\n"))
                + "{\"run\":{\"key\"");

        var (hugeCode, hugeOutput, hugeError) = Run("--reference", reference, "--runs", huge, "--seeds", "1..12", "--quiet");
        var (twiceCode, twiceOutput, twiceError) = Run("--reference", reference, "--runs", twice, "--seeds", "1..12", "--quiet");

        (hugeCode, hugeError).Should().Be((1, string.Empty));
        hugeOutput.Should().StartWith("Nightly: unusable: BN, batch 32, learning rate 0.01, seed 3").And.Contain("3 more alarms");
        twiceCode.Should().Be(1);
        twiceOutput.Should().StartWith("Nightly: contradiction: no BN, batch 32, learning rate 0.01, seed 1: there twice");
        twiceError.Should().Contain("torn last line of 13 bytes").And.Contain("has 1 runs once more");
    }

    [Test]
    public void A_stopped_night_says_what_is_true_of_it()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var (exitCode, _, error) = Run(
            null, ["--reference", Stored("reference.jsonl", SyntheticRuns.Of(1)), "--seeds", "1", "--dataset", "sample", "--quiet"], stop.Token);

        exitCode.Should().Be(130);
        error.Should().Contain("nothing was compared. The same command begins anew").And.NotContain("goes on from there");
    }

    [Test]
    public void The_history_of_nights_is_drawn_from_what_they_left()
    {
        var reference = Stored("reference.jsonl", SyntheticRuns.Of(12));
        Run("--history").ExitCode.Should().Be(2, "there is none yet");
        Run("--reference", reference, "--runs", reference, "--seeds", "1..12");
        File.WriteAllText(Path.Combine(folder.File("night"), "other.json"), "{}");

        var (exitCode, output, error) = Run("--history");

        exitCode.Should().Be(0);
        output.Should().MatchRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d  [0-9a-f-]* *  identical  \.{20}   0\.0\n\n");
        error.Should().StartWith("Note: ").And.Contain("other.json is left out: it is no night's JSON");
    }
}
