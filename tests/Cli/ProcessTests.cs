using System.Diagnostics;

namespace Reproduction.Tests.Cli;

/// <summary>The program as a process of its own: other processes and other thread counts give the same bits.</summary>
public sealed class ProcessTests
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "reproduce.dll");

    [Test]
    public void Processes_with_1_2_and_8_threads_configured_write_the_same_histories_and_hashes()
    {
        using var folder = new TemporaryFolder();
        var results = new[] { "1", "2", "8" }.Select(threads =>
        {
            var output = folder.File(threads);
            var (exitCode, error) = Run(threads, "--dataset", "sample", "--epochs", "1", "--batch-sizes", "250", "--quiet", "--output", output);
            exitCode.Should().Be(0, error);
            var hashes = File.ReadAllLines(Path.Combine(output, "summary.md")).Where(line => line.Contains("| finished ", StringComparison.Ordinal)).Select(line => line.Split('|')[^2].Trim());
            return File.ReadAllText(Path.Combine(output, "histories.csv")) + string.Join('\n', hashes);
        }).ToList();

        results[0].Should().MatchRegex("[0-9a-f]{64}\n[0-9a-f]{64}$");
        results.Should().AllBe(results[0]);
    }

    [Test]
    [Platform(Include = "Linux")]
    public void Interrupting_the_process_stops_it_promptly_and_leaves_no_half_written_file()
    {
        using var folder = new TemporaryFolder();
        using var process = Start("1", "--dataset", "sample", "--epochs", "10000", "--batch-sizes", "16", "--output", folder.Folder);

        // The first finished epoch's line says that training is under way.
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("val_accuracy", StringComparison.Ordinal))
        {
        }

        var clock = Stopwatch.StartNew();
        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit(60_000).Should().BeTrue("an interrupted process has to end");

        process.ExitCode.Should().Be(130, error);
        error.Should().Contain("stopped; 0 of 2 runs had finished");
        Directory.GetFileSystemEntries(folder.Folder).Should().BeEmpty();
        TestContext.Out.WriteLine($"Stopped after {clock.ElapsedMilliseconds} ms.");
    }

    private static (int ExitCode, string Error) Run(string threads, params string[] arguments)
    {
        using var process = Start(threads, arguments);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    private static Process Start(string threads, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = threads;
        start.Environment["MKL_NUM_THREADS"] = threads;
        return Process.Start(start)!;
    }
}
