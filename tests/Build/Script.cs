using System.Diagnostics;
using System.Runtime.Versioning;

namespace Reproduction.Tests.Build;

/// <summary>
/// Runs the scripts of build/ in a made-up checkout, whose PATH begins with a folder of stand-ins: a script must not need what it is not about.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Script : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();

    public Script(params string[] files)
    {
        Directory.CreateDirectory(folder.File("path"));
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Path.Combine(Checkout.Folder, file), folder.File(file));
        }
    }

    /// <summary>The checkout.</summary>
    public string Folder => folder.Folder;

    /// <summary>Puts a command before all others.</summary>
    public void StandIn(string command, string body)
    {
        File.WriteAllText(folder.File($"path/{command}"), $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(folder.File($"path/{command}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a command line of bash in the checkout.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="onlyStandIns">Whether nothing but the stand-ins is on the PATH.</param>
    /// <param name="variables">The environment beside PATH; CI and the like do not reach the script from outside.</param>
    public (int ExitCode, string Output, string Error) Run(string command, bool onlyStandIns = false, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", command])
        {
            WorkingDirectory = folder.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = onlyStandIns ? folder.File("path") : $"{folder.File("path")}:{path}";
        start.Environment["HOME"] = folder.Folder;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{command}' did not end within {Limit}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    public void Dispose() => folder.Dispose();
}
