using System.Text;

namespace Reproduction.VerifyStandIn;

/// <summary>Replaces the paths of this machine by names, so that approved texts are the same on every machine.</summary>
internal sealed class PathScrubber
{
    private readonly List<KeyValuePair<string, string>> names;

    /// <param name="folders">Folders and their names; of two names for the same folder, the later one counts.</param>
    public PathScrubber(IEnumerable<(string? Folder, string Name)> folders)
    {
        var byFolder = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, name) in folders)
        {
            // The root is no folder to replace: its slash is everywhere.
            if (folder?.TrimEnd('/', '\\') is { Length: > 0 } trimmed)
            {
                byFolder[trimmed] = name;
            }
        }

        names = [.. byFolder.OrderByDescending(pair => pair.Key.Length)];
    }

    public static PathScrubber For(TestProject project) => new(
    [
        (AppContext.BaseDirectory, "{CurrentDirectory}"),
        (Environment.CurrentDirectory, "{CurrentDirectory}"),
        (Path.GetTempPath(), "{TempPath}"),
        (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "{UserProfile}"),
        (project.Directory, "{ProjectDirectory}"),
        (project.SolutionDirectory, "{SolutionDirectory}"),
    ]);

    public string Scrub(string text)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var (folder, name) = names.Find(pair => IsAt(text, at, pair.Key));
            if (folder is null)
            {
                result.Append(text[at]);
                at++;
                continue;
            }

            result.Append(name);
            at += folder.Length;
            if (at < text.Length && IsSeparator(text[at]))
            {
                at++;
            }
        }

        return result.ToString();
    }

    // A folder next to a letter or digit is part of a longer name.
    private static bool IsAt(string text, int at, string folder)
    {
        var end = at + folder.Length;
        if (end > text.Length ||
            (at > 0 && char.IsLetterOrDigit(text[at - 1])) ||
            (end < text.Length && char.IsLetterOrDigit(text[end])))
        {
            return false;
        }

        for (var i = 0; i < folder.Length; i++)
        {
            if (folder[i] != text[at + i] && !(IsSeparator(folder[i]) && IsSeparator(text[at + i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSeparator(char c) => c is '/' or '\\';
}
