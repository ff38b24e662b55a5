using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>Lists of numbers as people write them: <c>32,64,16</c>, and for whole numbers also ranges such as <c>1..20</c>.</summary>
/// <remarks>
/// Read in the invariant culture, whatever the user's is. A number that is named twice is refused: it is a slip more often than a wish.
/// </remarks>
public static class NumberList
{
    /// <summary>The longest list.</summary>
    public const int MaximumCount = 100_000;

    /// <summary>Reads whole numbers and ranges of them, both ends included.</summary>
    /// <param name="name">Whose value it is, for messages: <c>--seeds</c>.</param>
    /// <param name="texts">Numbers and ranges, one each.</param>
    /// <param name="minimum">The smallest number accepted.</param>
    /// <param name="maximum">The largest number accepted.</param>
    /// <param name="expected">What is accepted, for messages: <c>whole numbers from 1 on</c>.</param>
    /// <exception cref="InvalidConfigurationException">Something else was received.</exception>
    public static ImmutableArray<T> Whole<T>(string name, IEnumerable<string> texts, T minimum, T maximum, string expected)
        where T : struct, IBinaryInteger<T>
    {
        return Collect(name, texts, expected, text =>
        {
            var ends = text.Split("..");
            if (ends.Length > 2 || !TryRead(ends[0], out var first) || !TryRead(ends[^1], out var last) || first > last)
            {
                return null;
            }

            // 0 to 2^64 - 1 are 2^64 numbers: one more than the type can count.
            InvalidConfigurationException.ThrowUnless(
                last - first < T.CreateSaturating(MaximumCount), $"{name} takes at most {MaximumCount} numbers; received '{text}'.");
            return Range(first, last);
        });

        bool TryRead(string text, out T value) =>
            T.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value)
            && value >= minimum && value <= maximum;
    }

    /// <summary>Reads numbers.</summary>
    /// <param name="name">Whose value it is, for messages: <c>--learning-rates</c>.</param>
    /// <param name="texts">One number each.</param>
    /// <param name="isValid">Which finite numbers are accepted.</param>
    /// <param name="expected">What is accepted, for messages: <c>positive numbers such as 0.01</c>.</param>
    /// <exception cref="InvalidConfigurationException">Something else was received.</exception>
    public static ImmutableArray<double> Real(string name, IEnumerable<string> texts, Func<double, bool> isValid, string expected) =>
        Collect<double>(name, texts, expected, text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && isValid(value)
                ? [value]
                : null);

    private static ImmutableArray<T> Collect<T>(string name, IEnumerable<string> texts, string expected, Func<string, IEnumerable<T>?> read)
        where T : struct
    {
        var values = ImmutableArray.CreateBuilder<T>();
        var seen = new HashSet<T>();
        foreach (var text in texts)
        {
            var found = read(text) ?? throw new InvalidConfigurationException($"{name} takes {expected}; received '{text}'.");
            foreach (var value in found)
            {
                InvalidConfigurationException.ThrowUnless(seen.Add(value), $"{name} names {value} twice.");
                InvalidConfigurationException.ThrowUnless(seen.Count <= MaximumCount, $"{name} takes at most {MaximumCount} numbers.");
                values.Add(value);
            }
        }

        return values.Count > 0 ? values.ToImmutable() : throw new InvalidConfigurationException($"{name} takes {expected}; received nothing.");
    }

    private static IEnumerable<T> Range<T>(T first, T last)
        where T : struct, IBinaryInteger<T>
    {
        for (var value = first; value < last; value++)
        {
            yield return value;
        }

        yield return last;
    }
}
