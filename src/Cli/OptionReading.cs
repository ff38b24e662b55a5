using System.Collections.Immutable;
using System.CommandLine.Parsing;
using System.Globalization;
using Reproduction.Networks;

namespace Reproduction.Cli;

/// <summary>Reads the values of options; what is not one becomes an error that names the option. Numbers are in the invariant culture, whatever the user's is.</summary>
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
        var names = Enum.GetNames<T>();
        var match = Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (match is not null)
        {
            return Enum.Parse<T>(match);
        }

        argument.AddError($"{NameOf(argument)} takes {string.Join(", ", names.Select(name => name.ToLowerInvariant()))}; received '{text}'.");
        return default;
    }

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

    private static string NameOf(ArgumentResult argument) => argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
