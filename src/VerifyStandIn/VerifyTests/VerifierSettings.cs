using System.Text;
using Reproduction.VerifyStandIn;

namespace VerifyTests;

/// <summary>The settings of all verifications; to be made before the first, in a module initializer.</summary>
public static class VerifierSettings
{
    // Verify's global settings are static: the one place where this assembly has to keep state for the process.
    internal static GlobalSettings Global { get; } = new();

    /// <summary>Compares files of one extension with <paramref name="compare"/>; files of other extensions stay exact.</summary>
    public static void RegisterStringComparer(string extension, StringCompare compare)
    {
        Guard.Extension(extension, nameof(extension));
        Global.ThrowIfVerifyHasRun();
        Global.Comparers[extension] = compare;
    }

    /// <summary>Compares files with <paramref name="compare"/> where no other comparer is registered.</summary>
    public static void SetDefaultStringComparer(StringCompare compare)
    {
        Global.ThrowIfVerifyHasRun();
        Global.DefaultComparer = compare;
    }

    /// <inheritdoc cref="VerifySettings.AutoVerify(bool, bool)"/>
    public static void AutoVerify(bool includeBuildServer = true, bool throwException = false) =>
        AutoVerify((_, _, _) => true, includeBuildServer, throwException);

    /// <inheritdoc cref="VerifySettings.AutoVerify(VerifyTests.AutoVerify, bool, bool)"/>
    public static void AutoVerify(GlobalAutoVerify autoVerify, bool includeBuildServer = true, bool throwException = false)
    {
        Global.ThrowIfVerifyHasRun();
        Global.AutoVerify(autoVerify, includeBuildServer, throwException);
    }

    /// <summary>Writes files without the byte order mark; reading takes both.</summary>
    public static void UseUtf8NoBom()
    {
        Global.ThrowIfVerifyHasRun();
        Global.Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    }

    /// <summary>Names the files in a failure, without their content.</summary>
    public static void OmitContentFromException()
    {
        Global.ThrowIfVerifyHasRun();
        Global.ContentInException = false;
    }
}
