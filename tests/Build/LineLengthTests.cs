namespace Reproduction.Tests.Build;

public sealed class LineLengthTests
{
    private const int Longest = 150;

    /// <summary>Raw strings are left out: a line break in one would be a line break in the text that it makes.</summary>
    [Test]
    public void Lines_of_the_sources_end_at_150_characters()
    {
        var files = Directory.GetFiles(Path.Combine(Checkout.Folder, "src"), "*.cs", SearchOption.AllDirectories);

        files.Should().NotBeEmpty();
        files.SelectMany(TooLong).Should().BeEmpty();
    }

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
