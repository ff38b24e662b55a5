using System.Diagnostics;
using Reproduction.Cli;

namespace Reproduction.Tests.Cli;

/// <summary>The program as a process of its own: other processes and other thread counts give the same bits.</summary>
public sealed class ProcessTests
{
    /// <summary>No process may take longer: one that hangs is killed, and its test fails.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "reproduce.dll");

    [Test]
    public void Processes_with_1_and_8_threads_configured_write_the_same_histories_and_hashes()
    {
        using var folder = new TemporaryFolder();
        var results = new[] { "1", "8" }.Select(threads =>
        {
            var output = folder.File(threads);
            var (exitCode, _, error) = Run(threads, "--dataset", "sample", "--epochs", "1", "--batch-sizes", "250", "--quiet", "--output", output);
            exitCode.Should().Be(0, error);
            var hashes = File.ReadAllLines(Path.Combine(output, "summary.md"))
                .Where(line => line.Contains("| finished ", StringComparison.Ordinal))
                .Select(line => line.Split('|')[^2].Trim());
            return File.ReadAllText(Path.Combine(output, "histories.csv")) + string.Join('\n', hashes);
        }).ToList();

        results[0].Should().MatchRegex("[0-9a-f]{64}\n[0-9a-f]{64}$");
        results.Should().AllBe(results[0]);
    }

    /// <summary>
    /// The second block's network takes more than the 128 MB that the process may use for its objects; the first's runs are finished by then.
    /// </summary>
    [Test]
    [Platform(Include = "Linux")]
    public void Memory_that_is_short_is_one_line_and_the_runs_that_were_finished_are_kept()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("grid.json"), """
            { "blocks": [ { "batchNormalization": "with", "batchSizes": 1000, "epochs": 1, "seeds": "1,2", "hiddenSizes": [16] },
                          { "batchNormalization": "with", "batchSizes": 1000, "epochs": 1, "seeds": 1, "hiddenSizes": [4000, 4000] } ] }
            """);

        var (exitCode, output, error) = ProgramProcess.Shell(
            "export DOTNET_GCHeapHardLimit=0x8000000; cd \"$1\"; reproduce ensemble --dataset sample --grid grid.json --parallel 1 "
                + "--results runs.jsonl --quiet",
            folder.Folder);

        exitCode.Should().Be(1, error);
        output.Should().Be("2 of 3 runs are finished: runs.jsonl\n");
        error.Should().MatchRegex("^reproduce: [^\\n]*memory ran out[^\\n]*\\n$");
        File.ReadAllLines(folder.File("runs.jsonl")).Should().HaveCount(2);
    }

    [Test]
    [Platform(Include = "Linux")]
    public void Interrupting_the_process_stops_it_promptly_and_leaves_no_half_written_file()
    {
        using var folder = new TemporaryFolder();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Program, "--dataset", "sample", "--epochs", "10000", "--batch-sizes", "16", "--output", folder.Folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new Timer(_ => process.Kill(entireProcessTree: true), state: null, Limit, Timeout.InfiniteTimeSpan);

        // The first finished epoch's line says that training is under way.
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("val_accuracy", StringComparison.Ordinal))
        {
        }

        var clock = Stopwatch.StartNew();
        ChildProcess.Run("kill", Limit, ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).ExitCode.Should().Be(0);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit(60_000).Should().BeTrue("an interrupted process has to end");

        process.ExitCode.Should().Be(130, error);
        error.Should().Contain("stopped; 0 of 2 runs had finished");
        Directory.GetFileSystemEntries(folder.Folder).Should().BeEmpty();
        TestContext.Out.WriteLine($"Stopped after {clock.ElapsedMilliseconds} ms.");
    }

    private static ChildResult Run(string threads, params string[] arguments) =>
        ChildProcess.Run("dotnet", Limit, [Program, .. arguments], ("OMP_NUM_THREADS", threads), ("MKL_NUM_THREADS", threads));
}
