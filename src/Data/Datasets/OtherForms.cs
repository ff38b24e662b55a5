namespace Reproduction.Data;

/// <summary>Names what lies where IDX files were expected, when it is a form that people keep such data in, and says what to do about it.</summary>
internal static class OtherForms
{
    /// <summary>A folder may hold a million files: so many names are looked at.</summary>
    private const int MaximumCount = 2_000;

    private static readonly (string[] Endings, string Says)[] Forms =
    [
        ([".npz"], "arrays of NumPy, as Keras keeps them, which are not read"),
        ([".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar"], "an archive: unpack it"),
        ([".csv", ".csv.gz"], "a table of pixels, as Kaggle has it, which is not read"),
        ([".parquet", ".arrow"], "a table of Hugging Face's kind, which is not read"),
        ([".pkl", ".pkl.gz", ".pickle", ".pt", ".mat", ".npy", ".h5"], "arrays of another program, which are not read"),
    ];

    /// <summary>What a file is by its name, for a message; empty if it says nothing.</summary>
    public static string Of(string path)
    {
        var form = Array.Find(Forms, form => Array.Exists(form.Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
        return form.Says is null ? string.Empty : $" ({Path.GetFileName(path)} is {form.Says})";
    }

    /// <summary>What a folder holds instead of the files of a data set, for a message; empty if it is nothing that is known.</summary>
    public static string In(string folder, DatasetFiles files)
    {
        try
        {
            var names = Directory.EnumerateFileSystemEntries(folder).Take(MaximumCount).Order(StringComparer.Ordinal).ToArray();
            return Array.Find(names, name => Directory.Exists(name) && new DatasetFolder(name, files).HasAny) is { } below
                ? $" (they are in {Path.GetFileName(below)}: name that folder)"
                : names.Select(Of).FirstOrDefault(text => text.Length > 0, string.Empty);
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            return $" (it cannot be listed: {IoFailure.Reason(exception)})";
        }
    }
}
