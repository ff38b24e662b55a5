using System.Runtime.InteropServices;

namespace Reproduction.Data;

/// <summary>Opens files for those who mean a file: not a folder, a FIFO (which would make them wait for ever), a device or a socket.</summary>
public static class RegularFile
{
    // <sys/stat.h>: the bits of a mode that tell the kind of file, the same on Linux and macOS
    private const int KindMask = 0xF000;
    private const int Fifo = 0x1000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Socket = 0xC000;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; a symbolic link counts as what it leads to.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <param name="options">Hints for the system.</param>
    /// <exception cref="IOException">
    /// It is not there, or no regular file; other exceptions as the constructor of <see cref="FileStream"/> has them.
    /// </exception>
    public static FileStream OpenRead(string path, FileShare share = FileShare.Read, FileOptions options = FileOptions.None)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize: 1 << 16, options);
    }

    /// <summary>Does nothing for a regular file and for a path where nothing is.</summary>
    /// <param name="path">The file; a symbolic link counts as what it leads to.</param>
    /// <exception cref="IOException">Something else than a regular file is there.</exception>
    public static void Require(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var kind = KindOf(path) switch
        {
            null or Regular => null,
            Folder => "a folder",
            Fifo => "a pipe (FIFO)",
            Socket => "a socket",
            _ => "a device",
        };
        if (kind is not null)
        {
            throw new IOException($"it is {kind}, not a regular file");
        }
    }

    /// <summary>Where writing to a path has to put the new file so that symbolic links stay: what the links lead to, there or not.</summary>
    internal static string FinalTarget(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    /// <summary>The kind bits; null where nothing is, or where it cannot be known: then opening it tells.</summary>
    private static int? KindOf(string path)
    {
        if (Directory.Exists(path))
        {
            return Folder;
        }

        return OperatingSystem.IsWindows() || Native.Stat(path, out var status) != 0 ? null : status.Mode & KindMask;
    }

    private static class Native
    {
        /// <summary>
        /// .NET's own call of stat(2), by the library that every .NET program on Unix has loaded: stat's record differs from system to system, its
        /// does not.
        /// </summary>
        [DllImport(
            "libSystem.Native", EntryPoint = "SystemNative_Stat", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out Status status);
    }

    /// <summary>The head of .NET's record, which is about 120 bytes long.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Status
    {
        [FieldOffset(4)]
        public int Mode;
    }
}
