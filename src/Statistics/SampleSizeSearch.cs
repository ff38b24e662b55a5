namespace Reproduction.Statistics;

/// <summary>Looks for the smallest number of seeds that is enough.</summary>
internal static class SampleSizeSearch
{
    /// <summary>The smallest count from 2 on that satisfies a condition which, once true, stays true.</summary>
    /// <param name="isEnough">The condition.</param>
    /// <param name="most">The largest count looked at.</param>
    /// <param name="purpose">For the error: what is looked for.</param>
    /// <exception cref="ArgumentException">No count is enough.</exception>
    public static int Smallest(Func<int, bool> isEnough, int most, string purpose)
    {
        var (low, high) = (1, 2);
        while (!isEnough(high))
        {
            Require.That(high < most, $"Not even {most} seeds find {purpose}.", nameof(most));
            (low, high) = (high, Math.Min(most, 2 * high));
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = isEnough(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
