using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>The place of one more figure among those of the seeds.</summary>
public sealed class PredictionTests
{
    private static readonly double[] Seeds = [0.971, 0.973, 0.974, 0.975, 0.977];

    [ReferenceRows("prediction")]
    public void An_interval_is_that_of_R(Reference row)
    {
        var interval = Prediction.Interval(row.A == "maize" ? Reference.Maize : Reference.SleepSecond, Reference.Number(row.B));

        (row.C == "low" ? interval.Low : interval.High)
            .Should().BeApproximately(row.Value, 1e-10 * Math.Max(1, Math.Abs(row.Value)), "R's qt and ours agree to 1e-10");
    }

    [TestCase(0.95)]
    [TestCase(0.9999)]
    public void Interval_and_p_say_the_same(double probability)
    {
        var interval = Prediction.Interval(Seeds, probability, halfUnit: 0.0005);

        // 12 decimals that lie on the end of the widened interval cannot be had with 3; so the half unit is put back by hand
        var end = new RoundedFigure(interval.High - 0.0005, Decimals: 15);
        Prediction.Place(end, Seeds).PValue.Should().BeApproximately(
            1 - probability, 1e-9, "the end of the interval is where p reaches its complement");
    }

    [TestCase(0.960, 3, 0.0)]
    [TestCase(0.974, 3, 50.0)]
    [TestCase(0.9735, 4, 40.0)]
    [TestCase(0.97, 2, 30.0)]
    [TestCase(0.99, 3, 100.0)]
    public void A_percentile_counts_seeds_below_and_half_of_those_that_agree(double value, int decimals, double percentile) =>
        Prediction.Place(new(value, decimals), Seeds).Percentile.Should().BeApproximately(percentile, 1e-9);

    /// <summary>Without decimals, 2.5 stands for 2 to 3, both ends of which agree with it: of 1 to 5 one is below.</summary>
    [Test]
    public void What_lies_half_a_unit_away_agrees() => Prediction.Place(new(2.5, 0), [1.0, 2, 3, 4, 5]).Percentile.Should().Be(40);

    [Test]
    public void What_the_mean_may_have_been_printed_as_has_no_distance()
    {
        Prediction.Place(new(0.97, 2), Seeds).Should().Match<PredictionScore>(place => place.Z == 0 && place.PValue == 1);
        Prediction.Place(new(0.98, 3), Seeds).Z.Should().BeApproximately((0.98 - 0.974 - 0.0005) / (Math.Sqrt(5e-6) * Math.Sqrt(1.2)), 1e-9);
        Prediction.Place(new(0.968, 3), Seeds).Z
            .Should().BeApproximately(-Prediction.Place(new(0.98, 3), Seeds).Z, 1e-9, "the seeds lie symmetrically about 0.974");
    }

    [Test]
    public void What_has_no_place_is_refused()
    {
        FluentActions.Invoking(() => Prediction.Place(new(double.NaN, 3), Seeds)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Prediction.Place(new(0.97, -1), Seeds)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Prediction.Place(new(0.97, 3), []))
            .Should().Throw<ArgumentException>().WithMessage("The figures of the seeds must hold at least 2 figures; received 0.*");
        FluentActions.Invoking(() => Prediction.Place(new(0.97, 3), [0.97])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Prediction.Place(new(0.97, 3), [0.97, 0.97])).Should().Throw<ArgumentException>().WithMessage("*do not vary*");
        FluentActions.Invoking(() => Prediction.Interval([0.97, double.NaN], 0.95))
            .Should().Throw<ArgumentException>().WithMessage("The figures of the seeds must be finite numbers; received NaN.*");
        FluentActions.Invoking(() => Prediction.Interval(Seeds, 1))
            .Should().Throw<ArgumentException>().WithMessage("The probability must lie between 0 and 1,*received 1.*");
        foreach (var halfUnit in new[] { -0.1, double.NaN, double.PositiveInfinity })
        {
            FluentActions.Invoking(() => Prediction.Interval(Seeds, 0.95, halfUnit))
                .Should().Throw<ArgumentException>().WithMessage($"Half a unit must not be negative; received {halfUnit}.*");
        }
    }
}
