using System.Runtime.CompilerServices;

namespace Reproduction.Statistics;

/// <summary>What the statistics ask of their arguments. A figure that is no number never gets into one.</summary>
public static class Require
{
    /// <summary>Refuses a value that does not satisfy a condition.</summary>
    /// <exception cref="ArgumentException">Says what is asked, and what was received.</exception>
    public static void That(bool condition, string message, [CallerArgumentExpression(nameof(condition))] string? argument = null)
    {
        if (!condition)
        {
            throw new ArgumentException(message, argument);
        }
    }

    /// <summary>The same with a message that is put together only where the condition does not hold: simulations ask a million times.</summary>
    /// <exception cref="ArgumentException">Says what is asked, and what was received.</exception>
    public static void That(
        bool condition,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref RequirementMessage message,
        [CallerArgumentExpression(nameof(condition))] string? argument = null)
    {
        if (!condition)
        {
            throw new ArgumentException(message.ToText(), argument);
        }
    }

    /// <summary>Refuses anything that does not lie strictly between 0 and 1.</summary>
    public static void Probability(double value, string name) =>
        That(value > 0 && value < 1, $"The {name} must lie between 0 and 1, both excluded; received {value}.");

    /// <summary>Refuses fewer figures than asked for, and any that is not finite.</summary>
    public static void Sample(IReadOnlyCollection<double> values, int least, string name)
    {
        That(values.Count >= least, $"The {name} must hold at least {least} figures; received {values.Count}.");
        That(values.All(double.IsFinite), $"The {name} must be finite numbers; received {values.FirstOrDefault(value => !double.IsFinite(value))}.");
    }
}

/// <summary>An interpolated message that is not put together while a condition holds.</summary>
[InterpolatedStringHandler]
public ref struct RequirementMessage
{
    private DefaultInterpolatedStringHandler text;

    /// <summary>Called by the compiler, before anything of the message is computed.</summary>
    public RequirementMessage(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        text = isNeeded ? new(literalLength, formattedCount) : default;
    }

    /// <summary>Appends a piece of the message.</summary>
    public void AppendLiteral(string value) => text.AppendLiteral(value);

    /// <summary>Appends a value.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>The whole message.</summary>
    internal string ToText() => text.ToStringAndClear();
}
