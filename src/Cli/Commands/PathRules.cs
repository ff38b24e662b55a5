using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>What every name of a file or folder on the command line has to be, found out before anything is read, trained or written.</summary>
internal static class PathRules
{
    /// <summary>The value is a folder's name: the folder is there, or can be made.</summary>
    public static TOption ForFolder<TOption>(this TOption option)
        where TOption : Option => With(option, name => File.Exists(name) ? "a folder; {0} is a file" : null, "a folder");

    /// <summary>The value is a file's name.</summary>
    public static TOption ForFile<TOption>(this TOption option)
        where TOption : Option => With(option, name => Directory.Exists(name) ? "a file; {0} is a folder" : null, "a file");

    /// <summary>The value is a name, of whatever.</summary>
    public static TOption ForName<TOption>(this TOption option)
        where TOption : Option => With(option, _ => null, "a name");

    /// <summary>The values are names of files; one that looks like an option is taken for one, unless there is such a file.</summary>
    public static Argument<string[]> ForFiles(this Argument<string[]> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.Select(token => token.Value))
            {
                if (IsLikeAnOption(name) && !File.Exists(name))
                {
                    result.AddError($"There is no option {name}, nor such a file.");
                }
                else if (Problem(name, "a file", _ => null) is { } problem)
                {
                    result.AddError($"<{argument.Name}> takes {problem}.");
                }
            }
        });
        return argument;
    }

    private static TOption With<TOption>(TOption option, Func<string, string?> wrongKind, string expected)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.Select(token => token.Value))
            {
                if (Problem(name, expected, wrongKind) is { } problem)
                {
                    result.AddError($"{option.Name} takes {problem}.");
                }
            }
        });
        return option;
    }

    private static string? Problem(string name, string expected, Func<string, string?> wrongKind) =>
        string.IsNullOrWhiteSpace(name) ? $"{expected}; received an empty name"
        : IsLikeAnOption(name) && !Path.Exists(name) ? $"{expected}; received {name}, which looks like an option (write ./{name} if it is a name)"
        : wrongKind(name)?.Replace("{0}", name, StringComparison.Ordinal);

    private static bool IsLikeAnOption(string name) => name.StartsWith("--", StringComparison.Ordinal);
}
