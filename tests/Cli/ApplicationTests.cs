using System.Text.Json;
using Reproduction.Cli;
using Reproduction.Data;
using Spectre.Console;

namespace Reproduction.Tests.Cli;

/// <summary>The console program from outside: what it accepts, prints, writes and returns.</summary>
public sealed class ApplicationTests
{
    /// <summary>The smallest run: 20 steps with batch normalization, 20 without.</summary>
    private static readonly string[] Short = ["--dataset", "sample", "--epochs", "1", "--batch-sizes", "500"];

    private static (int ExitCode, string Output, string Error) Run(
        DatasetLocatorOptions? search, CancellationToken cancellation, params string[] arguments)
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
        console.Profile.Width = 100;
        var exitCode = new Application(console, error, search ?? new DatasetLocatorOptions { AllowDownload = false }, cancellation).Run(arguments);
        return (exitCode, output.ToString(), error.ToString());
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(null, CancellationToken.None, arguments);

    private static IEnumerable<TestCaseData> InvalidCommandLines()
    {
        TestCaseData Case(string expected, params string[] arguments) =>
            new TestCaseData(arguments, expected).SetArgDisplayNames(string.Join(' ', arguments));
        yield return Case("--epochs takes a whole number from 1 to 10000; received '0'.", "--epochs", "0");
        yield return Case("--epochs takes a whole number from 1 to 10000; received 'ten'.", "--epochs", "ten");
        yield return Case("--epochs takes a whole number from 1 to 10000; received '1.5'.", "--epochs", "1.5");
        yield return Case("--learning-rate takes a positive number such as 0.01; received '0'.", "--learning-rate", "0");
        yield return Case("--learning-rate takes a positive number such as 0.01; received '0,01'.", "--learning-rate", "0,01");
        yield return Case("--learning-rate takes a positive number such as 0.01; received 'NaN'.", "--learning-rate", "NaN");
        yield return Case("--learning-rate takes a positive number such as 0.01; received '-1'.", "--learning-rate=-1");
        yield return Case("--seed takes a whole number from 0 to 18446744073709551615; received '-1'.", "--seed=-1");
        yield return Case("--batch-sizes takes whole numbers from 1 on, such as 32,64,16; received '0'.", "--batch-sizes", "32,0");
        yield return Case("--batch-sizes takes whole numbers from 1 on, such as 32,64,16; received ''.", "--batch-sizes", "32,");
        yield return Case("--batch-sizes names 32 twice.", "--batch-sizes", "32,16,32");
        yield return Case("--parallel takes a whole number from 1 to 1024; received '0'.", "--parallel", "0");
        yield return Case("--dataset takes auto, mnist, sample, fashion-mnist, idx; received 'cifar'.", "--dataset", "cifar");
        yield return Case("--dataset takes auto, mnist, sample, fashion-mnist, idx; received '1'.", "--dataset", "1");
        yield return Case("--numerics takes pinned, native; received 'fast'.", "--numerics", "fast");
        yield return Case("--data names a folder of MNIST and does not go with --dataset sample.", "--data", "x", "--dataset", "sample");
        yield return Case("--no-such-option", "--no-such-option");
        yield return Case("nonsense", "nonsense");
        yield return Case("--epochs", "--epochs");
        yield return Case("--numerics is torch's and has no effect with --engine portable", "--engine", "portable", "--numerics", "native");
        yield return Case("--json and --csv are two forms of one output", "--json", "--csv");
        yield return Case(
            "The batch size must be from 1 to the 10000 training examples; received 10001.", "--dataset", "sample", "--batch-sizes", "10001");
    }

    private static IEnumerable<TestCaseData> OptionsBeforeACommand()
    {
        TestCaseData Case(params string[] arguments) =>
            new TestCaseData(arguments, (object)arguments[0]).SetArgDisplayNames(string.Join(' ', arguments));
        yield return Case("--learning-rate", "0.5", "ensemble", "--results", "{}/r.jsonl");
        yield return Case("--dataset", "sample", "data");
        yield return Case("--batch-sizes", "1000", "500", "summary");
        yield return Case("-q", "fingerprint");
        yield return Case("--output", "{}/o", "report");
    }

