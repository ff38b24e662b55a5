using Reproduction.Ensembles;
using Reproduction.Networks;

namespace Reproduction.Tests.Ensembles;

public sealed class FilePatternTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void SetUp()
    {
        folder = new TemporaryFolder();
        foreach (var name in new[] { "part-2.jsonl", "part-1.jsonl", "part-10.jsonl", "._part-1.jsonl", "other.txt" })
        {
            File.WriteAllText(folder.File(name), string.Empty);
        }
    }

    [TearDown]
    public void TearDown() => folder.Dispose();

    [TestCase("part-*.jsonl", "part-1.jsonl part-10.jsonl part-2.jsonl")]
    [TestCase("part-?.jsonl", "part-1.jsonl part-2.jsonl")]
    [TestCase("*", "other.txt part-1.jsonl part-10.jsonl part-2.jsonl")]
    [TestCase("._*", "._part-1.jsonl")]
    [TestCase("part-2.jsonl", "part-2.jsonl")]
    [TestCase("gone.jsonl", "gone.jsonl")]
    public void A_pattern_stands_for_the_names_that_it_matches(string pattern, string expected) =>
        FilePattern.Expand([folder.File(pattern)]).Select(Path.GetFileName).Should().Equal(expected.Split(' '));

    [Test]
    [Platform(Exclude = "Win", Reason = "No file of Windows has a star in its name.")]
    public void A_name_that_a_file_has_is_that_file()
    {
        File.WriteAllText(folder.File("*"), string.Empty);

        FilePattern.Expand([folder.File("*")]).Should().Equal(folder.File("*"));
    }

    [TestCase("none-*.jsonl", "no file has such a name")]
    [TestCase("gone/*.jsonl", "the folder cannot be listed")]
    [TestCase("*/part-1.jsonl", "not in those of its folders")]
    public void A_pattern_that_matches_nothing_is_one_line(string pattern, string expected) =>
        FluentActions.Invoking(() => FilePattern.Expand([folder.File(pattern)])).Should().Throw<InvalidConfigurationException>()
            .Which.Message.Should().Contain(expected).And.NotContain("\n");
}
