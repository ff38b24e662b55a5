using System.CommandLine;

namespace Reproduction.Cli.Commands;

/// <summary>
/// An option with a default that its help shows as one would type it: 32,64,16 and torch, not as .NET prints a list or a name of an enumeration.
/// </summary>
internal sealed class DefaultedOption<T> : Option<T>
{
    private readonly T standard;

    /// <param name="name">The option's name.</param>
    /// <param name="aliases">Other names.</param>
    /// <param name="standard">Its value where it is not given.</param>
    /// <param name="shown">That value as one would type it.</param>
    /// <param name="description">What it is.</param>
    public DefaultedOption(string name, string[] aliases, T standard, string shown, string description)
        : base(name, aliases)
    {
        this.standard = standard;
        Description = $"{description} [default: {shown}]";
    }

    /// <inheritdoc cref="DefaultedOption{T}(string, string[], T, string, string)"/>
    public DefaultedOption(string name, T standard, string shown, string description)
        : this(name, [], standard, shown, description)
    {
    }

    /// <summary>What was given, or the default.</summary>
    public T Of(ParseResult result) => result.GetResult(this) is null ? standard : result.GetValue(this)!;
}
