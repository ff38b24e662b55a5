using Reproduction.Data;

namespace Reproduction.Networks;

/// <summary>A network or a run is described by values that make none. The message says which, what was received and what is accepted.</summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>With the one line that a person reads.</summary>
    public InvalidConfigurationException(string message)
        : base(OneLine.Of(message))
    {
    }

    /// <summary>Throws unless a condition holds.</summary>
    /// <param name="condition">What has to hold.</param>
    /// <param name="message">The message otherwise; its numbers are written in the invariant culture.</param>
    /// <exception cref="InvalidConfigurationException">The condition does not hold.</exception>
    public static void ThrowUnless(bool condition, FormattableString message)
    {
        if (!condition)
        {
            throw new InvalidConfigurationException(FormattableString.Invariant(message));
        }
    }
}
