using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>What came of simulated nights.</summary>
/// <param name="Nights">Their number.</param>
/// <param name="Alarms">How many raised an alarm.</param>
/// <param name="MostAlarms">How many may, if the false-alarm rate is what is stated: 95 % of such series have no more (binomial).</param>
public sealed record AlarmCount(int Nights, int Alarms, int MostAlarms)
{
    /// <summary>
    /// The probability with which a comparison that raises alarms at another rate exceeds <see cref="MostAlarms"/> in so many nights.
    /// </summary>
    public double PowerAgainst(double rate) => 1 - Binomial.CDF(rate, Nights, MostAlarms);
}

/// <summary>Simulated nights, to count what the comparison says of them: how often it is wrong, and how large a shift it finds.</summary>
/// <param name="Draw">Draws an honest night.</param>
/// <param name="Nights">How many are drawn; at least 1.</param>
/// <param name="Seed">Of the draws: one seed, one result.</param>
/// <param name="Settings">What is called a change.</param>
public sealed record NightlySimulation(Func<Pcg32, SimulatedNight> Draw, int Nights, ulong Seed, NightlySettings Settings)
{
    /// <summary>The stream of the generator that nights are drawn from; kernels and shuffles have others.</summary>
    public const ulong Stream = 0x6e69676874;

    /// <summary>
    /// The most alarms of honest nights at a false-alarm rate: the smallest number that 95 % of such series do not exceed (5 of 200 at 1 %).
    /// </summary>
    public static int MostAlarms(int nights, double rate)
    {
        Require.That(nights >= 1, $"One night is the least; received {nights}.");
        Require.Probability(rate, "false-alarm rate");
        return Enumerable.Range(0, nights + 1).First(alarms => Binomial.CDF(rate, nights, alarms) >= 0.95);
    }

    /// <summary>Counts the nights with an alarm.</summary>
    public AlarmCount CountAlarms() =>
        new(Nights, Count(Drawn(), result => result.Outcome == NightlyOutcome.Changed), MostAlarms(Nights, Settings.FalseAlarmRate));

    /// <summary>The share of nights in which a shift planted into one metric of one kind of run is found there, in its direction.</summary>
    /// <param name="kind">The recipe of the runs that are shifted; its seed does not matter.</param>
    /// <param name="metric">The metric that is shifted after the last epoch.</param>
    /// <param name="shift">By how much, in the metric's units.</param>
    public double Power(TrainingRecipe kind, Metric metric, double shift) => Power(Drawn(), kind, metric, shift);

    /// <summary>The smallest shift that is found in a share of the nights, by halving: the same draws with ever closer shifts.</summary>
    /// <param name="kind">The recipe of the runs that are shifted.</param>
    /// <param name="metric">The metric that is shifted.</param>
    /// <param name="power">The share asked for.</param>
    /// <param name="above">A shift, greater than 0, that is found at least as often; halving starts below it.</param>
    /// <param name="halvings">How often the range is halved: the answer is exact to above / 2^halvings.</param>
    public double SmallestFound(TrainingRecipe kind, Metric metric, double power, double above, int halvings)
    {
        var nights = Drawn();
        bool IsFound(double shift) => Power(nights, kind, metric, shift) >= power;
        Require.That(above > 0 && IsFound(above), $"A shift of {above} is found less often than {power}.");
        var (low, high) = (0.0, above);
        for (var i = 0; i < halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = IsFound(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Drawn one after the other, so that the result does not depend on the number of cores that compare them.</summary>
    private ImmutableArray<SimulatedNight> Drawn()
    {
        Require.That(Nights >= 1, $"One night is the least; received {Nights}.");
        var random = new Pcg32(Seed, Stream);
        return [.. Enumerable.Range(0, Nights).Select(_ => Draw(random))];
    }

    private double Power(ImmutableArray<SimulatedNight> nights, TrainingRecipe kind, Metric metric, double shift)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(metric);
        var wanted = Math.Sign(shift) == metric.Direction ? NightlyStatus.Better : NightlyStatus.Worse;
        var shifted = NightlyComparison.Kind(kind);
        SimulatedNight Planted(SimulatedNight night) => night with
        {
            Candidate = [.. night.Candidate.Select(run => NightlyComparison.Kind(run.Recipe) == shifted ? Shift(run, metric, shift) : run)],
        };

        return (double)Count(
            nights.Select(Planted), result => result.Rows.Any(row => row.Kind == shifted && row.Metric == metric && row.Status == wanted)) / Nights;
    }

    private int Count(IEnumerable<SimulatedNight> nights, Func<NightlyResult, bool> condition) => nights.AsParallel().Count(night =>
        condition(NightlyComparison.Of(night.Reference, night.Candidate, [.. night.Reference.Select(run => run.Recipe)], Settings)));

    private static RunRecord Shift(RunRecord run, Metric metric, double shift) =>
        run with { Epochs = run.Epochs.SetItem(run.Epochs.Length - 1, metric.With(run.Final, metric.Of(run.Final) + shift)) };
}
