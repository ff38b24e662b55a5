namespace Reproduction.Tests.Cli;

/// <summary>A standard output or error that takes nothing costs no result, no exit code, and shows no trace of the stack.</summary>
[Platform(Include = "Linux")]
public sealed class StandardStreamsTests
{
    private const string Short = "--dataset sample --epochs 1 --batch-sizes 500 --engine portable";

    private static readonly string[] Commands =
    [
        "--help",
        "fingerprint",
        $"{Short} --output \"$1/out\"",
        $"ensemble --dataset sample --epochs 1 --batch-sizes 500 --seeds 1 --results \"$1/runs.jsonl\"",
    ];

    [Test]
    [Combinatorial]
    public void Results_and_exit_codes_do_not_depend_on_who_takes_the_output(
        [ValueSource(nameof(Commands))] string command,
        [Values(">/dev/full", "2>/dev/full", "<&- >&- 2>&-", "| head -c 1")] string stream)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = ProgramProcess.Shell($"set -o pipefail; reproduce {command} {stream}", folder.Folder);

        exitCode.Should().Be(0, error);
        error.Should().NotContain("   at ");
        if (stream == ">/dev/full")
        {
            error.Should().Be("Note: the output could not be printed: No space left on device\n");
        }
        else
        {
            error.Should().BeEmpty();
        }

        if (command.Contains("--output", StringComparison.Ordinal))
        {
            Directory.GetFiles(folder.File("out")).Select(Path.GetFileName)
                .Should().BeEquivalentTo("histories.csv", "summary.md", "learning-curves.svg");
        }

        if (command.Contains("--results", StringComparison.Ordinal))
        {
            File.ReadAllLines(folder.File("runs.jsonl")).Should().HaveCount(2);
        }
    }

    [TestCase(">/dev/full")]
    [TestCase(">&- 2>&-")]
    public void A_failure_keeps_its_exit_code(string stream) =>
        ProgramProcess.Shell($"reproduce --epochs 0 {stream}").ExitCode.Should().Be(2);

    [Test]
    public void A_program_that_waits_for_JSON_is_told_when_it_is_lost()
    {
        using var folder = new TemporaryFolder();

        ProgramProcess.Shell($"reproduce {Short} --json --output \"$1/out\" >/dev/full", folder.Folder).ExitCode.Should().Be(1);
        Directory.GetFiles(folder.File("out")).Should().HaveCount(3);
    }

    /// <summary>A terminal that closes, and <c>timeout</c>, signal the process and its group: it gets both.</summary>
    [TestCase("HUP")]
    [TestCase("TERM")]
    [TestCase("INT")]
    [Platform(Include = "Linux")]
    public void One_wish_to_stop_that_arrives_twice_is_one(string signal)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, _, error) = ProgramProcess.Shell(
            $"set -m; \"${{program[@]}}\" --dataset sample --engine portable --epochs 10000 --batch-sizes 500 --output \"$1/out\" >\"$1/log\" & "
                + $"p=$!; for i in $(seq 600); do grep -q val_accuracy \"$1/log\" && break; sleep 0.1; done; kill -{signal} $p; sleep 0.01; "
                + $"kill -{signal} $p; wait $p",
            folder.Folder);

        exitCode.Should().Be(130, error);
        error.Should().Contain("reproduce: stopped; ");
    }

    [TestCase("HUP", 130)]
    [TestCase("TERM", 130)]
    public void A_signal_to_stop_keeps_what_is_finished(string signal, int expected)
    {
        using var folder = new TemporaryFolder();
        using var process = ProgramProcess.Start(
            "\"${program[@]}\" ensemble --dataset sample --epochs 2000 --batch-sizes 16 --results \"$1/runs.jsonl\" --parallel 1 & "
                + "p=$!; read -t 60 line; kill -" + signal + " $p; wait $p",
            folder.Folder);

        // The lock file or the results file says that training has begun.
        for (var i = 0; i < 600 && !File.Exists(folder.File("runs.jsonl")); i++)
        {
            Thread.Sleep(100);
        }

        process.StandardInput.WriteLine("go");
        var (exitCode, _, error) = ProgramProcess.End(process);

        exitCode.Should().Be(expected, error);
        error.Should().Contain("stopped; 0 of ");
    }

    [Test]
    public void Under_nohup_a_terminal_that_goes_away_stops_nothing()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, _, error) = ProgramProcess.Shell(
            $"nohup \"${{program[@]}}\" {Short} --output \"$1/out\" >\"$1/log\" 2>&1 & p=$!; for i in $(seq 600); do [ -e \"$1/out\" ] && break; "
                + $"sleep 0.1; done; kill -HUP $p; wait $p; c=$?; cat \"$1/log\" >&2; exit $c",
            folder.Folder);

        exitCode.Should().Be(0, error);
        Directory.GetFiles(folder.File("out")).Should().HaveCount(3);
    }
}
