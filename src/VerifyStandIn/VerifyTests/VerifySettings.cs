using System.Runtime.CompilerServices;
using DiffEngine;
using Reproduction.VerifyStandIn;

namespace VerifyTests;

/// <summary>The settings of one verification.</summary>
/// <remarks><see cref="SettingsTask"/> has the same methods, to be chained after the call.</remarks>
public sealed class VerifySettings
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

    internal string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    internal object?[]? Parameters { get; private set; }

    internal string? ParametersText { get; private set; }

    internal AutoVerify? AcceptIf { get; private set; }

    internal bool ThrowWhenAccepted { get; private set; }

    internal bool UniquePrefixRequired { get; private set; } = true;

    internal bool ScrubbersEnabled { get; private set; } = true;

    /// <summary>Puts the files into a folder; a relative one starts at the source file's folder.</summary>
    public void UseDirectory(string directory)
    {
        Guard.DirectoryName(directory, nameof(directory));
        Directory = directory;
    }

    /// <summary>Sets the whole file name: type, method and parameters.</summary>
    public void UseFileName(string fileName)
    {
        Guard.FileName(fileName, nameof(fileName));
        if (MethodName is not null || TypeName is not null)
        {
            throw new Exception("UseFileName is not compatible with UseMethodName or UseTypeName.");
        }

        FileName = fileName;
    }

    /// <summary>Replaces the method's name; the parameters stay.</summary>
    public void UseMethodName(string name)
    {
        Guard.FileName(name, nameof(name));
        ThrowIfFileName();
        MethodName = name;
    }

    /// <summary>Replaces the type's name.</summary>
    public void UseTypeName(string name)
    {
        Guard.FileName(name, nameof(name));
        ThrowIfFileName();
        TypeName = name;
    }

    /// <summary>Replaces the values of the test's parameters, matched to their names from the left.</summary>
    public void UseParameters(params object?[] parameters)
    {
        if (parameters is null or [])
        {
            throw new ArgumentNullException(nameof(parameters));
        }

        ThrowIfFileName();
        if (ParametersText is not null)
        {
            throw new Exception("UseParameters is not compatible with UseTextForParameters.");
        }

        Parameters = parameters;
    }

    /// <inheritdoc cref="UseParameters(object?[])"/>
    public void UseParameters<T>(T parameter) => UseParameters(new object?[] { parameter });

    /// <summary>Replaces the value of the test's first parameter by an array.</summary>
    public void UseParameters<T>(T[] parameters) => UseParameters(new object?[] { parameters });

    /// <summary>Sets the text after the method's name and an underscore.</summary>
    public void UseTextForParameters(string parametersText)
    {
        Guard.Extension(parametersText, nameof(parametersText));
        if (Parameters is not null)
        {
            throw new Exception("UseTextForParameters is not compatible with UseParameters.");
        }

        ParametersText = parametersText;
    }

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

    internal StringCompare? FindComparer(string extension) => comparers.GetValueOrDefault(extension, comparer!);

    private void ThrowIfFileName([CallerMemberName] string caller = "")
    {
        if (FileName is not null)
        {
            throw new Exception($"{caller} is not compatible with UseFileName.");
        }
    }
}
