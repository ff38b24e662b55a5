using System.Security;

namespace Reproduction.Data;

/// <summary>What the file system throws at those who open, write, rename or delete: one place that knows the list.</summary>
public static class IoFailure
{
    /// <summary>Whether an exception is the file system's answer, rather than a mistake in this program.</summary>
    /// <remarks><see cref="ArgumentException"/> is how .NET refuses an empty path or one with a null character.</remarks>
    public static bool Is(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException;

    /// <summary>What the system said, for people: on one line, without .NET's names of parameters.</summary>
    public static string Reason(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is ArgumentException ? "the name is empty or holds a null character" : OneLine.Of(exception.Message);
    }

    /// <summary>Whether the medium is at fault (full, over its quota, failing), rather than the name that was given for a file.</summary>
    public static bool IsOfTheMedium(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var code = exception.HResult & 0xFFFF;
        return exception is IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)

            // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL; or EIO, EFBIG, ENOSPC and EDQUOT (macOS: 69, Linux: 122)
            && (OperatingSystem.IsWindows() ? code is 39 or 112 : code is 5 or 27 or 28 or 69 or 122);
    }

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
