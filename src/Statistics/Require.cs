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
