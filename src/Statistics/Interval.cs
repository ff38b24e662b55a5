namespace Reproduction.Statistics;

/// <summary>An interval with the probability that it was made for.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Probability">The confidence level, or the probability of a prediction; between 0 and 1.</param>
public sealed record Interval(double Low, double High, double Probability)
{
    /// <summary>Whether a value lies inside, the ends included; never true of NaN.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
