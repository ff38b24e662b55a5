using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>
/// File names with <c>*</c> and <c>?</c>, where no shell has replaced them: Windows's does not, and quotes keep the others from it.
/// </summary>
public static class FilePattern
{
    private static readonly EnumerationOptions Listing = new()
    {
        MatchType = MatchType.Simple,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>The files, in the order of the names given; those of one pattern by name. A name that a file has is that file.</summary>
    /// <remarks>As in a shell, a pattern does not match names that begin with a dot unless it does so itself.</remarks>
    /// <exception cref="InvalidConfigurationException">A pattern matches no file, or stands for folders.</exception>
    public static ImmutableArray<string> Expand(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.SelectMany(Expand)];
    }

    private static IEnumerable<string> Expand(string name)
    {
        if (!IsPattern(name) || Path.Exists(name))
        {
            return [name];
        }

        var (folder, pattern) = (Path.GetDirectoryName(name) ?? string.Empty, Path.GetFileName(name));
        InvalidConfigurationException.ThrowUnless(!IsPattern(folder), $"{name}: * and ? may stand in a file's name, not in those of its folders.");
        try
        {
            var matches = Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, pattern, Listing)
                .Select(path => Path.Combine(folder, Path.GetFileName(path)))
                .Where(path => pattern.StartsWith('.') || !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .ToList();
            InvalidConfigurationException.ThrowUnless(matches.Count > 0, $"{name}: no file has such a name; look at what the folder holds.");
            return matches;
        }
        catch (Exception exception) when (IoFailure.Is(exception))
        {
            throw new InvalidConfigurationException(
                $"{name}: the folder cannot be listed: {exception.Message.ReplaceLineEndings(" ")}; check its name and the rights.");
        }
    }

    private static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');
}
