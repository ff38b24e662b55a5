using System.Text;

namespace Reproduction.Data;

/// <summary>Writes a file whole or not at all: readers see what was there before, or all of the new content, never a part.</summary>
/// <remarks>The content goes into a temporary file in the same folder, which is then renamed. Missing folders are created.</remarks>
public static class AtomicFile
{
    /// <summary>Writes text as UTF-8 without a byte order mark; line ends stay as they are in <paramref name="text"/>, <c>\n</c> by custom.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="DataException">The file system refuses; what was there before is still there.</exception>
    public static void Write(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes whatever a function puts into a stream; if the function throws, nothing is written.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="DataException">The file system refuses; what was there before is still there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        using var file = PartialFile.Create(path);
        PartialFile.Guard(path, () =>
        {
            write(file.Stream);
            return true;
        });
        file.Commit();
    }
}
