namespace Reproduction.Data;

/// <summary>A place where MNIST was looked for, and was not found.</summary>
/// <param name="Place">The folder, or <c>download</c>.</param>
/// <param name="Finding">What was found there instead, in one line.</param>
/// <param name="IsDamaged">Whether something is there that should have been MNIST, so that its owner wants to hear of it.</param>
public sealed record SearchAttempt(string Place, string Finding, bool IsDamaged = false)
{
    /// <summary>The place and the finding, in one line; findings about a file begin with its path, which names the place already.</summary>
    public string Line => Finding.StartsWith(Place, StringComparison.Ordinal) ? Finding : $"{Place}: {Finding}";
}

/// <summary>MNIST, with what its user should be told.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Notices">One line for each place that was passed over although something was there.</param>
public sealed record LocatedDataset(Dataset Dataset, IReadOnlyList<string> Notices);

/// <summary>The outcome of a search on this machine.</summary>
/// <param name="Found">MNIST; null if it is in no place.</param>
/// <param name="Attempts">The places that were looked at in vain, in order, each with the reason.</param>
public sealed record DatasetSearch(LocatedDataset? Found, IReadOnlyList<SearchAttempt> Attempts)
{
    /// <summary>The places and the reasons, in one line.</summary>
    public string Summary => Summarize(Attempts);

    internal static string Summarize(IEnumerable<SearchAttempt> attempts) =>
        string.Join("; ", attempts.Select(attempt => attempt.Line));

    internal static IReadOnlyList<string> NoticesOf(IEnumerable<SearchAttempt> attempts) =>
        [.. attempts.Where(attempt => attempt.IsDamaged).Select(attempt => $"passed over {attempt.Line}")];
}

/// <summary>MNIST is in none of the places where it was looked for.</summary>
public sealed class DatasetNotFoundException : DataException
{
    /// <summary>Reports a search in vain.</summary>
    /// <param name="attempts">The places, each with what was found there.</param>
    public DatasetNotFoundException(IReadOnlyList<SearchAttempt> attempts)
        : base(
            $"MNIST was not found. {DatasetSearch.Summarize(attempts)}. Put its four files into a folder and name that folder with --data or the " +
            $"environment variable {DatasetLocatorOptions.FolderVariable}.") => Attempts = attempts;

    /// <summary>The places, each with what was found there.</summary>
    public IReadOnlyList<SearchAttempt> Attempts { get; }
}
