using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework.Internal;
using Reproduction.VerifyStandIn;
using VerifyTests;

namespace VerifyNUnit;

/// <summary>Compares a text with its approved file. Each method only prepares: see <see cref="SettingsTask"/>.</summary>
public static class Verifier
{
    private static readonly ConcurrentDictionary<string, bool> Used = new(StringComparer.Ordinal);

    /// <summary>Verifies a text, in a <c>.txt</c> file.</summary>
    public static SettingsTask Verify(string? target) => Prepare("txt", SnapshotComparison.Visible(target));

    /// <summary>Verifies a text, in a file of this extension (without a dot).</summary>
    public static SettingsTask Verify(string? target, string extension) => Prepare(extension, target ?? "null");

    /// <summary>Puts all files into a folder, which starts at the folder of the test project.</summary>
    public static void UseProjectRelativeDirectory(string directory) => VerifierSettings.ProjectRelativeDirectory = directory;

    private static SettingsTask Prepare(string extension, string text) => new(async fileName =>
    {
        if (fileName is null || VerifierSettings.ProjectRelativeDirectory is not { } relative)
        {
            throw new NotSupportedException(
                "The stand-in for Verify has no names and folders of its own: call UseFileName and UseProjectRelativeDirectory.");
        }

        // Combined, not resolved: a failure shows the folder as the caller spelled it.
        var folder = Path.Combine(ProjectDirectory(), relative);
        var prefix = Path.Combine(folder, fileName);
        if (!Used.TryAdd(prefix, value: true))
        {
            throw new Exception($"The prefix has already been used: {prefix}. Two tests, or two calls in one test, use the same files.");
        }

        await new SnapshotComparison(folder, fileName, extension).Compare(text, VerifierSettings.Comparers.GetValueOrDefault(extension));
        return new();
    });

    /// <summary>The folder of the running test's project, as its build wrote it into the assembly (build/Snapshots.props).</summary>
    private static string ProjectDirectory()
    {
        const string Key = "Verify.ProjectDirectory";
        var method = TestExecutionContext.CurrentContext.CurrentTest.Method
            ?? throw new Exception("TestContext.CurrentContext.Test.Method is null. Verify can only be used from within a test method.");
        var assembly = method.TypeInfo.Assembly;
        return assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => string.Equals(metadata.Key, Key, StringComparison.Ordinal))?.Value
            ?? throw new Exception($"Could not find a `AssemblyMetadataAttribute` named `{Key}` on {assembly.FullName}.");
    }
}
