namespace Reproduction.Data;

/// <summary>Where an IDX file is read from, and how to speak of that place when something is wrong with it.</summary>
/// <param name="File">What the file must hold.</param>
/// <param name="Place">What messages call the place: the file's full path, as a rule.</param>
/// <param name="Advice">What to do about a damaged file; the end of a message.</param>
/// <param name="Open">Opens a seekable stream, which the reader closes; plain or gzip-compressed.</param>
public sealed record IdxSource(IdxFile File, string Place, string Advice, Func<Stream> Open)
{
    /// <summary>The source that is a file on disk.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="file">What it must hold.</param>
    public static IdxSource OfPath(string path, IdxFile file) => new(
        file,
        IoFailure.FullPath(path),
        "replace it with a whole copy",
        () => RegularFile.OpenRead(path, options: FileOptions.SequentialScan));

    /// <summary>A report about this place, in one line.</summary>
    /// <param name="problem">What was expected and what was found.</param>
    /// <param name="cause">What the system said, if it was the system.</param>
    public DataException Problem(string problem, Exception? cause = null) => new($"{Place}: {problem}; {Advice}", cause);
}
