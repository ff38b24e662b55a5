using System.IO.Compression;

namespace Reproduction.Tests.Build;

/// <summary>What is worth reusing is packed, whole, and another project builds with it and runs.</summary>
public sealed class PackageTests
{
    private static readonly string[] Packages = ["Data", "Models", "Networks", "Statistics"];

    [Test]
    public void Packages_are_whole_and_a_project_of_somebody_elses_runs_on_them()
    {
        using var folder = new TemporaryFolder();
        var configuration =
            AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";

        // All in one process: each takes a second to begin.
        var projects = string.Join(';', Packages.Select(package => Path.Combine(Checkout.Folder, "src", package, $"{package}.csproj")));
        var properties = $"NoBuild=true;_IsPacking=true;Configuration={configuration};PackageOutputPath={folder.File("feed")}";
        File.WriteAllText(folder.File("pack.proj"), $"""
            <Project><Target Name="Pack"><MSBuild Projects="{projects}" Targets="Pack" Properties="{properties}" /></Target></Project>
            """);
        var (packed, said) = DotnetProcess.Run(Checkout.Folder, "msbuild", folder.File("pack.proj"));
        packed.Should().Be(0, said);

        Directory.GetFiles(folder.File("feed")).Select(Path.GetFileName).Should().BeEquivalentTo(
            Packages.SelectMany(package => new[] { $"Reproduction.{package}.0.1.0.nupkg", $"Reproduction.{package}.0.1.0.snupkg" }));
        foreach (var package in Packages)
        {
            using var archive = ZipFile.OpenRead(Path.Combine(folder.File("feed"), $"Reproduction.{package}.0.1.0.nupkg"));
            archive.Entries.Select(entry => entry.FullName)
                .Should().Contain(["README.md", "LICENSE", $"lib/net10.0/Reproduction.{package}.dll", $"lib/net10.0/Reproduction.{package}.xml"]);
        }

        WriteConsumer(folder);

        // A package folder of its own: what another version of this test left under the same number must not be taken.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var (exitCode, output) = DotnetProcess.Run(
            folder.Folder,
            "run",
            "--project",
            "Consumer.csproj",
            $"-p:RestorePackagesPath={folder.File("packages")}",
            $"-p:RestoreFallbackFolders={cache}");

        exitCode.Should().Be(0, output);
        output.Should().Contain("784-300-100-10 with BN, BatchNormalization, mean 0.01");
    }

    [Test]
    public void Nothing_else_is_packed()
    {
        var packable = new[] { "src", "spec", "tests", "samples", "bench" }
            .SelectMany(part => Directory.GetFiles(Path.Combine(Checkout.Folder, part), "*.csproj", SearchOption.AllDirectories))
            .Where(path => File.ReadAllText(path).Contains("Package.props", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension);

        packable.Should().BeEquivalentTo(Packages);
        File.ReadAllText(Path.Combine(Checkout.Folder, "Directory.Build.props")).Should().Contain("<IsPackable>false</IsPackable>");
    }

    private static void WriteConsumer(TemporaryFolder folder)
    {
        File.WriteAllText(
            folder.File("nuget.config"),
            "<configuration><packageSources><clear /><add key=\"feed\" value=\"feed\" /></packageSources></configuration>");
        File.WriteAllText(folder.File("Consumer.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Reproduction.Models" Version="0.1.0" />
                <PackageReference Include="Reproduction.Statistics" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(folder.File("Program.cs"), """
            using Reproduction.Models;
            using Reproduction.Networks;
            using Reproduction.Statistics;

            var comparison = PairedComparison.Of([0.5, 0.52, 0.51], [0.49, 0.51, 0.5]);
            System.Console.WriteLine($"{new NetworkConfiguration()}, {nameof(BatchNormalization)}, mean {System.Math.Round(comparison.Mean, 3)}");
            """);
    }
}
