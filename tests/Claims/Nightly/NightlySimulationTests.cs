using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Tests.Statistics;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>Simulated nights on figures that are normal: the false-alarm rate and the formula's power.</summary>
public sealed class NightlySimulationTests
{
    private static readonly NightlySettings Settings = new();
    private static readonly IReadOnlyList<RunRecord> Stored = SyntheticRuns.Of(seeds: 40);

    private static NightlySimulation Independent(int nights) =>
        new(random => NullSimulation.IndependentDraws(Stored, seeds: 20, random), nights, Seed: 7, Settings);

    [ReferenceRows("qbinom")]
    public void The_most_alarms_are_R_s_binomial_quantile(Reference row) =>
        NightlySimulation.MostAlarms(Statistics.Reference.Whole(row.A), Statistics.Reference.Number(row.B)).Should().Be((int)row.Value);

    [Test]
    public void Honest_nights_hold_the_stated_rate()
    {
        var count = Independent(nights: 200).CountAlarms();

        count.MostAlarms.Should().Be(5);
        count.Alarms.Should().BeLessThanOrEqualTo(count.MostAlarms);
    }

    /// <summary>The counter can count: at a rate of 50 % about half of the nights raise an alarm.</summary>
    [Test]
    public void A_generous_rate_raises_alarms() =>
        (Independent(nights: 100) with { Settings = Settings with { FalseAlarmRate = 0.5 } }).CountAlarms().Alarms.Should().BeInRange(20, 60);

    [Test]
    public void The_formula_s_smallest_shift_is_found_in_four_nights_of_five()
    {
        var kind = TrainingRecipe.Notebook()[0];
        var night = NullSimulation.IndependentDraws(Stored, seeds: 20, new Pcg32(7, 1));
        var row = NightlyComparison.Of(Stored, night.Candidate, SyntheticRuns.Recipes(20), Settings).Rows[0];
        var shift = row.SmallestDetectableIfIndependent(power: 0.8)!.Value;

        shift.Should().BeInRange(1.2 * SyntheticRuns.Spread, 2.1 * SyntheticRuns.Spread, "5 standard errors of sqrt(2 / 20) spreads");
        Independent(nights: 200).Power(kind, row.Metric, shift)
            .Should().BeInRange(0.7, 0.92, "80 %, within three standard errors of 200 nights, and drawn from 40 seeds whose spread is their own");
        Independent(nights: 100).SmallestFound(kind, row.Metric, power: 0.8, above: 4 * SyntheticRuns.Spread, halvings: 5)
            .Should().BeInRange(0.8 * shift, 1.2 * shift);
    }

    [Test]
    public void One_seed_of_the_draws_gives_one_result() => Independent(30).Power(TrainingRecipe.Notebook()[2], Metric.ValidationAccuracy, -0.013)
        .Should().Be(Independent(30).Power(TrainingRecipe.Notebook()[2], Metric.ValidationAccuracy, -0.013)).And.BeInRange(0.1, 0.95);

    [Test]
    public void Swapped_pairs_keep_pairs_together_and_runs_of_a_seed_too()
    {
        var other = Stored.With(_ => true, run => run.WithFinal(row => row with { Training = new(row.Training.Loss + 1, row.Training.Accuracy) }));
        var night = NullSimulation.SwappedPairs(Stored, other, seeds: 12, new Pcg32(3, 3));

        night.Reference.Should().HaveCount(48);
        night.Reference.Zip(night.Candidate).Should().OnlyContain(pair =>
            pair.First.Recipe == pair.Second.Recipe
                && Math.Abs(Math.Abs(pair.First.Final.Training.Loss - pair.Second.Final.Training.Loss) - 1) < 1e-9);
        night.Reference.Zip(night.Candidate).Select(pair => pair.First.Final.Training.Loss > pair.Second.Final.Training.Loss).Distinct()
            .Should().HaveCount(2, "the coin falls on both sides");
        night.Reference.Chunk(4).Should().OnlyContain(seed => seed.Select(run => run.Recipe.Seed).Distinct().Count() == 1);
    }

    [Test]
    public void What_no_night_can_be_drawn_from_is_refused()
    {
        FluentActions.Invoking(() => NullSimulation.IndependentDraws([], 20, new Pcg32(1, 1))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NullSimulation.IndependentDraws([.. Stored.Skip(1)], 20, new Pcg32(1, 1)))
            .Should().Throw<ArgumentException>().WithMessage("Every seed*");
        FluentActions.Invoking(() => NullSimulation.SwappedPairs(Stored, [.. Stored.Skip(4)], 20, new Pcg32(1, 1)))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Independent(0).CountAlarms()).Should().Throw<ArgumentException>();
    }
}
