using Reproduction.VerifyStandIn;

namespace Reproduction.VerifyStandInTests;

/// <summary>Which folders of this machine a text is cleared of.</summary>
internal sealed class PathScrubberTests
{
    private static readonly PathScrubber Scrubber = new([("/repo/spec/", "{P}"), ("/repo/", "{S}"), ("/home/me", "{U}"), ("/", "{Root}"), (null, "{N}")]);

    [TestCase("/repo/spec/a.txt", "{P}a.txt", TestName = "the slash goes with its folder")]
    [TestCase("/repo/spec", "{P}", TestName = "a folder alone")]
    [TestCase("/repo/spec//a", "{P}/a", TestName = "one slash, not two")]
    [TestCase("/repo/a", "{S}a", TestName = "the longest folder that fits")]
    [TestCase("\\repo\\spec\\a", "{P}a", TestName = "either slash")]
    [TestCase("'/home/me'", "'{U}'", TestName = "between marks")]
    [TestCase("/home/me:/repo/x", "{U}:{S}x", TestName = "several")]
    [TestCase("/repo/spec2", "{S}spec2", TestName = "not in a longer name")]
    [TestCase("/home/meadow", "/home/meadow", TestName = "not before a letter")]
    [TestCase("x/home/me", "x/home/me", TestName = "not after a letter")]
    [TestCase("1/home/me", "1/home/me", TestName = "not after a digit")]
    [TestCase("/home/me-too", "{U}-too", TestName = "before any other character")]
    [TestCase("/HOME/ME", "/HOME/ME", TestName = "case counts")]
    [TestCase("a / b", "a / b", TestName = "the root is no folder")]
    [TestCase("", "", TestName = "nothing")]
    public void A_text_is_cleared(string text, string expected) => Scrubber.Scrub(text).Should().Be(expected);

    [Test]
    public void Of_two_names_for_a_folder_the_later_one_counts() =>
        new PathScrubber([("/a/", "{1}"), ("/a", "{2}")]).Scrub("/a/b").Should().Be("{2}b");

    [Test]
    public void The_folders_are_the_project_s_the_solution_s_and_the_machine_s()
    {
        var scrubber = PathScrubber.For(new("/some/repo/spec/", "/some/repo/"));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        scrubber.Scrub("/some/repo/spec/a").Should().Be("{ProjectDirectory}a");
        scrubber.Scrub("/some/repo/a").Should().Be("{SolutionDirectory}a");
        scrubber.Scrub(Path.Combine(AppContext.BaseDirectory, "a")).Should().Be("{CurrentDirectory}a");
        scrubber.Scrub(Path.Combine(Path.GetTempPath(), "a")).Should().Be("{TempPath}a");
        if (home.Length > 1)
        {
            scrubber.Scrub(home + "/a").Should().Be("{UserProfile}a");
        }
    }

    [Test]
    public async Task Every_text_is_cleared_unless_scrubbers_are_off()
    {
        using var bench = new Workbench();
        var text = $"saved {bench.Folder}/a.txt";
        bench.Approve("P.M.verified.svg", "saved {ProjectDirectory}a.txt");
        bench.Approve("P.M2.verified.svg", text);

        await bench.Verify([new("svg", text)]);
        await bench.Verify([new("svg", text)], s => s.DisableScrubbers(), Workbench.Test(typeof(P), nameof(P.M2)));
    }
}
