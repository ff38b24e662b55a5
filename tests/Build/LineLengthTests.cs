namespace Reproduction.Tests.Build;

public sealed class LineLengthTests
{
    private const int Longest = 150;
    private static readonly string[] Folders = ["bench", "build", "samples", "spec", "src", "tests"];
    private static readonly string[] Endings = [".cs", ".csproj", ".mjs", ".props", ".sbatch", ".sh", ".targets"];

    [TestCaseSource(nameof(Folders))]
    public void Lines_end_at_150_characters(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Checkout.Folder, folder), "*", SearchOption.AllDirectories)
            .Where(file => Endings.Contains(Path.GetExtension(file)) && !file.Contains("node_modules", StringComparison.Ordinal))
            .ToList();

        files.Should().NotBeEmpty();
        files.SelectMany(TooLong).Should().BeEmpty();
    }

    [TestCase("Makefile")]
    [TestCase(".ci/run")]
    [TestCase("Directory.Build.props")]
    [TestCase("Directory.Packages.props")]
    public void So_do_those_of_what_builds_and_checks_them(string file) => TooLong(Path.Combine(Checkout.Folder, file)).Should().BeEmpty();

    /// <summary>C#'s raw strings are left out: a line break in one would be a line break in the text that it makes.</summary>
    private static IEnumerable<string> TooLong(string path)
    {
        var isRaw = false;
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            var wasRaw = isRaw;
            isRaw ^= line.Split("\"\"\"").Length % 2 == 0;
            if (line.Length > Longest && !wasRaw)
            {
                yield return $"{Path.GetRelativePath(Checkout.Folder, path)}:{number + 1} has {line.Length} characters";
            }
        }
    }
}
