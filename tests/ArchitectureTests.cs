using System.Xml.Linq;

namespace Reproduction.Tests;

/// <summary>Data flows one way: each project may refer to those named here, and to no others.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["src/Data"] = [],
        ["src/Models"] = ["Data"],
        ["src/Training"] = ["Models"],
        ["src/Ensembles"] = ["Training"],
        ["src/Claims"] = ["Ensembles"],
        ["src/Report"] = ["Claims"],
        ["src/Cli"] = ["Report"],
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

    [TestCase("Ensembles")]
    [TestCase("Claims")]
    [TestCase("Report")]
    [TestCase("Cli")]
    public void Tensors_stay_inside_models_and_training(string project) =>
        Directory.GetFiles(Path.Combine(Checkout.Folder, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("using TorchSharp", StringComparison.Ordinal) || File.ReadAllText(file).Contains("torch.", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Test]
    public void Randomness_comes_from_the_projects_own_generator_alone() =>
        Directory.GetFiles(Path.Combine(Checkout.Folder, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => new[] { "new Random(", "Random.Shared", "manual_seed", "torch.rand", "RandomNumberGenerator" }.Any(banned => File.ReadAllText(file).Contains(banned, StringComparison.Ordinal)))
            .Should().BeEmpty();
}
