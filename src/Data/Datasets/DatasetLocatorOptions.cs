namespace Reproduction.Data;

/// <summary>Everything that the search for MNIST depends on.</summary>
/// <remarks><see cref="FromEnvironment"/> is the only place that asks the process; a search reads nothing but these values and the files.</remarks>
public sealed record DatasetLocatorOptions
{
    /// <summary>The environment variable that names a folder with MNIST.</summary>
    public const string FolderVariable = "MNIST_DIR";

    /// <summary>The folder that was asked for on the command line; null if none was. It alone is looked into.</summary>
    public string? ExplicitFolder { get; init; }

    /// <summary>The value of <see cref="FolderVariable"/>; null or empty if it is not set. It comes second to an explicit folder.</summary>
    public string? VariableFolder { get; init; }

    /// <summary>The folder from which the checkout is looked for upwards; null for no checkout.</summary>
    public string? StartFolder { get; init; }

    /// <summary>The program's cache folder, in whose folder <c>mnist</c> downloads are kept; null for none, and then there is no download.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Whether MNIST may be downloaded when it is nowhere to be found.</summary>
    public bool AllowDownload { get; init; }

    /// <summary>How it is downloaded.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>What the files must hold.</summary>
    public DatasetFiles Files { get; init; } = DatasetFiles.Mnist;

    /// <summary>The folder that downloads go into; null for none.</summary>
    public string? DownloadFolder => string.IsNullOrEmpty(CacheFolder) ? null : Path.Combine(CacheFolder, "mnist");

    /// <summary>The search as this process, its user and its environment have it.</summary>
    /// <param name="explicitFolder">The folder that was asked for on the command line; null if none was.</param>
    /// <param name="allowDownload">Whether MNIST may be downloaded when it is nowhere to be found.</param>
    public static DatasetLocatorOptions FromEnvironment(string? explicitFolder = null, bool allowDownload = true) => new()
    {
        ExplicitFolder = explicitFolder,
        VariableFolder = Environment.GetEnvironmentVariable(FolderVariable),
        StartFolder = AppContext.BaseDirectory,
        CacheFolder = Data.CacheFolder.ForCurrentUser(),
        AllowDownload = allowDownload,
    };
}
