using System.Collections.Concurrent;

namespace EmptyFiles;

/// <summary>Which extensions are those of text files.</summary>
/// <remarks>Fewer than the package knows: what it lacks is asked for, and asking again does no harm there.</remarks>
public static class FileExtensions
{
    private static readonly ConcurrentDictionary<string, bool> Text = new(
        new[] { "txt", "svg", "json", "xml", "csv", "html", "md", "yaml", "toml", "ini", "log", "tex", "cs", "sql", "css", "js" }
            .Select(extension => KeyValuePair.Create(extension, value: true)),
        StringComparer.Ordinal);

    /// <summary>Whether a file of this extension (with or without its dot) is text.</summary>
    public static bool IsTextExtension(string extension) => Text.ContainsKey(WithoutDot(extension));

    /// <summary>Makes files of this extension text.</summary>
    public static void AddTextExtension(string extension) => Text[WithoutDot(extension)] = true;

    /// <summary>Makes files of these extensions text.</summary>
    public static void AddTextExtensions(params string[] extensions)
    {
        foreach (var extension in extensions)
        {
            AddTextExtension(extension);
        }
    }

    private static string WithoutDot(string extension)
    {
        ArgumentException.ThrowIfNullOrEmpty(extension);
        return extension.TrimStart('.');
    }
}
