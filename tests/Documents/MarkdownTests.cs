using System.Text.RegularExpressions;

namespace Reproduction.Tests.Documents;

/// <summary>
/// The pages render where they are read. A code host takes backslashes and reads <c>_</c> and <c>*</c> in a bare formula as markup.
/// </summary>
public sealed partial class MarkdownTests
{
    private static IEnumerable<string> Pages() =>
        new[] { string.Empty, "docs", "results", "snapshots", "spec/Evidence", "src/Data/Sample" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Checkout.Folder, folder), "*.md"))
            .Where(file => !file.Contains(".received.", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Checkout.Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void A_formula_stands_in_a_math_block_or_between_dollars_and_backticks(string page) =>
        BareFormulas(File.ReadAllText(Path.Combine(Checkout.Folder, page))).Should().BeEmpty("write $`...`$, or a block that begins with ```math");

    [TestCaseSource(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_every_picture_says_what_it_shows(string page)
    {
        // A template's name for a picture of two widths.
        var written = File.ReadAllText(Path.Combine(Checkout.Folder, page)).Replace("{,-narrow}.svg", "-narrow.svg", StringComparison.Ordinal);
        var text = FencePattern().Replace(written, string.Empty);
        var folder = Path.GetDirectoryName(Path.Combine(Checkout.Folder, page))!;
        var links = LinkPattern().Matches(text).Where(match => !match.Groups["to"].Value.Contains("://", StringComparison.Ordinal)).ToList();

        links.Select(match => match.Groups["to"].Value).Where(to => !Path.Exists(Path.Combine(folder, to))).Should().BeEmpty();
        links.Where(match => match.Groups["picture"].Success && match.Groups["text"].Length < 20)
            .Should().BeEmpty("a reader who does not see it reads this text");

        var elements = ElementPattern().Matches(text);
        elements.Select(match => match.Groups["to"].Value).Where(to => !Path.Exists(Path.Combine(folder, to))).Should().BeEmpty();
        elements.Where(match => match.Groups["name"].Value == "img" && AlternativePattern().Match(match.Value).Groups["text"].Length < 20)
            .Should().BeEmpty("a reader who does not see it reads its alternative text");
    }

    [TestCase("a $x_i$ b", ExpectedResult = 1)]
    [TestCase("a $$x\\,y$$ b", ExpectedResult = 1)]
    [TestCase("a $`x_i\\,y`$ b", ExpectedResult = 0)]
    [TestCase("a\n\n```math\nx\\,_*\n```\n", ExpectedResult = 0)]
    [TestCase("a `$HOME` b", ExpectedResult = 0)]
    [TestCase("a \\(x\\) b", ExpectedResult = 1)]
    public int A_bare_formula_is_found(string text) => BareFormulas(text).Count;

    private static List<string> BareFormulas(string text)
    {
        var prose = CodePattern().Replace(FencePattern().Replace(text, string.Empty), string.Empty);
        return [.. prose.Split('\n')
            .Where(line => line.Contains('$', StringComparison.Ordinal) || line.Contains(@"\(", StringComparison.Ordinal)
                || line.Contains(@"\,", StringComparison.Ordinal))];
    }

    [GeneratedRegex(
        @"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"\$?`[^`\n]+`\$?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"(?<picture>!)?\[(?<text>[^\]]*)\]\((?<to>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LinkPattern();

    [GeneratedRegex(
        "<(?<name>img|source)\\b[^>]*?\\bsrc(set)?=\"(?<to>[^\"]*)\"[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ElementPattern();

    [GeneratedRegex("\\balt=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AlternativePattern();
}
