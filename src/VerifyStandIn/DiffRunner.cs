namespace DiffEngine;

/// <summary>Starts no diff tool: the stand-in has none, and is told not to for the package's sake.</summary>
public static class DiffRunner
{
    /// <summary>Whether no diff tool is started.</summary>
    public static bool Disabled { get; set; }
}
