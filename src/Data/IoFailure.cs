using System.Security;

namespace Reproduction.Data;

/// <summary>What the file system throws at those who open, write, rename or delete: one place that knows the list.</summary>
public static class IoFailure
{
    /// <summary>Whether an exception is the file system's answer, rather than a mistake in this program.</summary>
    /// <remarks><see cref="ArgumentException"/> is how .NET refuses an empty path or one with a null character.</remarks>
    public static bool Is(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException;

    /// <summary>The full form of a path for messages; the path as it stands where it has none.</summary>
    public static string FullPath(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception exception) when (Is(exception))
        {
            return path;
        }
    }
}
