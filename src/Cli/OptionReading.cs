using System.Collections.Immutable;
using System.CommandLine.Parsing;
using System.Globalization;
using Reproduction.Networks;

namespace Reproduction.Cli;

/// <summary>
/// Reads the values of options; what is not one becomes an error that names the option. Numbers are in the invariant culture, whatever the user's is.
/// </summary>
internal static class OptionReading
{
    /// <summary>Reads one number.</summary>
    /// <param name="argument">What was given.</param>
    /// <param name="isValid">Which numbers are accepted.</param>
    /// <param name="expected">What is accepted, for messages.</param>
    public static T Number<T>(ArgumentResult argument, Func<T, bool> isValid, string expected)
        where T : struct, IParsable<T>
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : string.Empty;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && isValid(value) && !text.Contains(',', StringComparison.Ordinal))
        {
            return value;
        }

        argument.AddError($"{NameOf(argument)} takes {expected}; received '{text}'.");
        return default;
    }

    /// <summary>Reads the name of one of an enumeration's values, in any case.</summary>
    public static T Choice<T>(ArgumentResult argument)
        where T : struct, Enum
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : string.Empty;
        if (TryChoice<T>(text) is { } choice)
        {
            return choice;
        }

        argument.AddError($"{NameOf(argument)} takes {string.Join(", ", Enum.GetNames<T>().Select(Typed))}; received '{text}'.");
        return default;
    }

    /// <summary>The value that a text names, in any case; null if there is none.</summary>
    public static T? TryChoice<T>(string text)
        where T : struct, Enum =>
            Array.Find(Enum.GetNames<T>(), name => Typed(name).Equals(text, StringComparison.OrdinalIgnoreCase)) is { } match
                ? Enum.Parse<T>(match)
                : null;

    /// <summary>Reads a list that is divided by commas, blanks or repetitions of the option.</summary>
    /// <param name="argument">What was given.</param>
    /// <param name="read">Takes the option's name and the parts; refuses with an <see cref="InvalidConfigurationException"/>.</param>
    public static ImmutableArray<T> List<T>(ArgumentResult argument, Func<string, IEnumerable<string>, ImmutableArray<T>> read)
    {
        try
        {
            return read(NameOf(argument), argument.Tokens.SelectMany(token => token.Value.Split(',')));
        }
        catch (InvalidConfigurationException exception)
        {
            argument.AddError(exception.Message);
            return [];
        }
    }

    /// <summary>An enumeration's name as one types it: FashionMnist is fashion-mnist.</summary>
    private static string Typed(string name) =>
        string.Concat(name.Select((letter, i) => (i > 0 && char.IsUpper(letter) ? "-" : string.Empty) + char.ToLowerInvariant(letter)));

    private static string NameOf(ArgumentResult argument) => argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
