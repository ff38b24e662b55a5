using Reproduction.VerifyStandIn;

namespace VerifyTests;

/// <summary>Where a test's files lie and what they are called; a member that is null falls back to the default.</summary>
public readonly struct PathInfo
{
    /// <summary>A folder (a relative one starts at the source file's folder), and the two parts of a file name.</summary>
    public PathInfo(string? directory = null, string? typeName = null, string? methodName = null)
    {
        Guard.DirectoryName(directory, nameof(directory));

        // An empty type name is allowed: the method's name then stands alone.
        if (!string.IsNullOrEmpty(typeName))
        {
            Guard.FileName(typeName, nameof(typeName));
        }

        if (methodName is not null)
        {
            Guard.FileName(methodName, nameof(methodName));
        }

        Directory = directory;
        TypeName = typeName;
        MethodName = methodName;
    }

    /// <summary>The folder.</summary>
    public string? Directory { get; }

    /// <summary>The part of the file name before the dot.</summary>
    public string? TypeName { get; }

    /// <summary>The part of the file name after the dot.</summary>
    public string? MethodName { get; }
}