    [TestCaseSource(nameof(OptionsBeforeACommand))]
    public void An_option_that_the_command_would_not_see_is_refused(string[] arguments, string option)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = Run([.. arguments.Select(argument => argument.Replace("{}", folder.Folder, StringComparison.Ordinal))]);

        exitCode.Should().Be(2);
        error.Should().StartWith($"reproduce: {option} stands before '").And.MatchRegex("^[^\n]*\n$");
        output.Should().BeEmpty();
        Directory.GetFileSystemEntries(folder.Folder).Should().BeEmpty();
    }

    [TestCase("data", "--dataset", "sample", "--json")]
    [TestCase("summary", "--json")]
    public void What_is_for_programs_is_one_JSON_document(params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);

        exitCode.Should().Be(0);
        error.Should().BeEmpty();
        output.Should().EndWith("}\n");
        using var json = System.Text.Json.JsonDocument.Parse(output);
        if (arguments[0] == "data")
        {
            json.RootElement.GetProperty("dataset").GetString().Should().Be("sample");
            json.RootElement.GetProperty("trainingImages").GetInt32().Should().Be(10_000);
            json.RootElement.GetProperty("datasetSha256").GetString().Should().HaveLength(64);
        }
        else
        {
            json.RootElement.GetProperty("networks").EnumerateArray()
                .Select(network => network.GetProperty("trainable").GetInt64() + network.GetProperty("nonTrainable").GetInt64())
                .Should().Equal(268_210, 266_610);
        }
    }

    [TestCase("ensemble")]
    [TestCase("merge")]
    [TestCase("nightly")]
    [TestCase("verdict")]
    [TestCase("report")]
    [TestCase("fingerprint")]
    [TestCase("data")]
    [TestCase("summary")]
    [TestCase("sample")]
    [TestCase("approve")]
    [TestCase("changes")]
    public void The_help_of_every_command_ends_in_examples_of_it(string command) =>
        Run(command, "--help").Output.Should().MatchRegex($"\nExamples:\n  reproduce {command}");

    [Test]
    public void A_name_that_begins_with_an_at_sign_is_a_name_and_a_line_break_in_one_is_shown()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("@self"), "--epochs 1");

        var (exitCode, _, error) = Run("@" + folder.File("@self\nb"));

        exitCode.Should().Be(2);
        error.Should().Contain("Unrecognized").And.Contain(@"@self\nb").And.MatchRegex("^[^\n]*\n$");
    }

    [TestCaseSource(nameof(InvalidCommandLines))]
    public void An_invalid_command_line_gets_one_line_and_exit_code_2(string[] arguments, string expected)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = Run(["--output", folder.Folder, .. arguments]);

        exitCode.Should().Be(2);
        error.Should().StartWith("reproduce: ").And.Contain(expected).And.EndWith("\n");
        error.TrimEnd('\n').Should().NotContain("\n");
        output.Should().BeEmpty();
        Directory.GetFileSystemEntries(folder.Folder).Should().BeEmpty();
    }

    [Test]
    public void Help_names_every_option()
    {
        var (exitCode, output, error) = Run("--help");

        exitCode.Should().Be(0);
        error.Should().BeEmpty();
        foreach (var option in new[]
        {
            "--dataset", "--data", "--no-download", "--batch-sizes", "--learning-rate", "--epochs", "--seed", "--parallel", "--numerics", "--output",
            "--quiet", "summary",
        })
        {
            output.Should().Contain(option);
        }
    }

    [Test]
    public void A_short_run_prints_its_table_and_writes_three_files()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = Run([.. Short, "--output", folder.Folder]);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("BN, batch 500    epoch   1/1  loss ").And.Contain("no BN, batch 500").And.Contain("val_accuracy");
        Directory.GetFiles(folder.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("histories.csv", "summary.md", "learning-curves.svg");
        var lines = File.ReadAllLines(folder.File("histories.csv"));
        lines.Should().HaveCount(3);
        lines[1].Should().StartWith("sample,true,500,0.01,1,1,");
        lines[2].Should().StartWith("sample,false,500,0.01,1,1,");
    }

    [Test]
    public void Every_output_of_a_run_on_the_sample_says_that_it_is_not_MNIST()
    {
        using var folder = new TemporaryFolder();

        var (_, output, _) = Run([.. Short, "--quiet", "--output", folder.Folder]);

        output.Should().Contain("not MNIST");
        File.ReadAllText(folder.File("summary.md")).Should().Contain("not MNIST");
        File.ReadAllText(folder.File("learning-curves.svg")).Should().Contain("not MNIST");
        File.ReadAllText(folder.File("histories.csv")).Should().Contain("sample,").And.NotContain("mnist");
    }

    [Test]
    public void Without_MNIST_one_line_says_so_and_the_sample_is_trained()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, _) = Run("--epochs", "1", "--batch-sizes", "500", "--output", folder.Folder);

        exitCode.Should().Be(0);
        var lines = output.Split('\n');
        lines[0].Should().Be("MNIST was not found, so this is the sample, whose figures are not MNIST's. Looked for in:");
        lines[1].Should().StartWith("  ");
        lines.Should().Contain(line => line.StartsWith("Put its four files", StringComparison.Ordinal)
            && line.Contains("--data", StringComparison.Ordinal));
    }

    [Test]
    public void Quiet_prints_the_table_and_nothing_else()
    {
        using var folder = new TemporaryFolder();

        var (_, output, error) = Run([.. Short, "--quiet", "--output", folder.Folder]);

        output.Should().NotContain("epoch   1/1").And.NotContain("Engine").And.NotContain("Written").And.Contain("Reproduced");
        error.Should().BeEmpty();
    }

    [Test]
    public void Quiet_says_on_the_error_output_that_MNIST_was_not_found()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = Run("--epochs", "1", "--batch-sizes", "500", "--quiet", "--output", folder.Folder);

        exitCode.Should().Be(0);
        output.Should().NotContain("MNIST was not found").And.Contain("not MNIST");
        error.Should().StartWith("MNIST was not found, so this is the sample");
    }

    [TestCase("")]
    [TestCase("  ")]
    public void An_empty_name_for_the_data_is_an_invalid_option(string name)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = Run("--data", name, "--output", folder.Folder);

        exitCode.Should().Be(2);
        error.Should().StartWith("reproduce: --data").And.NotContain("   at ");
    }

    [Test]
    public void A_run_that_diverges_makes_the_exit_code_1_and_leaves_the_other_ones_results()
    {
        using var folder = new TemporaryFolder();

        // This rate leads the network with batch normalization out of the finite numbers; the other one just stops learning.
        var (exitCode, output, error) = Run([.. Short, "--learning-rate", "10", "--output", folder.Folder]);

        exitCode.Should().Be(1);
        error.Should().StartWith("reproduce: BN, batch 500 diverged: ").And.NotContain("   at ");
        output.Should().Contain("BN, batch 500 diverged").And.MatchRegex("BN, batch 500 .* failed ");
        File.ReadAllLines(folder.File("histories.csv"))
            .Should().HaveCount(2).And.Contain(line => line.StartsWith("sample,false,500,10,1,1,", StringComparison.Ordinal));
        File.ReadAllText(folder.File("summary.md")).Should().Contain("| failed in epoch 1 ").And.Contain("- BN, batch 500 diverged");
        File.Exists(folder.File("failures.log")).Should().BeFalse("the line says it all");
    }

    [Test]
    public void A_named_folder_without_MNIST_is_an_invalid_option()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = Run("--data", folder.File("nowhere"), "--output", folder.Folder);

        exitCode.Should().Be(2);
        error.Should().StartWith("reproduce: --data").And.Contain("nowhere");
    }

    [Test]
    public void MNIST_asked_for_and_not_found_is_a_failure_with_the_places_looked_at()
    {
        using var folder = new TemporaryFolder();
        var search = new DatasetLocatorOptions { CacheFolder = folder.File("cache"), AllowDownload = false };

        var (exitCode, _, error) = Run(search, CancellationToken.None, "--dataset", "mnist", "--output", folder.Folder);

        exitCode.Should().Be(1);
        var lines = error.TrimEnd('\n').Split('\n');
        lines[0].Should().StartWith("reproduce: MNIST was not found; put").And.EndWith("Looked for in:");
        lines[0].Length.Should().BeLessThan(200);
        lines[1..].Should().OnlyContain(line => line.StartsWith("  ", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("cache", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("switched off", StringComparison.Ordinal));
    }

    [Test]
    public void An_output_folder_that_cannot_be_written_to_is_found_out_before_training()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "in the way");

        var (exitCode, _, error) = Run([.. Short, "--output", folder.File("file")]);

        exitCode.Should().Be(2);
        error.Should().StartWith($"reproduce: --output takes a folder; {folder.File("file")} is a file.");
    }

    [Test]
    public void A_call_that_is_stopped_before_any_run_ends_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        var (exitCode, _, error) = Run(null, cancellation.Token, [.. Short, "--output", folder.Folder]);

        exitCode.Should().Be(130);
        error.Should().Contain("stopped");
        Directory.GetFileSystemEntries(folder.Folder).Should().BeEmpty();
    }

    [Test]
    public void The_summary_shows_any_network()
    {
        var (exitCode, output, _) = Run("summary", "--normalization", "layer", "--hidden-sizes", "50-40-30");

        exitCode.Should().Be(0);
        output.Should().StartWith("784-50-40-30-10 with LN\n").And.Contain("layerNormalization3 (LayerNormalization)")
            .And.Contain("Non-trainable parameters: 0").And.NotContain("without");
    }

    [Test]
    public void A_run_with_another_normalization_and_optimizer_says_so()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) = Run(
        [
            .. Short, "--engine", "portable", "--normalization", "layer", "--optimizer", "adam", "--learning-rate", "0.001", "--output",
            folder.Folder,
        ]);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("LN, batch 500, Adam").And.Contain("no BN, batch 500, Adam");
        File.ReadAllText(folder.File("summary.md")).Should().Contain("with LN and without; Adam, learning rate 0.001");
        File.ReadAllLines(folder.File("histories.csv")).Select(line => string.Join(' ', line.Split(',')[^2..]))
            .Should().Equal("normalization optimizer", "layer adam", "none adam");
    }

    [Test]
    public void A_run_by_ghost_batches_says_so()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output, error) =
            Run([.. Short, "--engine", "portable", "--normalization", "batch", "--ghost-batch-size", "50", "--output", folder.Folder]);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Contain("BN, batch 500, ghost batch 50");
        File.ReadAllText(folder.File("summary.md")).Should().Contain("with batch normalization by ghost batches of 50, and without; plain SGD");
        File.ReadAllLines(folder.File("histories.csv")).Select(line => line.Split(',')[^2])
            .Should().Equal("normalization", "batch by 50", "none");
    }

    [Test]
    public void Ghost_batches_go_with_batch_normalization_alone()
    {
        var (exitCode, _, error) = Run("--normalization", "layer", "--ghost-batch-size", "16");

        exitCode.Should().Be(2);
        error.Should().Contain("--ghost-batch-size goes with batch normalization alone");
    }

    [TestCase("--ghost-batch-size", "0", "--ghost-batch-size takes a whole number from 1 on, such as 16; received '0'.")]
    [TestCase("--optimizer", "rmsprop", "--optimizer takes sgd, momentum, nesterov, adam; received 'rmsprop'.")]
    [TestCase("--normalization", "layer,none", "--normalization takes one value.")]
    [TestCase("--hidden-sizes", "300-0", "--hidden-sizes takes widths from 1 to 100000 with dashes, such as 300-100; received '300-0'.")]
    [TestCase("--learning-rate", "1e-50", "--learning-rate takes a positive number such as 0.01; received '1e-50'.")]
    public void A_network_or_an_optimizer_that_is_none_is_refused(string option, string value, string message)
    {
        var (exitCode, _, error) = Run(option, value);

        exitCode.Should().Be(2);
        error.Should().Contain(message);
    }

    [Test]
    public void Help_tells_the_two_momentums_apart() =>
        string.Join(' ', Run("--help").Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Should().Contain("the share of the last step that the next one keeps")
            .And.Contain("the share of its old moving statistics that an update keeps");

    [Test]
    public void The_summary_shows_both_networks()
    {
        var (exitCode, output, _) = Run("summary");

        exitCode.Should().Be(0);
        output.Should().Contain("Total parameters: 268,210").And.Contain("Total parameters: 266,610");
    }

    [Test]
    public void Earlier_results_are_not_left_to_be_taken_for_those_of_a_run_that_failed()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "summary.md", "histories.csv", "notes.txt" })
        {
            File.WriteAllText(folder.File(name), "earlier");
        }

        // Whatever the batch: without normalization nothing but this rate's overflow can come of it.
        var (exitCode, _, error) = Run(
            "--dataset", "sample", "--epochs", "1", "--batch-sizes", "500", "--engine", "portable", "--learning-rate", "1e30", "--output",
            folder.Folder);

        exitCode.Should().Be(1);
        error.Should().Contain("no run finished. Earlier results in ").And.Contain("earlier-summary.md");
        Directory.GetFiles(folder.Folder).Select(Path.GetFileName)
            .Should().BeEquivalentTo("earlier-summary.md", "earlier-histories.csv", "notes.txt");
        File.ReadAllText(folder.File("earlier-summary.md")).Should().Be("earlier");

        Run([.. Short, "--engine", "portable", "--output", folder.Folder]).ExitCode.Should().Be(0);
        Directory.GetFiles(folder.Folder).Select(Path.GetFileName)
            .Should().BeEquivalentTo("summary.md", "histories.csv", "learning-curves.svg", "notes.txt");
    }

    [Test]
    public void A_program_gets_JSON_or_CSV_and_nothing_else()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, json, error) = Run([.. Short, "--engine", "portable", "--json", "--output", folder.Folder]);
        var (_, csv, _) = Run([.. Short, "--engine", "portable", "--csv", "--output", folder.Folder]);

        (exitCode, error).Should().Be((0, string.Empty));
        using var document = JsonDocument.Parse(json);
        var run = document.RootElement.GetProperty("runs")[1];
        run.GetProperty("batchNormalization").GetBoolean().Should().BeFalse();
        run.GetProperty("result").GetString().Should().Be("finished");
        run.GetProperty("notebook").ValueKind.Should().Be(JsonValueKind.Null, "the sample stands beside no figure of the notebook");
        csv.Should().Be(File.ReadAllText(folder.File("histories.csv")));
        csv.Split('\n')[2].Should().Contain(run.GetProperty("final").GetProperty("val_loss").GetRawText());
    }

    [Test]
    public void A_default_that_help_shows_can_be_typed_and_the_help_ends_in_examples()
    {
        var (_, root, _) = Run("--help");
        var (_, nightly, _) = Run("nightly", "--help");

        root.Should().Contain("[default: 32,64,16]").And.Contain("[default: auto]").And.Contain("[default: torch]").And.Contain("[default: pinned]")
            .And.NotContain("|64|");
        nightly.Should().Contain("[default: 1..20]").And.Contain("[default: portable]");
        root.Should().Contain("Examples:\n  reproduce\n");
        var command = root.Split('\n').First(line => line.StartsWith("  reproduce --batch-sizes", StringComparison.Ordinal));
        Run([.. command.Trim().Split(' ')[1..], "--dataset", "no such"]).Error
            .Should().Contain("received 'no such'", "everything else of the example is accepted");
    }

    [Test]
    public void A_call_that_is_stopped_in_its_last_moments_ends_as_stopped()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var places = new DatasetLocatorOptions { AllowDownload = false };

        // The last line tells where the files are: whoever reads it presses Ctrl-C.
        using var output = new StoppingWriter("Written", cancellation);
        using var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        var exitCode = new Application(console, error, places, cancellation.Token).Run([.. Short, "--engine", "portable", "--output", folder.Folder]);

        exitCode.Should().Be(130);
        error.ToString().Should().StartWith("reproduce: stopped; everything was finished by then.");
        Directory.GetFiles(folder.Folder).Should().HaveCount(3);
    }

    private sealed class StoppingWriter(string word, CancellationTokenSource cancellation) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(word, StringComparison.Ordinal) == true)
            {
                cancellation.Cancel();
            }
        }
    }
}
