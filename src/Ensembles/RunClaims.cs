using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>Which runs are under way, as processes that share a results file tell each other.</summary>
/// <remarks>
/// A claim is a locked, empty file in a folder beside the results file, named by the run's key. The system gives it back when its process ends,
/// in whatever way, so no claim outlives its owner. Claims save time and protect nothing: where they fail, a run is trained
/// twice and stored once, because <see cref="RunAppender"/> looks again.
/// </remarks>
internal sealed class RunClaims(string resultsPath)
{
    private readonly string folder = resultsPath + ".claims";

    /// <summary>Claims a run.</summary>
    /// <returns>To be disposed of after the run is stored; null when another process has the run.</returns>
    /// <exception cref="DataException">The file system refuses.</exception>
    public IDisposable? TryTake(RunKey key)
    {
        var path = Path.Combine(folder, key.Sha256[..32]);
        while (true)
        {
            try
            {
                return FileLock.Try(path, "written", () =>
                {
                    Directory.CreateDirectory(folder);
                    return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                });
            }
            catch (DataException exception) when (exception.InnerException is DirectoryNotFoundException)
            {
                // Another process tidied the folder away between the two calls.
            }
        }
    }

    /// <summary>Removes the folder when nothing is claimed.</summary>
    public void Tidy()
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // Another process still has claims in it, or one that was killed left some: the next pass takes them over.
        }
    }
}
