using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>A run that this process may train now; disposing of it gives the lease back.</summary>
internal sealed class RunLease(RunKey key, IDisposable? file) : IDisposable
{
    public RunKey Key => key;

    public void Dispose() => file?.Dispose();
}

/// <summary>Which runs are under way, as processes that share a results file tell each other.</summary>
/// <remarks>
/// A lease is a locked, empty file in a folder beside the results file, named by the run's key. The system gives it back when its process ends,
/// in whatever way, so no lease outlives its owner. Leases save time and protect nothing: where they cannot be kept, a run may be trained
/// twice and is stored once, because <see cref="RunAppender"/> looks again.
/// </remarks>
internal sealed class RunLeases(string resultsPath)
{
    private readonly string folder = resultsPath + ".leases";

    /// <summary>Why leases cannot be kept, on one line; null where they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes a run.</summary>
    /// <returns>To be disposed of after the run is stored; null when another process has the run.</returns>
    public RunLease? TryTake(RunKey key)
    {
        var path = Path.Combine(folder, key.Sha256[..32]);
        while (Problem is null)
        {
            try
            {
                var file = FileLock.Try(path, "written", () =>
                {
                    Directory.CreateDirectory(folder);
                    return new FileStream(
                        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                });
                return file is null ? null : new(key, file);
            }
            catch (DataException exception) when (
                exception.InnerException is DirectoryNotFoundException && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(resultsPath))))
            {
                // Another process tidied the folder away between the two calls.
            }
            catch (DataException exception)
            {
                Problem = exception.Message;
            }
        }

        return new(key, file: null);
    }

    /// <summary>Removes the folder when no run is under way.</summary>
    public void RemoveIfEmpty()
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            // Another process still has leases in it, or one that was killed left some: the next pass takes them over.
        }
    }
}
