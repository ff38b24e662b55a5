using Reproduction.Cli;
using Reproduction.Data;
using Reproduction.Ensembles;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

/// <summary>The commands ensemble and merge from outside.</summary>
public sealed class EnsembleCommandTests
{
    /// <summary>Two runs of 20 steps.</summary>
    private static readonly string[] Short = ["ensemble", "--dataset", "sample", "--epochs", "1", "--batch-sizes", "500", "--seeds", "1"];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    private static (int ExitCode, string Output, string Error) Run(
        Func<string, string?> variable, CancellationToken cancellation, params string[] arguments)
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
        var exitCode = new Application(console, error, new DatasetLocatorOptions { AllowDownload = false }, cancellation, variable).Run(arguments);
        return (exitCode, output.ToString(), error.ToString());
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(_ => null, CancellationToken.None, arguments);

    [Test]
    public void A_grid_is_trained_once_and_the_same_command_finds_it_finished()
    {
        var path = folder.File("runs.jsonl");

        var (exitCode, output, error) = Run([.. Short, "--results", path]);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("1/2  ").And.Contain("2/2  ")
            .And.Contain("BN, batch 500, learning rate 0.01, initial scale 1, 1 epoch, seed 1  val_loss ")
            .And.EndWith($"2 of 2 runs are finished: {path}\n");
        var text = File.ReadAllText(path);
        text.Should().Contain("\"engine\":\"portable\"", "that is the default");
        Run([.. Short, "--results", path]).Output.Should().Contain("2 of these runs are finished, 0 runs are others").And.NotContain("1/2");
        File.ReadAllText(path).Should().Be(text);
    }

    [Test]
    public void Shards_that_are_merged_are_the_grid()
    {
        Run([.. Short, "--results", folder.File("whole.jsonl"), "--quiet"]).ExitCode.Should().Be(0);
        foreach (var index in new[] { "0", "1" })
        {
            string? Variable(string name) => name switch { "STRATEGY_JOB_INDEX" => index, "STRATEGY_JOB_TOTAL" => "2", _ => null };
            var (exitCode, output, _) = Run(
                Variable, CancellationToken.None, [.. Short, "--results", folder.File(index + ".jsonl"), "--shard", "auto", "--quiet"]);
            exitCode.Should().Be(0);
            output.Should().StartWith("1 of 1 runs are finished: ");
        }

        Run("merge", folder.File("1.jsonl"), folder.File("0.jsonl"), "--output", folder.File("merged.jsonl.gz")).Output
            .Should().StartWith("2 runs from 2 files: ");
        Run("merge", folder.File("merged.jsonl.gz"), "--canonical", "--output", folder.File("a")).ExitCode.Should().Be(0);
        Run("merge", folder.File("whole.jsonl"), "--canonical", "--output", folder.File("b")).ExitCode.Should().Be(0);
        File.ReadAllText(folder.File("a")).Should().Be(File.ReadAllText(folder.File("b"))).And.NotContain("circumstances");
    }

    [Test]
    public void A_grid_may_come_from_a_file()
    {
        File.WriteAllText(folder.File("grid.json"), """{ "batchNormalization": "without", "batchSizes": 500, "epochs": 1, "seeds": "1..3" }""");

        var (exitCode, output, _) = Run(
            "ensemble", "--dataset", "sample", "--quiet", "--grid", folder.File("grid.json"), "--results", folder.File("runs.jsonl"));

        exitCode.Should().Be(0);
        output.Should().StartWith("3 of 3 runs are finished");
    }

    /// <summary>65536 x 65552 values, multiplied in 32 bits, are a million: memory was then written that belonged to nobody.</summary>
    [Test]
    public void A_network_too_large_for_memory_is_refused_with_the_memory_that_it_would_need()
    {
        File.WriteAllText(folder.File("grid.json"), """{ "hiddenSizes": [65536, 65552], "batchSizes": 32, "epochs": 1, "seeds": 1 }""");

        var (exitCode, _, error) = Run(
            "ensemble", "--dataset", "sample", "--quiet", "--grid", folder.File("grid.json"), "--results", folder.File("runs.jsonl"));

        exitCode.Should().Be(2);
        error.Should().Contain("784-65536-65552-10 with BN needs 17.2 GB for its largest kernel").And.MatchRegex("^[^\n]*\n$");
    }

