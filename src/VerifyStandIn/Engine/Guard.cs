namespace Reproduction.VerifyStandIn;

/// <summary>Refuses what Verify refuses, in its words.</summary>
internal static class Guard
{
    public static void Extension(string extension, string argument)
    {
        ThrowIfBlank(extension, argument);
        if (extension[0] == '.')
        {
            throw new ArgumentException("Must not start with a period ('.').", argument);
        }
    }

    public static void FileName(string name, string argument)
    {
        ThrowIfBlank(name, argument);
        ThrowIfContains(Path.GetInvalidFileNameChars(), name, "file name", argument);
    }

    public static void DirectoryName(string? name, string argument)
    {
        if (name is not null)
        {
            ThrowIfBlank(name, argument);
            ThrowIfContains(Path.GetInvalidPathChars(), name, "directory", argument);
        }
    }

    private static void ThrowIfBlank(string value, string argument)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentNullException(argument);
        }
    }

    private static void ThrowIfContains(char[] invalid, string value, string kind, string argument)
    {
        var index = value.IndexOfAny(invalid);
        if (index >= 0)
        {
            throw new ArgumentException($"Invalid character for {kind}. Value: {value}. Char:{value[index]}", argument);
        }
    }
}
