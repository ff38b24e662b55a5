namespace Reproduction.Data;

/// <summary>Fetches IDX files from mirrors into a folder, each one whole or not at all.</summary>
/// <remarks>
/// A file arrives under a temporary name, is checked, and only then renamed; two processes at once do no harm. A mirror that fails is tried last from
/// then on. When all mirrors fail for one file, the others are not tried.
/// </remarks>
public sealed class Downloader
{
    private readonly string folder;
    private readonly DownloadOptions options;
    private readonly IProgress<DownloadProgress>? progress;

    /// <summary>Prepares a download.</summary>
    /// <param name="folder">Where the files go; created if it does not exist.</param>
    /// <param name="options">Where they come from.</param>
    /// <param name="progress">Is told how far it has come, from any thread.</param>
    public Downloader(string folder, DownloadOptions options, IProgress<DownloadProgress>? progress = null)
    {
        this.folder = folder;
        this.options = options;
        this.progress = progress;
    }

    /// <summary>Fetches those of the files that are not yet whole in the folder.</summary>
    /// <param name="files">What the files must hold.</param>
    /// <param name="cancellationToken">Stops at once; the file on its way is removed.</param>
    /// <exception cref="DataException">No mirror delivers a file, or the folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task FetchAsync(IReadOnlyList<IdxFile> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        PartialFile.RemoveLeftovers(folder);
        using var client = new MirrorClient(options);
        var mirrors = (options.Mirrors ?? []).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            if (!IsWhole(files[i], cancellationToken))
            {
                await FetchAsync(client, mirrors, new DownloadItem(files[i], i + 1, files.Count), cancellationToken);
            }
        }
    }

    private async Task FetchAsync(MirrorClient client, List<Uri> mirrors, DownloadItem item, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var mirror in mirrors.ToArray())
        {
            if (await TryFetchAsync(client, mirror, item, cancellationToken) is not { } failure)
            {
                return;
            }

            failures.Add($"{mirror} {failure}");
            mirrors.Remove(mirror);
            mirrors.Add(mirror);
        }

        var reasons = failures.Count == 0 ? "no mirror is named" : string.Join("; ", failures);
        throw new DataException($"{item.Name} could not be downloaded ({reasons}); check the network and try again");
    }

    /// <summary>Fetches a file from one mirror; returns why that did not work, or null.</summary>
    private async Task<string?> TryFetchAsync(MirrorClient client, Uri mirror, DownloadItem item, CancellationToken cancellationToken)
    {
        using var partial = PartialFile.Create(PathOf(item.File));
        try
        {
            await client.CopyAsync(mirror, item, partial, progress, cancellationToken);
        }
        catch (MirrorException exception)
        {
            return exception.Message;
        }

        try
        {
            IdxReader.Check(new IdxSource(item.File, "sends a wrong file", "it was not kept", partial.OpenForReading), cancellationToken);
        }
        catch (DataException exception)
        {
            return exception.Message;
        }

        try
        {
            partial.Commit();
        }
        catch (DataException) when (IsWhole(item.File, cancellationToken))
        {
            // Windows does not rename over a file that another process reads: one that has just made it, and is welcome to it
        }

        return null;
    }

    private string PathOf(IdxFile file) => Path.Combine(folder, file.FileNames[0]);

    private bool IsWhole(IdxFile file, CancellationToken cancellationToken)
    {
        try
        {
            var path = PathOf(file);
            if (!File.Exists(path))
            {
                return false;
            }

            IdxReader.Check(IdxSource.OfPath(path, file), cancellationToken);
            return true;
        }
        catch (DataException)
        {
            return false;
        }
    }
}