    [Test]
    public void A_grid_names_normalizations_optimizers_and_depths()
    {
        var (exitCode, output, error) = Run(
            "ensemble",
            "--dataset",
            "sample",
            "--batch-sizes",
            "500",
            "--epochs",
            "1",
            "--seeds",
            "1",
            "--normalization",
            "layer,none",
            "--optimizer",
            "adam,momentum",
            "--hidden-sizes", "8,6-5", "--results", folder.File("runs.jsonl"), "--quiet");

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().StartWith("8 of 8 runs are finished");
        var runs = File.ReadAllText(folder.File("runs.jsonl"));
        runs.Should().Contain("\"hiddenSizes\":[6,5]").And.Contain("\"normalization\":{\"name\":\"layer\"")
            .And.Contain("\"optimizer\":{\"name\":\"adam\"");
    }

    [Test]
    public void A_run_that_diverges_is_a_result()
    {
        var (exitCode, output, _) = Run(
        [
            .. Short, "--learning-rates", "1e30", "--batch-normalization", "without", "--quiet", "--results", folder.File("runs.jsonl"),
        ]);

        exitCode.Should().Be(0);
        output.Should().StartWith("1 of 1 runs are finished, 1 of them diverged: ");
        RunFile.Read(folder.File("runs.jsonl")).Runs[0].Failure.Should().Contain("diverged");
    }

    private static IEnumerable<TestCaseData> InvalidCommandLines()
    {
        TestCaseData Case(string expected, params string[] arguments) =>
            new TestCaseData(arguments, expected).SetArgDisplayNames(string.Join(' ', arguments));
        yield return Case("--results", "ensemble");
        yield return Case(
            "--seeds takes whole numbers from 0 on and ranges, such as 1..20 or 1,5,7..9; received '3..1'. "
                + "('reproduce ensemble --help' lists the options.)",
            "ensemble",
            "--seeds",
            "3..1",
            "--results",
            "{}/r.jsonl");
        yield return Case(
            "--learning-rates takes positive numbers, such as 0.01,0.1; received '0'.",
            "ensemble",
            "--learning-rates",
            "0.1,0",
            "--results",
            "{}/r.jsonl");
        yield return Case(
            "--batch-normalization takes with, without or with,without; received 'both'.",
            "ensemble",
            "--batch-normalization",
            "both",
            "--results",
            "{}/r.jsonl");
        yield return Case("--seeds does not go with --grid", "ensemble", "--grid", "g.json", "--seeds", "1", "--results", "{}/r.jsonl");
        yield return Case("{}/nowhere.json: the grid cannot be read", "ensemble", "--grid", "{}/nowhere.json", "--results", "{}/r.jsonl");
        yield return Case("--shard takes n/count", "ensemble", "--shard", "3/2", "--results", "{}/r.jsonl");
        yield return Case("--shard auto found none of SLURM_ARRAY_TASK_ID", "ensemble", "--shard", "auto", "--results", "{}/r.jsonl");
        yield return Case(
            "The batch size must be from 1 to the 10000 training examples; received 10001.",
            "ensemble",
            "--dataset",
            "sample",
            "--batch-sizes",
            "10001",
            "--results",
            "{}/r.jsonl");
        yield return Case("A grid may have 100,000 runs; this one has 400,000;", "ensemble", "--seeds", "1..100000", "--results", "{}/r.jsonl");
        yield return Case("--results takes a file; {} is a folder.", "ensemble", "--dataset", "sample", "--results", "{}");
        yield return Case(
            "{}/runs.jsonl.gz: a compressed file cannot be appended to", "ensemble", "--dataset", "sample", "--results", "{}/runs.jsonl.gz");
        yield return Case("--output takes a folder; received an empty name.", "--output", "");
        yield return Case("--output takes a folder; received --canonicall, which looks like an option", "--output", "--canonicall");
        yield return Case("There is no option --canonicall, nor such a file.", "merge", "{}/a.jsonl", "--canonicall", "--output", "{}/m.jsonl");
        yield return Case("<files> takes a file; received an empty name.", "merge", "", "--output", "{}/m.jsonl");
        yield return Case("--output takes a file; {} is a folder.", "merge", "{}/a.jsonl", "--output", "{}");
        yield return Case("--grid takes a file; received an empty name.", "ensemble", "--grid", "", "--results", "{}/r.jsonl");
        yield return Case("--to takes a folder; received an empty name.", "sample", "--to", "");
        yield return Case("--engine does not go with --runs, which trains nothing.", "nightly", "--runs", "{}/r.jsonl", "--engine", "torch");
        yield return Case("--results takes a folder; received an empty name.", "report", "--results", " ");
        yield return Case("merge", "merge", "--output", "{}/m.jsonl");
        yield return Case("--output", "merge", "{}/a.jsonl");
        yield return Case("{}/a.jsonl: cannot be read", "merge", "{}/a.jsonl", "--output", "{}/m.jsonl");
    }

