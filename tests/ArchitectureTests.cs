using System.Xml.Linq;

namespace Reproduction.Tests;

/// <summary>Data flows one way: each project may refer to those named here, and to no others.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["src/Data"] = [],
        ["src/Networks"] = ["Data"],
        ["src/Models"] = ["Networks"],
        ["src/Training"] = ["Networks"],
        ["src/Engines/Torch"] = ["Models", "Training"],
        ["src/Engines/Portable"] = ["Training"],
        ["src/Engines"] = ["Engines.Torch", "Engines.Portable"],
        ["src/Statistics"] = [],
        ["src/Ensembles"] = ["Training"],
        ["src/Claims"] = ["Ensembles", "Statistics"],
        ["src/Report"] = ["Claims"],
        ["src/Cli"] = ["Report", "Engines"],
        ["src/VerifyStandIn"] = [],
    };

    private static IEnumerable<string> Projects() =>
        Directory.GetFiles(Path.Combine(Checkout.Folder, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Projects))]
    public void A_project_refers_only_downward(string project)
    {
        var references = XDocument.Load(Path.Combine(Checkout.Folder, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Allowed.Should().ContainKey(Path.GetDirectoryName(project)!.Replace('\\', '/'), "a new project needs its place in this table");
        references.Should().BeSubsetOf(Allowed[Path.GetDirectoryName(project)!.Replace('\\', '/')]);
    }

    /// <summary>Only these name TorchSharp in their project; the compiler keeps tensors out of what they do not reach.</summary>
    [Test]
    public void Only_the_modules_refer_to_TorchSharp_and_only_what_runs_carries_native_libraries()
    {
        Naming("TorchSharp\"").Should().Equal("src/Models/Models.csproj");
        Naming("LibTorch.props").Should().Equal("src/Cli/Cli.csproj");

        IEnumerable<string> Naming(string text) =>
            Projects().Where(project => File.ReadAllText(Path.Combine(Checkout.Folder, project)).Contains(text, StringComparison.Ordinal));
    }

    [TestCase("src/Data/Data.csproj")]
    [TestCase("src/Networks/Networks.csproj")]
    [TestCase("src/Training/Training.csproj")]
    [TestCase("src/Engines/Portable/Engines.Portable.csproj")]
    [TestCase("src/Statistics/Statistics.csproj")]
    [TestCase("src/Ensembles/Ensembles.csproj")]
    [TestCase("src/Claims/Claims.csproj")]
    [TestCase("src/Report/Report.csproj")]
    public void What_is_engine_neutral_compiles_without_TorchSharp(string project) =>
        Reached(project).Should().NotContain("src/Models/Models.csproj");

    /// <summary>A project and all that it refers to, directly or not.</summary>
    private static IEnumerable<string> Reached(string project) =>
        References(project).SelectMany(Reached).Append(project);

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Checkout.Folder, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetRelativePath(
                Checkout.Folder,
                Path.GetFullPath(
                    reference.Attribute("Include")!.Value.Replace('\\', '/'), Path.Combine(Checkout.Folder, Path.GetDirectoryName(project)!))));

    [Test]
    public void Randomness_comes_from_the_projects_own_generator_alone() =>
        Directory.GetFiles(Path.Combine(Checkout.Folder, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => new[] { "new Random(", "Random.Shared", "manual_seed", "torch.rand", "RandomNumberGenerator" }
                .Any(banned => File.ReadAllText(file).Contains(banned, StringComparison.Ordinal)))
            .Should().BeEmpty();
}
