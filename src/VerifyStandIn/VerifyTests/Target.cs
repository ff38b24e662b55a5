using System.Text;
using EmptyFiles;
using Reproduction.VerifyStandIn;

namespace VerifyTests;

/// <summary>One text to verify, with the extension of its file.</summary>
/// <remarks>Text only: Verify's targets of bytes are not part of the stand-in.</remarks>
public readonly struct Target
{
    /// <summary>A text; <paramref name="name"/> goes into the file name, after a <c>#</c>.</summary>
    public Target(string extension, string data, string? name = null)
    {
        Guard.Extension(extension, nameof(extension));
        if (!FileExtensions.IsTextExtension(extension))
        {
            throw new Exception(
                "Don't pass text for a binary extension.\n" +
                $"If {extension} is a text extension then use `FileExtensions.AddTextExtension(\"{extension}\")` at initialization;\n" +
                "Otherwise use `Target(string extension, Stream data, string? name)`.");
        }

        // Verify replaces most of these characters and makes folders of the others; no snapshot here needs either.
        if (name is not null && !string.Equals(ParameterText.Clean(name), name, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Invalid character in the name of a target. Value: {name}", nameof(name));
        }

        Extension = extension;
        Text = data;
        Name = name;
    }

    /// <inheritdoc cref="Target(string, string, string?)"/>
    public Target(string extension, StringBuilder data, string? name = null)
        : this(extension, data.ToString(), name)
    {
    }

    /// <summary>The extension, without a dot.</summary>
    public string Extension { get; }

    /// <summary>What tells this target from others of the same extension; null where nothing needs to.</summary>
    public string? Name { get; }

    internal string Text { get; }
}
