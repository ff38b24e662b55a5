namespace Reproduction.Data;

/// <summary>A place where a data set was looked for, and was not found.</summary>
/// <param name="Place">The folder, or <c>download</c>.</param>
/// <param name="Finding">What was found there instead, in one line.</param>
/// <param name="IsDamaged">Whether something is there that should have been the data set, so that its owner wants to hear of it.</param>
public sealed record SearchAttempt(string Place, string Finding, bool IsDamaged = false)
{
    /// <summary>The place and the finding, in one line; findings about a file begin with its path, which names the place already.</summary>
    public string Line => Finding.StartsWith(Place, StringComparison.Ordinal) ? Finding : $"{Place}: {Finding}";
}

/// <summary>A data set, with what its user should be told.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Notices">One line for each place, or copy of a file, that was passed over although something was there.</param>
public sealed record LocatedDataset(Dataset Dataset, IReadOnlyList<string> Notices);

/// <summary>The outcome of a search on this machine.</summary>
/// <param name="Found">The data set; null if it is in no place.</param>
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

/// <summary>A data set is in none of the places where it was looked for.</summary>
public sealed class DatasetNotFoundException : DataException
{
    /// <summary>Reports a search in vain.</summary>
    /// <param name="files">What was looked for.</param>
    /// <param name="attempts">The places, each with what was found there.</param>
    public DatasetNotFoundException(DatasetFiles files, IReadOnlyList<SearchAttempt> attempts)
        : base(
            $"{(files ?? throw new ArgumentNullException(nameof(files))).Title} was not found; "
            + "put its four files into a folder and name that folder with --data or " +
            $"the environment variable {files.FolderVariable}.") => Attempts = attempts;

    /// <summary>The places, each with what was found there: a line for each belongs under the message.</summary>
    public IReadOnlyList<SearchAttempt> Attempts { get; }
}
