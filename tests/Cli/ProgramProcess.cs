using System.Diagnostics;

namespace Reproduction.Tests.Cli;

/// <summary>The program as a process of its own, which a shell starts; no test waits for it without a limit.</summary>
internal static class ProgramProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The program's file, to be started with <see cref="Host"/>.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "reproduce.dll");

    /// <summary>What runs .NET programs here.</summary>
    public static string Host => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>
    /// Runs a script of the shell, in which <c>reproduce</c> is the program (<c>"${program[@]}"</c> where its process id is needed) and <c>$1</c> an
    /// argument.
    /// </summary>
    public static (int ExitCode, string Output, string Error) Shell(string script, string argument = "")
    {
        using var process = Start(script, argument);
        return End(process);
    }

    /// <summary>Starts a script as <see cref="Shell"/> does.</summary>
    public static Process Start(string script, string argument = "")
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", $"program=('{Host}' '{Program}')\nreproduce() {{ \"${{program[@]}}\" \"$@\"; }}\n{script}", "bash", argument])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["MNIST_DIR"] = string.Empty;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end, and kills what does not end.</summary>
    public static (int ExitCode, string Output, string Error) End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The program did not end within {Limit}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
