using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class CacheFolderTests
{
    private static readonly string Root = Path.GetPathRoot(Path.GetTempPath())!;
    private static readonly string Home = Path.Combine(Root, "home", "me");
    private static readonly string Other = Path.Combine(Root, "other");

    private static IEnumerable<TestCaseData> Places()
    {
        yield return Case("Linux", PlatformID.Unix, null, Path.Combine(Home, ".cache"));
        yield return Case("Linux with XDG_CACHE_HOME", PlatformID.Unix, Other, Other);
        yield return Case("Linux with a relative XDG_CACHE_HOME", PlatformID.Unix, "other", Path.Combine(Home, ".cache"));
        yield return Case("Linux with an empty XDG_CACHE_HOME", PlatformID.Unix, "", Path.Combine(Home, ".cache"));
        yield return Case("macOS", PlatformID.MacOSX, Other, Path.Combine(Home, "Library", "Caches"));
        yield return Case("Windows", PlatformID.Win32NT, Other, Path.Combine(Home, "Local"));
    }

    [TestCaseSource(nameof(Places))]
    public void Each_system_has_its_own_place(PlatformID platform, string? xdgCacheHome, string expected)
    {
        CacheFolder.Of(platform, xdgCacheHome, Home, Path.Combine(Home, "Local"))
            .Should().Be(Path.Combine(expected, "batch-normalization-reproduction"));
    }

    [TestCase(PlatformID.Unix)]
    [TestCase(PlatformID.MacOSX)]
    [TestCase(PlatformID.Win32NT)]
    public void Without_a_home_there_is_none(PlatformID platform)
    {
        CacheFolder.Of(platform, null, "", "").Should().BeNull();
    }

    private static TestCaseData Case(string name, PlatformID platform, string? xdgCacheHome, string expected) =>
        new TestCaseData(platform, xdgCacheHome, expected).SetArgDisplayNames(name);
}
