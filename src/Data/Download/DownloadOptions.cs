namespace Reproduction.Data;

/// <summary>Where files are downloaded from, and how long to wait for what.</summary>
public sealed record DownloadOptions
{
    /// <summary>
    /// The folders that hold the files, each ending in a slash, in the order in which they are tried; null for those of the data set.
    /// </summary>
    public IReadOnlyList<Uri>? Mirrors { get; init; }

    /// <summary>From the request to the head of the answer: name lookup, connection, TLS.</summary>
    /// <remarks>Without a network, every mirror takes that long at worst.</remarks>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time without a byte, once an answer has begun.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time for a file from one mirror, so that a byte now and then does not go on for ever.</summary>
    public TimeSpan FileTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the system's proxy is used, if it names one.</summary>
    public bool UseProxy { get; init; } = true;
}

/// <summary>How far a download has come.</summary>
/// <param name="FileName">The name of the file at the mirror.</param>
/// <param name="FileNumber">Which file it is, from 1 on.</param>
/// <param name="FileCount">How many files there are.</param>
/// <param name="Mirror">Where it comes from.</param>
/// <param name="ReceivedBytes">How many bytes of it have arrived; falls back to 0 when the next mirror is tried.</param>
/// <param name="TotalBytes">How many there will be; null if the mirror does not say.</param>
public sealed record DownloadProgress(string FileName, int FileNumber, int FileCount, Uri Mirror, long ReceivedBytes, long? TotalBytes);
