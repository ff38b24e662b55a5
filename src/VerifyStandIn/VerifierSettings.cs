namespace VerifyTests;

/// <summary>The settings of all verifications; to be made before the first, in a module initializer.</summary>
public static class VerifierSettings
{
    // Verify's settings are static: the one place where this assembly has to keep state for the process.
    internal static Dictionary<string, StringCompare> Comparers { get; } = new(StringComparer.Ordinal);

    internal static string? ProjectRelativeDirectory { get; set; }

    /// <summary>Compares files of one extension with <paramref name="compare"/>; files of other extensions stay exact.</summary>
    public static void RegisterStringComparer(string extension, StringCompare compare) => Comparers[extension] = compare;
}
