using System.Xml.Linq;

namespace Reproduction.Tests.Documents;

/// <summary>CONTRIBUTING.md's picture of the house is that of the project files.</summary>
public sealed class HouseTests
{
    private static readonly string[] Rooms = ["src", "spec", "tests", "bench", "samples"];

    [Test]
    public void The_picture_of_the_house_is_drawn_from_the_project_files()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Folder, "CONTRIBUTING.md")).ReplaceLineEndings("\n");

        text.Should().Contain(Picture(), "an arrow leads from a project to those that it may use");
    }

    /// <summary>A Mermaid block: one line for each reference from project to project.</summary>
    private static string Picture()
    {
        var references = Rooms
            .SelectMany(room => Directory.GetFiles(Path.Combine(Checkout.Folder, room), "*.csproj", SearchOption.AllDirectories))
            .Select(path => (From: Path.GetFileNameWithoutExtension(path), File: XDocument.Load(path)))
            .OrderBy(project => project.From, StringComparer.Ordinal)
            .SelectMany(project => project.File.Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal)
                .Select(to => $"  {project.From} --> {to}\n"));
        return $"```mermaid\nflowchart LR\n{string.Concat(references)}```\n";
    }
}
