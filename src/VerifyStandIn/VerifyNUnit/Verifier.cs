using System.Runtime.CompilerServices;
using NUnit.Framework;
using Reproduction.VerifyStandIn;
using VerifyTests;

namespace VerifyNUnit;

/// <summary>Compares a text with the approved file of the running test.</summary>
/// <remarks>
/// Each method only prepares: see <see cref="SettingsTask"/>. The last parameter is the compiler's to fill in; a helper that calls Verify
/// for its own caller passes it on.
/// </remarks>
public static class Verifier
{
    /// <summary>Verifies a text, in a <c>.txt</c> file.</summary>
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Prepare(settings, sourceFile, target, () => [Root(target)]);

    /// <summary>Verifies a text, in a file of this extension (without a dot).</summary>
    public static SettingsTask Verify(string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Prepare(settings, sourceFile, null, () => [new Target(extension, target ?? "null")]);

    /// <summary>Verifies a text.</summary>
    public static SettingsTask Verify(Target target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Prepare(settings, sourceFile, null, () => [target]);

    /// <summary>Verifies several texts, a file for each.</summary>
    public static SettingsTask Verify(IEnumerable<Target> targets, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Prepare(settings, sourceFile, null, targets.ToList);

    /// <summary>Verifies a text, in a <c>.txt</c> file, and others beside it.</summary>
    /// <param name="target">A string: Verify's rendering of other objects is not part of the stand-in.</param>
    /// <param name="rawTargets">The others.</param>
    /// <param name="settings">The settings of this verification.</param>
    /// <param name="sourceFile">The file of the call.</param>
    public static SettingsTask Verify(
        object? target, IEnumerable<Target> rawTargets, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Prepare(settings, sourceFile, target, () => target is string text
            ? [Root(text), .. rawTargets]
            : throw new NotSupportedException($"The stand-in for Verify takes a string here, not {target?.GetType().Name ?? "null"}."));

    /// <summary>Sets where all files lie and what they are called.</summary>
    public static void DerivePathInfo(DerivePathInfo derivePathInfo)
    {
        VerifierSettings.Global.ThrowIfVerifyHasRun();
        VerifierSettings.Global.DerivePathInfo = derivePathInfo;
    }

    /// <summary>Puts all files into a folder, which starts at the folder of the test project.</summary>
    public static void UseProjectRelativeDirectory(string directory) => DerivePathInfo(SnapshotNames.InProject(directory));

    // A text without an extension: a byte order mark at its start is dropped, and an empty one is made visible.
    private static Target Root(string? text) => new("txt", text?.TrimStart('\uFEFF') switch
    {
        null => "null",
        "" => "emptyString",
        var content => content,
    });

    private static SettingsTask Prepare(VerifySettings? settings, string sourceFile, object? root, Func<List<Target>> targets)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceFile);
        return new(settings, async current =>
        {
            var test = RunningTest.Current();
            var project = TestProject.Of(test.Type.Assembly);
            var engine = new SnapshotEngine(VerifierSettings.Global, project, path => TestContext.AddTestAttachment(path));
            return await engine.Verify(test, sourceFile, current, root, targets);
        });
    }
}
