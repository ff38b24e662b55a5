namespace Reproduction.Data;

/// <summary>Finds MNIST, or a data set like it, or fetches it.</summary>
/// <remarks>
/// Where it is looked for, in this order:
/// <list type="number">
/// <item>the explicit folder, or else the one that MNIST_DIR names: then no other place is tried, and what is wrong with it is an error</item>
/// <item><c>data/mnist</c> in the checkout, which is the nearest folder with Reproduction.sln in it, from the start folder upwards</item>
/// <item>torchvision's <c>data/MNIST/raw</c> in the checkout, if it is there</item>
/// <item><c>../shared/mnist</c>, beside the checkout</item>
/// <item>where a package of the system puts it, of Fashion-MNIST</item>
/// <item>the user's cache folder</item>
/// <item>a download into that cache folder</item>
/// </list>
/// </remarks>
public static class DatasetLocator
{
    private const string SolutionName = "Reproduction.sln";

    /// <summary>Finds the data set on this machine or downloads it.</summary>
    /// <param name="options">Where to look, and whether a download is allowed.</param>
    /// <param name="progress">Is told of a download, from any thread.</param>
    /// <param name="cancellationToken">Stops reading and downloading; no partial file is left.</param>
    /// <exception cref="DataException">
    /// The named folder is not whole; or, as a <see cref="DatasetNotFoundException"/>, the data set is nowhere.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LocatedDataset Load(
        DatasetLocatorOptions options, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var search = FindLocal(options, cancellationToken);
        return search.Found ?? Download(options, search.Attempts, progress, cancellationToken);
    }

    /// <summary>Finds the data set on this machine, without a download.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The data set, or the reasons why it is not there.</returns>
    /// <exception cref="DataException">A folder was named, by <c>--data</c> or a variable such as MNIST_DIR, and is not whole.</exception>
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
            return LoadNamed(options.Files.FolderVariable, options.VariableFolder, options.Files, cancellationToken);
        }

        var attempts = new List<SearchAttempt>();
        foreach (var place in ImplicitPlaces(options))
        {
            var folder = new DatasetFolder(place, options.Files);
            if (!folder.HasAny)
            {
                attempts.Add(
                    new(
                        place,
                        Directory.Exists(place) ? $"holds no file of {options.Files.Title}{OtherForms.In(place, options.Files)}" : "no such folder"));
                continue;
            }

            try
            {
                var located = folder.Load(cancellationToken);
                return new(located with { Notices = [.. DatasetSearch.NoticesOf(attempts), .. located.Notices] }, attempts);
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
            throw new DataException($"{name}: expected a folder, received an empty name; name one that holds the four files of {files.Title}");
        }

        try
        {
            return new(new DatasetFolder(folder, files).Load(cancellationToken), []);
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
            yield return Path.Combine(checkout.FullName, "data", options.Files.Name);
            if (options.Files.TorchvisionFolder is { } torchvision && Path.Combine(checkout.FullName, "data", torchvision, "raw") is var raw
                && Directory.Exists(raw))
            {
                yield return raw;
            }

            if (checkout.Parent is { } parent)
            {
                yield return Path.Combine(parent.FullName, "shared", options.Files.Name);
            }
        }

        if (options.Files.InstalledFolder is { } installed)
        {
            yield return installed;
        }

        if (options.DownloadFolder is { } cache)
        {
            yield return cache;
        }
    }

    /// <summary>The checkout that a folder lies in: the nearest folder upwards with the solution in it; null where there is none.</summary>
    /// <param name="startFolder">Where to begin; null or empty for nowhere.</param>
    public static DirectoryInfo? Checkout(string? startFolder)
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
            throw new DatasetNotFoundException(options.Files, [.. attempts, new("download", reason)]);
        }

        try
        {
            // a console program and test runners have no synchronization context that this could block
            new Downloader(folder, options.EffectiveDownload, progress).FetchAsync(options.Files.All, cancellationToken).GetAwaiter().GetResult();
            var located = new DatasetFolder(folder, options.Files).Load(cancellationToken);
            return located with { Notices = [.. DatasetSearch.NoticesOf(attempts), .. located.Notices] };
        }
        catch (DataException exception)
        {
            throw new DatasetNotFoundException(options.Files, [.. attempts, new("download", exception.Message)]);
        }
    }
}
