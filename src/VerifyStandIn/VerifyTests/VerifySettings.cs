using DiffEngine;
using Reproduction.VerifyStandIn;

namespace VerifyTests;

/// <summary>The settings of one verification.</summary>
/// <remarks><see cref="SettingsTask"/> has the same methods, to be chained after the call.</remarks>
public sealed partial class VerifySettings
{
    private readonly Dictionary<string, StringCompare> comparers = new(StringComparer.Ordinal);
    private StringCompare? comparer;

    /// <summary>Settings with nothing set.</summary>
    public VerifySettings()
    {
    }

    /// <summary>A copy, which does not change with the original.</summary>
    public VerifySettings(VerifySettings? settings)
    {
        if (settings is null)
        {
            return;
        }

        comparers = new(settings.comparers, StringComparer.Ordinal);
        comparer = settings.comparer;
        Context = new(settings.Context, StringComparer.Ordinal);
        Directory = settings.Directory;
        FileName = settings.FileName;
        TypeName = settings.TypeName;
        MethodName = settings.MethodName;
        Parameters = settings.Parameters;
        ParametersText = settings.ParametersText;
        AcceptIf = settings.AcceptIf;
        ThrowWhenAccepted = settings.ThrowWhenAccepted;
        UniquePrefixRequired = settings.UniquePrefixRequired;
        ScrubbersEnabled = settings.ScrubbersEnabled;
    }

    /// <summary>Values for comparers, by name.</summary>
    public Dictionary<string, object> Context { get; } = new(StringComparer.Ordinal);

    internal AutoVerify? AcceptIf { get; private set; }

    internal bool ThrowWhenAccepted { get; private set; }

    internal bool UniquePrefixRequired { get; private set; } = true;

    internal bool ScrubbersEnabled { get; private set; } = true;

    /// <summary>Compares with <paramref name="compare"/>: files of these extensions, or of all.</summary>
    public void UseStringComparer(StringCompare compare, params ReadOnlySpan<string> extensions)
    {
        if (extensions.IsEmpty)
        {
            comparer = compare;
        }

        foreach (var extension in extensions)
        {
            Guard.Extension(extension, nameof(extensions));
            comparers[extension] = compare;
        }
    }

    /// <summary>Accepts whatever is received.</summary>
    /// <param name="includeBuildServer">False: not on a build server.</param>
    /// <param name="throwException">True: the test fails all the same.</param>
    public void AutoVerify(bool includeBuildServer = true, bool throwException = false) =>
        AutoVerify(_ => true, includeBuildServer, throwException);

    /// <summary>Accepts what is received for the verified files that <paramref name="autoVerify"/> names.</summary>
    /// <inheritdoc cref="AutoVerify(bool, bool)"/>
    public void AutoVerify(AutoVerify autoVerify, bool includeBuildServer = true, bool throwException = false)
    {
        if (includeBuildServer || !BuildServerDetector.Detected)
        {
            AcceptIf = autoVerify;
            ThrowWhenAccepted = throwException;
        }
    }

    /// <summary>Allows several verifications to use the same files.</summary>
    public void DisableRequireUniquePrefix() => UniquePrefixRequired = false;

    /// <summary>Leaves the paths of this machine in the text.</summary>
    public void DisableScrubbers() => ScrubbersEnabled = false;

    internal StringCompare? FindComparer(string extension) =>
        comparers.TryGetValue(extension, out var compare) ? compare : comparer;
}
