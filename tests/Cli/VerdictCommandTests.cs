using System.Text.Json;
using Reproduction.Cli;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Tests.Claims.Rules;
using Spectre.Console;
using Rule = Reproduction.Claims.Rule;

namespace Reproduction.Tests.Cli;

/// <summary>The command verdict from outside: what it prints, what it trains, and that its exit code is the decision's.</summary>
public sealed class VerdictCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    internal static (int ExitCode, string Output, string Error) Run(params string[] arguments)
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
        var exitCode = new Application(console, error, new DatasetLocatorOptions { AllowDownload = false }, CancellationToken.None).Run(arguments);
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Stored(SyntheticEvidence world)
    {
        RunFile.Write(folder.File("runs.jsonl"), world.Runs().Select(RunLine.Of));
        return folder.Folder;
    }

    [Test]
    public void A_decision_that_is_expected_is_exit_code_0_and_prints_claim_rule_figures_and_decision()
    {
        var (exitCode, output, error) = Run("verdict", "I5", "--results", Stored(new()));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("by portable arithmetic 1 on mnist").And.Contain("I5          BN raises validation accuracy")
            .And.Contain("Published   0.967 without")
            .And.Contain("Refuted by  The contrary").And.Contain("Figure      Validation accuracy, with minus without BN: +0.00")
            .And.Contain("Verdict     reproduced, as expected")
            .And.Contain("-- verdict I5 --train").And.NotContain("I4 ");
    }

    [Test]
    public void Runs_that_say_the_contrary_are_exit_code_1()
    {
        var (exitCode, output, _) = Run(
            "verdict",
            "I5",
            "B3",
            "--results",
            Stored(new()
            {
                Accuracy = kind => kind is { HasBatchNormalization: true, BatchSize: 32, LearningRate: 0.01, InitialScale: 1 } ? 0.95 : null,
            }));

        exitCode.Should().Be(1);
        output.Should().Contain("Verdict     refuted, expected was reproduced").And.Contain("Verdict     refuted, as expected");
    }

    [Test]
    public void Findings_are_given_to_programs_as_JSON()
    {
        var (exitCode, output, _) = Run("verdict", "--json", "--results", Stored(new()));

        using var json = JsonDocument.Parse(output);
        var verdicts = json.RootElement.GetProperty("verdicts").EnumerateArray().ToList();
        verdicts.Select(verdict => verdict.GetProperty("id").GetString()).Should().Equal(Rule.All.Select(rule => rule.Claim.Id));
        verdicts.TrueForAll(verdict => verdict.GetProperty("isExpected").GetBoolean()).Should().Be(exitCode == 0);
        var effect = verdicts.Single(verdict => verdict.GetProperty("id").GetString() == "I4").GetProperty("effects")[0];
        effect.GetProperty("n").GetInt32().Should().BeGreaterThanOrEqualTo(60);
        effect.GetProperty("low").GetDouble().Should().BeLessThan(effect.GetProperty("estimate").GetDouble());
    }

    [Test]
    public void A_claim_that_is_none_and_results_that_are_a_mixture_are_one_line_each()
    {
        var unknown = Run("verdict", "B33");
        RunFile.Write(
            folder.File("old.jsonl"),
            new SyntheticEvidence { Which = kind => kind.Seed == 1 }
                .Runs()
                .Select(run => RunLine.Of(run with { EngineDescription = "portable arithmetic 0" })));
        var mixed = Run("verdict", "B3", "--results", Stored(new()));
        var missing = Run("verdict", "B3", "--results", folder.File("gone"));

        unknown.ExitCode.Should().Be(2);
        unknown.Error.Should().StartWith("reproduce: there is no claim 'B33'; there are T1, ").And.MatchRegex("^[^\\n]*\\n$");
        mixed.ExitCode.Should().Be(2);
        mixed.Error.Should().Contain("'portable arithmetic 0' (").And.MatchRegex("^[^\\n]*\\n$");
        missing.ExitCode.Should().Be(2);
        missing.Error.Should().MatchRegex("^[^\\n]*\\n$");
    }

    [TestCase("takes a name; received an empty name", "B3", "--results", "")]
    [TestCase("takes a folder; received an empty name", "B3", "--train", "--output", " ")]
    [TestCase("FILE: its name does not end as that of results does", "B3", "--results", "FILE")]
    [TestCase("takes a folder; FILE is a file", "B3", "--train", "--grids", "FILE")]
    [TestCase("--output FILE/below cannot be written to", "B3", "--train", "--dataset", "sample", "--output", "FILE/below")]
    [TestCase("the grid cannot be read", "B3", "--train", "--dataset", "sample", "--grids", "FOLDER")]
    [TestCase("there is no claim '@B3'", "@B3")]
    [TestCase("there is no claim ''", "")]
    [TestCase("--grids has no effect without --train", "B3", "--grids", "FOLDER")]
    [TestCase("--parallel has no effect without --train", "B3", "--parallel", "2")]
    [TestCase("--results does not go with --train", "B3", "--train", "--results", "FOLDER")]
    [TestCase("claims are about MNIST", "B3", "--dataset", "idx", "--data", "FOLDER", "--name", "mine", "--train")]
    public void What_cannot_be_followed_is_one_line_before_anything_is_trained(string expected, params string[] arguments)
    {
        File.WriteAllText(folder.File("file"), string.Empty);
        string Named(string text) =>
            text.Replace("FILE", folder.File("file"), StringComparison.Ordinal).Replace("FOLDER", folder.Folder, StringComparison.Ordinal);
        string[] output = arguments.Contains("--train") && !arguments.Contains("--output") ? ["--output", folder.File("trained")] : [];

        var (exitCode, printed, error) = Run(["verdict", .. arguments.Select(Named), .. output]);

        exitCode.Should().Be(2);
        printed.Should().BeEmpty();
        error.Should().Contain(Named(expected)).And.MatchRegex("^reproduce: [^\\n]*\\n$");
        Directory.Exists(folder.File("trained")).Should().Be(expected.StartsWith("the grid", StringComparison.Ordinal));
    }

    /// <summary>A file of another data set's runs: the same rule, the data set named, no figure of MNIST applied.</summary>
    [Test]
    public void Runs_on_another_data_set_are_decided_by_the_same_rule_and_named()
    {
        Stored(new());
        RunFile.Write(folder.File("other.jsonl.gz"), new SyntheticEvidence { Accuracy = kind => kind.HasBatchNormalization ? 0.88 : 0.86 }.Runs()
            .Select(run => RunLine.Of(run with { DatasetName = "fashion-mnist", DatasetSha256 = new string('f', 64) })));

        var (exitCode, output, error) = Run("verdict", "I5", "I8", "--results", folder.File("other.jsonl.gz"));
        var both = Run("verdict", "I5", "--results", folder.Folder);
        var named = Run("verdict", "I5", "--results", folder.Folder, "--dataset", "fashion-mnist", "--json");

        error.Should().BeEmpty();
        exitCode.Should().Be(1, "nothing was published of these data for I8");
        output.Should().Contain(" on fashion-mnist, whose SHA-256 begins with ffffffffffff")
            .And.Contain("Found       0.8600 -> 0.8800, difference +0.0200")
            .And.Contain("not applied to fashion-mnist").And.Contain("Verdict     reproduced, as expected on mnist")
            .And.Contain("verdict I5 --train --dataset fashion-mnist")
            .And.Contain("Verdict     undecided, expected on mnist was reproduced").And.NotContain("percentile").And.NotContain("the published one");
        both.ExitCode.Should().Be(0);
        both.Output.Should().Contain(" on mnist").And.Contain("Left aside  ").And.Contain(" on fashion-mnist")
            .And.Contain("Verdict     reproduced, as expected\n");
        using var json = JsonDocument.Parse(named.Output);
        json.RootElement.GetProperty("dataset").GetString().Should().Be("fashion-mnist");
        json.RootElement.GetProperty("verdicts")[0].GetProperty("rerun").GetString().Should().EndWith("--dataset fashion-mnist");
    }

    [Test]
    public void JSON_after_training_is_all_that_the_standard_output_has()
    {
        File.WriteAllText(
            folder.File("notebook.grid.json"), """{ "batchNormalization": ["with", "without"], "batchSizes": 1000, "epochs": 1, "seeds": 1 }""");

        var (exitCode, output, error) = Run(
            "verdict", "B1", "B1", "--train", "--json", "--dataset", "sample", "--grids", folder.Folder, "--output", folder.File("trained"));

        exitCode.Should().Be(1);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("verdicts").GetArrayLength().Should().Be(1);
        error.Should().Be($"2 of 2 runs are finished: {folder.File("trained/notebook.jsonl")}\n".Replace(
            "trained/", $"trained{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }

    [Test]
    public void A_torn_line_of_the_results_is_told_beside_the_verdict()
    {
        var results = Stored(new());
        File.AppendAllText(folder.File("runs.jsonl"), RunLine.Of(new SyntheticEvidence().Runs().First())[..100]);

        var (exitCode, _, error) = Run("verdict", "I5", "--results", results);

        exitCode.Should().Be(0);
        error.Should().StartWith("Note: ").And.Contain("a torn last line of 100 bytes");
    }

    /// <summary>
    /// Every rerun line of a claim that runs decide, as it is printed, on the sample and on grids of one epoch: it trains what the rule names, once,
    /// and decides by it. The sample decides no claim about MNIST, so that the exit code is 1.
    /// </summary>
    [Test]
    public void Every_rerun_line_trains_the_grids_of_its_rule_and_ends_in_a_verdict()
    {
        var claims = Rule.All.Select(rule => rule.Claim).Where(claim => !claim.Grids.IsEmpty).ToList();
        foreach (var grid in claims.SelectMany(claim => claim.Grids).Distinct(StringComparer.Ordinal))
        {
            File.WriteAllText(
                folder.File($"{grid}.grid.json"), """{ "batchNormalization": ["with", "without"], "batchSizes": 1000, "epochs": 1, "seeds": 1 }""");
        }

        foreach (var claim in claims)
        {
            claim.Rerun.Should().StartWith("dotnet run --project src/Cli --configuration Release -- ");
            var (exitCode, output, error) = Run(
            [
                .. claim.Rerun.Split(" -- ")[1].Split(' '), "--dataset", "sample", "--grids", folder.Folder, "--output", folder.File("trained"),
            ]);

            error.Should().BeEmpty();
            exitCode.Should().Be(1, claim.Id);
            output.Should().Contain($"{claim.Id,-10}  {claim.Statement}").And.Contain("Verdict     undecided, expected on mnist was ")
                .And.Contain("2 runs by portable").And.Contain(" on sample");
            Directory.GetFiles(folder.File("trained"), "*.jsonl").Select(Path.GetFileNameWithoutExtension).Should().Contain(claim.Grids);
        }
    }

    [Test]
    public void A_claim_that_specs_decide_needs_no_runs()
    {
        var (exitCode, output, _) = Run("verdict", "T5", "--results", folder.File("gone"));

        exitCode.Should().Be(0);
        output.Should().Contain("268,210").And.Contain("dotnet test spec --filter TestCategory=T5").And.NotContain("Runs ");
    }
}
