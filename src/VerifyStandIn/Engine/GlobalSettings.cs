using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using DiffEngine;
using VerifyNUnit;
using VerifyTests;

namespace Reproduction.VerifyStandIn;

/// <summary>What holds for all verifications, and what they leave behind for each other; one per process, or per test of the engine.</summary>
internal sealed class GlobalSettings
{
    private readonly Lock gate = new();
    private readonly HashSet<string> prefixes = new(StringComparer.Ordinal);
    private string? firstRun;

    public Dictionary<string, StringCompare> Comparers { get; } = new(StringComparer.Ordinal);

    public StringCompare? DefaultComparer { get; set; }

    public DerivePathInfo DerivePathInfo { get; set; } = (_, _, _, _) => new(null, null, null);

    public GlobalAutoVerify? AcceptIf { get; private set; }

    public bool ThrowWhenAccepted { get; private set; }

    public Encoding Encoding { get; set; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    public bool ContentInException { get; set; } = true;

    public void AutoVerify(GlobalAutoVerify autoVerify, bool includeBuildServer, bool throwException)
    {
        if (includeBuildServer || !BuildServerDetector.Detected)
        {
            AcceptIf = autoVerify;
            ThrowWhenAccepted = throwException;
        }
    }

    public StringCompare? FindComparer(string extension) =>
        Comparers.TryGetValue(extension, out var compare) ? compare : DefaultComparer;

    public void HasRun(string test)
    {
        lock (gate)
        {
            firstRun ??= test;
        }
    }

    /// <summary>To be called by a method of the API itself: the message names that method's caller, as Verify's does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void ThrowIfVerifyHasRun()
    {
        if (firstRun is not null)
        {
            var caller = new StackTrace(skipFrames: 2, fNeedFileInfo: false).GetFrame(0)?.GetMethod();
            throw new Exception(
                $"The API '{caller?.DeclaringType}.{caller?.Name}' must be called prior to any Verify has run. " +
                $"Usually this is done in a [ModuleInitializer]. Verify run by: {firstRun}");
        }
    }

    public void ThrowIfPrefixHasBeenUsed(string prefix)
    {
        lock (gate)
        {
            if (!prefixes.Add(prefix))
            {
                throw new Exception(
                    $"The prefix has already been used: {prefix}. This is mostly caused one of the following:\n\n" +
                    "  * UseDirectory, UseTypeName, UseMethodName, UseFileName or DerivePathInfo give two tests the same files\n" +
                    "  * Verify is called twice in one test\n\n" +
                    "If that is meant, call DisableRequireUniquePrefix.");
            }
        }
    }
}
