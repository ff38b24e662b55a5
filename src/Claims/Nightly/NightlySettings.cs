using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>What the nightly comparison calls a change.</summary>
/// <remarks>
/// A change has to be both significant and relevant. Significance alone would raise an alarm about the sixth decimal: without batch normalization
/// two machines' last bits leave differences of a hundredth of the spread between seeds, and nothing says that their mean is zero. Relevance alone
/// would raise one about noise. Either condition more can only lower the number of false alarms.
/// </remarks>
public sealed record NightlySettings
{
    /// <summary>The probability of any false alarm in a night, over all runs and metrics together; between 0 and 1.</summary>
    /// <remarks>
    /// It is the rate of honest changes, not of nights: a deterministic engine that nobody touched repeats its bits and raises none at all, and
    /// one honest change (a processor, a library, the stream of random numbers) is one draw, which later nights repeat.
    /// </remarks>
    public double FalseAlarmRate { get; init; } = 0.01;

    /// <summary>The smallest mean difference that matters, as a share of the standard deviation between the reference's seeds; 0 or more.</summary>
    /// <remarks>
    /// 0.2 is what Cohen 1988 calls a small effect. A learning rate off by 3 % moves the training loss by 0.8 to 2 standard deviations.
    /// </remarks>
    public double RelevantShare { get; init; } = 0.2;

    /// <summary>The probability with which a row's smallest detectable difference is found; between 0 and 1.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>
    /// The least number of pairs that a difference is judged by, at least 2. With fewer the night is incomplete, unless they are identical.
    /// </summary>
    /// <remarks>
    /// At a level of 1 % / 16 a t-test on few pairs rests on their being normal. Of 20,000 simulated honest nights, those that raise an alarm when
    /// the stream of random numbers has changed are 0.7 to 0.9 % for 10 to 20 seeds; when rounding has, on the stored pairs of numerics, they are
    /// 1.1, 1.4, 1.3 and 1.2 % for 10 to 13 seeds, 1.0 % for 14, and 0.7 % for 20. So 14 is the least that holds the stated rate.
    /// </remarks>
    public int LeastPairs { get; init; } = 14;

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="ArgumentException">Says which, and what was received.</exception>
    public void Validate()
    {
        Require.Probability(FalseAlarmRate, "false-alarm rate");
        Require.That(RelevantShare >= 0 && double.IsFinite(RelevantShare), $"The relevant share must not be negative; received {RelevantShare}.");
        Require.Probability(Power, "power");
        Require.That(LeastPairs >= 2, $"Two pairs are the least; received {LeastPairs}.");
    }
}
