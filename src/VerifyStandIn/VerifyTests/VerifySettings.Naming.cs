using System.Runtime.CompilerServices;
using Reproduction.VerifyStandIn;

namespace VerifyTests;

/// <content>Where the files lie and what they are called.</content>
public sealed partial class VerifySettings
{
    internal string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal string? TypeName { get; private set; }

    internal string? MethodName { get; private set; }

    internal object?[]? Parameters { get; private set; }

    internal string? ParametersText { get; private set; }

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

    private void ThrowIfFileName([CallerMemberName] string caller = "")
    {
        if (FileName is not null)
        {
            throw new Exception($"{caller} is not compatible with UseFileName.");
        }
    }
}
