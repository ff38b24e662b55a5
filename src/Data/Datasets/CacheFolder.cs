namespace Reproduction.Data;

/// <summary>Where this program keeps what it has downloaded, by the custom of each system.</summary>
public static class CacheFolder
{
    private const string Name = "batch-normalization-reproduction";

    /// <summary>The cache folder of the user who runs this; null where the system names none (no home).</summary>
    public static string? ForCurrentUser() => Of(
        OperatingSystem.IsWindows() ? PlatformID.Win32NT : OperatingSystem.IsMacOS() ? PlatformID.MacOSX : PlatformID.Unix,
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));

    /// <summary>The cache folder of a user, computed from what the system says of them; null where it says nothing.</summary>
    /// <param name="platform">Windows, macOS (<see cref="PlatformID.MacOSX"/>) or anything else, which is taken for Linux.</param>
    /// <param name="xdgCacheHome">The variable XDG_CACHE_HOME; by its specification a relative path is ignored.</param>
    /// <param name="home">The home folder; empty or null if there is none.</param>
    /// <param name="localApplicationData">The local application data of Windows; empty or null if there is none.</param>
    public static string? Of(PlatformID platform, string? xdgCacheHome, string? home, string? localApplicationData)
    {
        var root = platform switch
        {
            PlatformID.Win32NT => Under(localApplicationData),
            PlatformID.MacOSX => Under(home, "Library", "Caches"),
            _ => Path.IsPathFullyQualified(xdgCacheHome ?? "") ? xdgCacheHome : Under(home, ".cache"),
        };
        return Under(root, Name);
    }

    private static string? Under(string? root, params string[] names) => string.IsNullOrEmpty(root) ? null : Path.Combine([root, .. names]);
}
