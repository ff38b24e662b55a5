namespace Reproduction.Tests.Build;

/// <summary>Packages: the same everywhere, from the locks, without a network once they are on the machine.</summary>
public sealed class RestoreTests
{
    [Test]
    public void A_fresh_clone_restores_what_is_locked_without_any_source()
    {
        using var folder = new TemporaryFolder();
        string[] projects = [.. Checked("*.csproj"), .. Checked("packages.lock.json")];
        foreach (var file in projects.Concat(
        [
            "Reproduction.sln", "Directory.Build.props", "Directory.Packages.props", "global.json", "build/LibTorch.props", "build/Snapshots.props",
            "build/Tests.props", "build/WeakSymbolVersion.cs",
        ]))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Path.Combine(Checkout.Folder, file), folder.File(file));
        }

        Directory.CreateDirectory(folder.File("empty"));

        // Fails where a lock is missing or out of date, and where anything would have to be asked for.
        var (exitCode, output) = DotnetProcess.Run(folder.Folder, "restore", "--locked-mode", "--source", folder.File("empty"));

        exitCode.Should().Be(0, output);
        projects.Count(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Should().Be(projects.Length / 2, "each project has a lock");
    }

    [Test]
    public void An_audit_that_cannot_be_made_is_a_warning_and_no_error()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" })
        {
            File.Copy(Path.Combine(Checkout.Folder, file), folder.File(file));
        }

        Directory.CreateDirectory(folder.File("empty"));
        File.WriteAllText(
            folder.File("A.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"MathNet.Numerics\" /></ItemGroup></Project>");

        // Nobody listens on the discard port.
        File.WriteAllText(folder.File("nuget.config"), """
            <configuration>
              <packageSources><clear /><add key="empty" value="empty" /></packageSources>
              <auditSources><clear /><add key="gone" value="http://127.0.0.1:9/index.json" allowInsecureConnections="true" /></auditSources>
            </configuration>
            """);

        var (exitCode, output) = DotnetProcess.Run(folder.Folder, "restore");

        exitCode.Should().Be(0, output);
        output.Should().Contain("warning NU1900");
    }

    [Test]
    public void The_package_of_Verify_has_a_lock_of_its_own_and_leaves_the_committed_one()
    {
        var (exitCode, output) = DotnetProcess.Run(
            Checkout.Folder, "msbuild", "spec", "-getProperty:NuGetLockFilePath", "-p:SnapshotLibrary=Verify.NUnit");

        exitCode.Should().Be(0, output);
        output.Should().Contain(Path.Combine("obj", "Spec", "packages.verify.lock.json"));
    }

    private static string[] Checked(string pattern) =>
    [
        .. new[] { "src", "spec", "tests", "samples", "bench" }
            .SelectMany(part => Directory.GetFiles(Path.Combine(Checkout.Folder, part), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Checkout.Folder, path).Replace('\\', '/')),
    ];
}
