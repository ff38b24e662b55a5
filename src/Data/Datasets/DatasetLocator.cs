namespace Reproduction.Data;

/// <summary>Finds MNIST, or fetches it.</summary>
/// <remarks>
/// Where it is looked for, in this order:
/// <list type="number">
/// <item>the explicit folder, or else the one that MNIST_DIR names: then no other place is tried, and what is wrong with it is an error</item>
/// <item><c>data/mnist</c> in the checkout, which is the nearest folder with Reproduction.sln in it, from the start folder upwards</item>
/// <item><c>../shared/mnist</c>, beside the checkout</item>
/// <item>the user's cache folder</item>
/// <item>a download into that cache folder</item>
/// </list>
/// </remarks>
public static class DatasetLocator
{
    private const string SolutionName = "Reproduction.sln";

    /// <summary>Finds MNIST on this machine or downloads it.</summary>
    /// <param name="options">Where to look, and whether a download is allowed.</param>
    /// <param name="progress">Is told of a download, from any thread.</param>
    /// <param name="cancellationToken">Stops reading and downloading; no partial file is left.</param>
    /// <exception cref="DataException">The named folder is not whole; or, as a <see cref="DatasetNotFoundException"/>, MNIST is nowhere.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LocatedDataset Load(
        DatasetLocatorOptions options, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var search = FindLocal(options, cancellationToken);
        return search.Found ?? Download(options, search.Attempts, progress, cancellationToken);
    }

    /// <summary>Finds MNIST on this machine, without a download.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>MNIST, or the reasons why it is not there.</returns>
    /// <exception cref="DataException">A folder was named, by <c>--data</c> or MNIST_DIR, and is not whole.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DatasetSearch FindLocal(DatasetLocatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ExplicitFolder is { } explicitFolder)
        {
            return LoadNamed("--data", explicitFolder, options.Files, cancellationToken);
        }

        if (!string.IsNullOrEmpty(options.VariableFolder))
        {
            return LoadNamed(DatasetLocatorOptions.FolderVariable, options.VariableFolder, options.Files, cancellationToken);
        }

        var attempts = new List<SearchAttempt>();
        foreach (var place in ImplicitPlaces(options))
        {
            var folder = new DatasetFolder(place, options.Files);
            if (!folder.HasAny)
            {
                attempts.Add(new(place, Directory.Exists(place) ? "holds no file of MNIST" : "no such folder"));
                continue;
            }

            try
            {
                return new(new(folder.Load(cancellationToken), DatasetSearch.NoticesOf(attempts)), attempts);
            }
            catch (DataException exception)
            {
                attempts.Add(new(place, exception.Message, IsDamaged: true));
            }
        }

        return new(Found: null, attempts);
    }

    private static DatasetSearch LoadNamed(string name, string folder, DatasetFiles files, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new DataException($"{name}: expected a folder, received an empty name; name one that holds the four files of MNIST");
        }

        try
        {
            return new(new(new DatasetFolder(folder, files).Load(cancellationToken), []), []);
        }
        catch (DataException exception)
        {
            throw new DataException($"{name}: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> ImplicitPlaces(DatasetLocatorOptions options)
    {
        if (Checkout(options.StartFolder) is { } checkout)
        {
            yield return Path.Combine(checkout.FullName, "data", "mnist");
            if (checkout.Parent is { } parent)
            {
                yield return Path.Combine(parent.FullName, "shared", "mnist");
            }
        }

        if (options.DownloadFolder is { } cache)
        {
            yield return cache;
        }
    }

    private static DirectoryInfo? Checkout(string? startFolder)
    {
        var folder = string.IsNullOrEmpty(startFolder) ? null : new DirectoryInfo(startFolder);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, SolutionName)))
        {
            folder = folder.Parent;
        }

        return folder;
    }

    private static LocatedDataset Download(
        DatasetLocatorOptions options,
        IReadOnlyList<SearchAttempt> attempts,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (!options.AllowDownload || options.DownloadFolder is not { } folder)
        {
            var reason = options.AllowDownload ? "not tried, there is no cache folder (set HOME)" : "not tried, downloads are switched off";
            throw new DatasetNotFoundException([.. attempts, new("download", reason)]);
        }

        try
        {
            // a console program and test runners have no synchronization context that this could block
            new Downloader(folder, options.Download, progress).FetchAsync(options.Files.All, cancellationToken).GetAwaiter().GetResult();
            return new(new DatasetFolder(folder, options.Files).Load(cancellationToken), DatasetSearch.NoticesOf(attempts));
        }
        catch (DataException exception)
        {
            throw new DatasetNotFoundException([.. attempts, new("download", exception.Message)]);
        }
    }
}