    [TestCaseSource(nameof(InvalidCommandLines))]
    public void A_command_line_that_cannot_be_followed_gets_one_line_and_exit_code_2(string[] arguments, string expected)
    {
        string Here(string text) => text.Replace("{}", folder.Folder, StringComparison.Ordinal);

        var (exitCode, output, error) = Run([.. arguments.Select(Here)]);

        exitCode.Should().Be(2);
        error.Should().StartWith("reproduce: ").And.Contain(Here(expected)).And.EndWith("\n").And.NotContain("   at ");
        error.TrimEnd('\n').Should().NotContain("\n");
        Directory.GetFileSystemEntries(folder.Folder).Should().BeEmpty();
    }

    [Test]
    public void Files_that_contradict_each_other_are_refused_and_nothing_is_written()
    {
        RunFile.Write(folder.File("a.jsonl"), [RunLine.Of(Tests.Ensembles.Records.Of())]);
        RunFile.Write(folder.File("b.jsonl"), [RunLine.Of(Tests.Ensembles.Records.Of(loss: 0.25))]);

        var (exitCode, _, error) = Run("merge", folder.File("a.jsonl"), folder.File("b.jsonl"), "--output", folder.File("m.jsonl"));

        exitCode.Should().Be(1);
        error.Should().Contain("a.jsonl and ").And.Contain("b.jsonl contradict each other about the run BN, batch 32,");
        File.Exists(folder.File("m.jsonl")).Should().BeFalse();
    }

    [Test]
    public void Merging_says_what_was_torn()
    {
        File.WriteAllText(folder.File("a.jsonl"), $"{RunLine.Of(Tests.Ensembles.Records.Of())}\n{{\"run\":{{\"key\"");

        var (exitCode, output, error) = Run("merge", folder.File("a.jsonl"), "--output", folder.File("a.jsonl"));

        exitCode.Should().Be(0);
        output.Should().StartWith("1 runs from 1 file: ");
        error.Should().StartWith("Note: ").And.Contain("torn last line of 13 bytes");
        File.ReadAllText(folder.File("a.jsonl")).Should().Be(RunLine.Of(Tests.Ensembles.Records.Of()) + "\n");
        error.Should().Contain("is kept in ");
        File.ReadAllText(folder.File("a.jsonl.torn-1")).Should().Be("{\"run\":{\"key\"");
    }

    [Test]
    public void A_stopped_pass_says_how_far_it_came()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        var (exitCode, _, error) = Run(_ => null, cancellation.Token, [.. Short, "--results", folder.File("runs.jsonl")]);

        exitCode.Should().Be(130);
        error.Should().Contain("stopped; 0 of 2 runs are finished: ").And.Contain("the same command goes on from there");
    }

    [Test]
    public void The_data_are_found_and_their_hash_is_printed()
    {
        var (exitCode, output, _) = Run("data", "--dataset", "sample");

        exitCode.Should().Be(0);
        output.Should().Contain("not MNIST").And.EndWith($"SHA-256 {Sample.Load().Sha256}\n");
    }

    [Test]
    public void A_file_whose_name_begins_with_an_at_sign_is_merged_into()
    {
        File.WriteAllText(folder.File("a.jsonl"), RunLine.Of(Tests.Ensembles.Records.Of()) + "\n");

        Run("merge", folder.File("a.jsonl"), "-o", folder.File("@all.jsonl")).ExitCode.Should().Be(0);

        File.Exists(folder.File("@all.jsonl")).Should().BeTrue();
    }

    [Test]
    public void Merging_into_a_link_that_leads_to_no_file_yet_makes_that_file()
    {
        File.WriteAllText(folder.File("a.jsonl"), RunLine.Of(Tests.Ensembles.Records.Of()) + "\n");
        File.CreateSymbolicLink(folder.File("link.jsonl"), folder.File("all.jsonl"));

        Run("merge", folder.File("a.jsonl"), "-o", folder.File("link.jsonl")).ExitCode.Should().Be(0);

        new FileInfo(folder.File("link.jsonl")).LinkTarget.Should().NotBeNull();
        File.ReadAllText(folder.File("all.jsonl")).Should().Be(File.ReadAllText(folder.File("a.jsonl")));
    }
}
