namespace Reproduction.Networks;

/// <summary>Settings are given in double precision, and both engines compute with them in single precision.</summary>
public static class SinglePrecision
{
    /// <summary>Refuses a number that is 0 or infinite in single precision, negative, or NaN.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="name">What it is, at the beginning of a sentence.</param>
    /// <exception cref="InvalidConfigurationException">The number is none of 1.4e-45 to 3.4e38.</exception>
    public static void RequirePositive(double value, string name) => InvalidConfigurationException.ThrowUnless(
        (float)value > 0 && float.IsFinite((float)value),
        $"{name} must be a positive number that single precision holds, from 1.4e-45 to 3.4e38; received {value}.");
}
