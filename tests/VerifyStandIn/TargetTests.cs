using System.Text;
using EmptyFiles;
using Reproduction.VerifyStandIn;

namespace Reproduction.VerifyStandInTests;

/// <summary>Texts, their extensions, and the part of the file name that tells them apart.</summary>
internal sealed class TargetTests
{
    private static IEnumerable<TestCaseData> Suffixes()
    {
        yield return Row("one", [T("txt")], "P.M.verified.txt");
        yield return Row("one extension each", [T("txt"), T("svg")], "P.M.verified.txt", "P.M.verified.svg");
        yield return Row("the same extension", [T("txt"), T("txt")], "P.M#00.verified.txt", "P.M#01.verified.txt");
        yield return Row("a name", [T("txt", "loss")], "P.M#loss.verified.txt");
        yield return Row("a name each", [T("txt", "a"), T("txt", "b")], "P.M#a.verified.txt", "P.M#b.verified.txt");
        yield return Row("the same name", [T("txt", "a"), T("txt", "a")], "P.M#a.00.verified.txt", "P.M#a.01.verified.txt");
        yield return Row("a name and none", [T("txt"), T("txt", "a")], "P.M.verified.txt", "P.M#a.verified.txt");
        yield return Row("grouped", [T("txt"), T("svg"), T("txt")], "P.M#00.verified.txt", "P.M#01.verified.txt", "P.M.verified.svg");

        static Target T(string extension, string? name = null) => new(extension, "", name);

        static TestCaseData Row(string name, Target[] targets, params string[] expected) =>
            new TestCaseData(targets, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Suffixes))]
    public void Targets_are_told_apart(Target[] targets, string[] expected)
    {
        var names = new SnapshotNames(Workbench.Test(typeof(P), nameof(P.M)), "/s/S.cs", new("/s/", null), new(), new());

        var files = names.Assign(targets).Select(pair => pair.File).ToList();

        files.Select(file => file.VerifiedPath).Should().Equal(expected.Select(name => $"/s/{name}"));
        files.Select(file => file.ReceivedPath)
            .Should().Equal(expected.Select(name => $"/s/{name.Replace(".verified.", ".received.", StringComparison.Ordinal)}"));
    }

    [Test]
    public async Task Each_target_has_its_own_text()
    {
        using var bench = new Workbench();

        await Workbench.FailureOf(bench.Verify([new("txt", "one"), new("svg", "two"), new("txt", new StringBuilder("three"))]));

        bench.Files.Should().Equal("P.M#00.received.txt", "P.M#01.received.txt", "P.M.received.svg");
        bench.Read("P.M#00.received.txt").Should().Be("one");
        bench.Read("P.M#01.received.txt").Should().Be("three");
        bench.Read("P.M.received.svg").Should().Be("two");
    }

    [TestCase("txt")]
    [TestCase("svg")]
    [TestCase("csv")]
    [TestCase("json")]
    public void Text_can_have(string extension)
    {
        FileExtensions.IsTextExtension(extension).Should().BeTrue();
        new Target(extension, "").Extension.Should().Be(extension);
    }

    [TestCase("gcode")]
    [TestCase("obj")]
    [TestCase("stl")]
    [TestCase("dxf")]
    [TestCase("dot")]
    [TestCase("png")]
    [TestCase("svgz")]
    public void Text_can_not_have(string extension)
    {
        FileExtensions.IsTextExtension(extension).Should().BeFalse();
        FluentActions.Invoking(() => new Target(extension, "")).Should().Throw<Exception>().WithMessage(
            "Don't pass text for a binary extension.\n" +
            $"If {extension} is a text extension then use `FileExtensions.AddTextExtension(\"{extension}\")` at initialization;\n" +
            "Otherwise use `Target(string extension, Stream data, string? name)`.");
    }

    [Test]
    public void An_extension_can_be_added()
    {
        FileExtensions.AddTextExtension("only-here-a");
        FileExtensions.AddTextExtensions("only-here-b", ".only-here-c");

        foreach (var extension in new[] { "only-here-a", "only-here-b", "only-here-c", ".only-here-a" })
        {
            FileExtensions.IsTextExtension(extension).Should().BeTrue();
        }
    }

    [Test]
    public void An_extension_has_no_dot() => FluentActions.Invoking(() => new Target(".txt", ""))
        .Should().Throw<ArgumentException>().WithMessage("Must not start with a period ('.'). (Parameter 'extension')");

    [TestCase("a/b")]
    [TestCase("a:b")]
    [TestCase("a\nb")]
    public void A_name_that_Verify_would_change_is_refused(string name) =>
        FluentActions.Invoking(() => new Target("txt", "", name)).Should().Throw<ArgumentException>();
}
