namespace VerifyTests;

/// <summary>A verification that passed.</summary>
public sealed class VerifyResult
{
    internal VerifyResult(IReadOnlyList<string> files, object? target)
    {
        Files = files;
        Target = target;
    }

    /// <summary>The verified files: those that were equal, then those that were accepted automatically.</summary>
    public IEnumerable<string> Files { get; }

    /// <summary>Those of the <see cref="Files"/> that are text: all of them, in the stand-in.</summary>
    public IEnumerable<string> TextFiles => Files;

    /// <summary>The text or object passed to Verify; null where targets were passed.</summary>
    public object? Target { get; }

    /// <summary>The content of the only verified file.</summary>
    public string Text => TextFiles.ToList() switch
    {
        [var file] => File.ReadAllText(file),
        [] => throw new Exception("No text files in results"),
        _ => throw new Exception("More than one text file in results"),
    };
}
