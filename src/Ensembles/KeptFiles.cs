using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>Keeps what is cut off from a results file, in a file of its own beside it.</summary>
internal static class KeptFiles
{
    private const int MostFiles = 10_000;

    /// <summary>Writes bytes into a new file beside another: <c>runs.jsonl.torn-1</c>, or the next number that is free.</summary>
    /// <param name="path">The results file.</param>
    /// <param name="what">What is kept: <c>torn</c>.</param>
    /// <param name="bytes">The content.</param>
    /// <returns>The new file's path.</returns>
    /// <exception cref="DataException">The file system refuses; then nothing may be cut off.</exception>
    public static string Keep(string path, string what, ReadOnlySpan<byte> bytes)
    {
        for (var number = 1; ; number++)
        {
            var name = FormattableString.Invariant($"{path}.{what}-{number}");
            try
            {
                using var stream = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
                return name;
            }
            catch (IOException) when (number < MostFiles && Path.Exists(name))
            {
                // It is there already, from another time.
            }
            catch (Exception exception) when (IoFailure.Is(exception))
            {
                throw new DataException(
                    $"{path}: what would be cut off from it cannot be kept beside it: {exception.Message}; nothing was cut off: make the folder "
                        + $"writable, or copy the file to one that is",
                    exception);
            }
        }
    }
}
