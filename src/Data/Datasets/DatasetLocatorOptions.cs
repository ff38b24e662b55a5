namespace Reproduction.Data;

/// <summary>Everything that the search for a data set depends on.</summary>
/// <remarks><see cref="FromEnvironment"/> is the only place that asks the process; a search reads nothing but these values and the files.</remarks>
public sealed record DatasetLocatorOptions
{
    /// <summary>The folder that was asked for on the command line; null if none was. It alone is looked into.</summary>
    public string? ExplicitFolder { get; init; }

    /// <summary>
    /// The value of <see cref="DatasetFiles.FolderVariable"/>; null or empty if it is not set. It comes second to an explicit folder.
    /// </summary>
    public string? VariableFolder { get; init; }

    /// <summary>The folder from which the checkout is looked for upwards; null for no checkout.</summary>
    public string? StartFolder { get; init; }

    /// <summary>
    /// The program's cache folder, in whose folder <c>mnist</c>, or that of another data set, downloads are kept; null for none, and then there is no
    /// download.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether the data set may be downloaded when it is nowhere to be found.</summary>
    public bool AllowDownload { get; init; }

    /// <summary>How it is downloaded.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>What the files must hold.</summary>
    public DatasetFiles Files { get; init; } = DatasetFiles.Mnist;

    /// <summary>The folder that downloads go into; null for none.</summary>
    public string? DownloadFolder => string.IsNullOrEmpty(CacheFolder) ? null : Path.Combine(CacheFolder, Files.Name);

    /// <summary>How it is downloaded, with the mirrors of the data set where none were named.</summary>
    public DownloadOptions EffectiveDownload => Download.Mirrors is null ? Download with { Mirrors = Files.Mirrors } : Download;

    /// <summary>The search as this process, its user and its environment have it.</summary>
    /// <param name="explicitFolder">The folder that was asked for on the command line; null if none was.</param>
    /// <param name="allowDownload">Whether the data set may be downloaded when it is nowhere to be found.</param>
    public static DatasetLocatorOptions FromEnvironment(string? explicitFolder = null, bool allowDownload = true) => new()
    {
        ExplicitFolder = explicitFolder,
        VariableFolder = Environment.GetEnvironmentVariable(DatasetFiles.Mnist.FolderVariable),
        StartFolder = AppContext.BaseDirectory,
        CacheFolder = Data.CacheFolder.ForCurrentUser(),
        AllowDownload = allowDownload,
    };
}
