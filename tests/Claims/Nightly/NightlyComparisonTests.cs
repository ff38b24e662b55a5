using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>The nightly comparison: what is no alarm, and every kind of change that must be one.</summary>
public sealed class NightlyComparisonTests
{
    private static readonly NightlySettings Settings = new();
    private static readonly IReadOnlyList<RunRecord> Reference = SyntheticRuns.Of(seeds: 20);

    private static NightlyResult Compare(IReadOnlyList<RunRecord> tonight, int expectedSeeds = 10) =>
        NightlyComparison.Of(Reference, tonight, SyntheticRuns.Recipes(expectedSeeds), Settings);

    private static IReadOnlyList<RunRecord> Tonight() => [.. Reference.Take(40)];

    private static bool IsPlain64(RunRecord run) => run.Recipe.BatchSize == 64;

    [Test]
    public void The_same_bits_are_identical()
    {
        var result = Compare(Tonight());

        result.Outcome.Should().Be(NightlyOutcome.Identical);
        result.Rows.Should().HaveCount(16).And.OnlyContain(row => row.Status == NightlyStatus.Identical && row.AdjustedPValue == 1 && row.Pairs == 10);
        (result.ExpectedRuns, result.PairedRuns, result.IdenticalRuns).Should().Be((40, 40, 40));
        result.Findings.Should().BeEmpty();
    }

    [Test]
    public void Another_stream_of_random_numbers_is_no_alarm()
    {
        var result = Compare(SyntheticRuns.Of(seeds: 10, stream: 2));

        result.Outcome.Should().Be(NightlyOutcome.Unchanged);
        result.Rows.Should().OnlyContain(row => row.Status == NightlyStatus.Unchanged);
        result.Rows.Select(row => row.Run).Distinct(StringComparer.Ordinal).Should().Equal("BN, batch 32", "no BN, batch 32", "BN, batch 64", "BN, batch 16");
    }

    /// <summary>Last bits that favour one side, without amplification: significant, and a hundredth of what matters.</summary>
    [Test]
    public void Last_bits_that_favour_one_side_are_significant_and_irrelevant()
    {
        var result = Compare(Tonight().With(_ => true, run => run.WithFinal(row => row with
        {
            Training = row.Training with { Loss = row.Training.Loss + 2e-5 + (run.Recipe.Seed * 1e-7) },
        })));

        result.Outcome.Should().Be(NightlyOutcome.Unchanged);
        result.Rows.Where(row => row.Metric.Name == "loss").Should().OnlyContain(row => row.Status == NightlyStatus.Irrelevant && row.AdjustedPValue < 0.01);
        result.Rows.Where(row => row.Metric.Name != "loss").Should().OnlyContain(row => row.Status == NightlyStatus.Identical);
        result.IdenticalRuns.Should().Be(0);
    }

    private static IEnumerable<TestCaseData> Shifts()
    {
        TestCaseData Case(string metric, double shift, NightlyStatus status, Func<EpochMetrics, double, EpochMetrics> plant) =>
            new TestCaseData(metric, shift, status, plant).SetArgDisplayNames(metric, $"{shift}", $"{status}");
        EpochMetrics Loss(EpochMetrics row, double shift) => row with { Training = row.Training with { Loss = row.Training.Loss + shift } };
        EpochMetrics Accuracy(EpochMetrics row, double shift) => row with { Training = row.Training with { Accuracy = row.Training.Accuracy + shift } };
        EpochMetrics ValidationLoss(EpochMetrics row, double shift) => row with { Validation = row.Validation with { Loss = row.Validation.Loss + shift } };
        EpochMetrics ValidationAccuracy(EpochMetrics row, double shift) => row with { Validation = row.Validation with { Accuracy = row.Validation.Accuracy + shift } };
        yield return Case("loss", 0.05, NightlyStatus.Worse, Loss);
        yield return Case("loss", -0.05, NightlyStatus.Better, Loss);
        yield return Case("accuracy", 0.05, NightlyStatus.Better, Accuracy);
        yield return Case("accuracy", -0.05, NightlyStatus.Worse, Accuracy);
        yield return Case("val_loss", 0.05, NightlyStatus.Worse, ValidationLoss);
        yield return Case("val_loss", -0.05, NightlyStatus.Better, ValidationLoss);
        yield return Case("val_accuracy", 0.05, NightlyStatus.Better, ValidationAccuracy);
        yield return Case("val_accuracy", -0.05, NightlyStatus.Worse, ValidationAccuracy);
    }

    [TestCaseSource(nameof(Shifts))]
    public void A_shift_is_found_where_it_is_and_in_its_direction(string metric, double shift, NightlyStatus status, Func<EpochMetrics, double, EpochMetrics> plant)
    {
        var result = Compare(SyntheticRuns.Of(seeds: 10, stream: 2).With(IsPlain64, run => run.WithFinal(row => plant(row, shift))));

        result.Outcome.Should().Be(NightlyOutcome.Changed);
        result.Rows.Where(row => row.IsAlarm).Should().ContainSingle().Which.Should().Match<NightlyRow>(row => row.Run == "BN, batch 64" && row.Metric.Name == metric && row.Status == status);
    }

    [Test]
    public void A_shift_of_every_run_by_the_same_amount_is_found_without_any_noise()
    {
        var result = Compare(Tonight().With(IsPlain64, run => run.WithFinal(row => row with { Training = row.Training with { Loss = row.Training.Loss + 0.05 } })));

        result.Rows.Where(row => row.IsAlarm).Should().BeEmpty("ten signs, 2^-9, do not reach 1 % / 16");
        var twenty = NightlyComparison.Of(
            Reference,
            Reference.With(IsPlain64, run => run.WithFinal(row => row with { Training = row.Training with { Loss = row.Training.Loss + 0.05 } })),
            SyntheticRuns.Recipes(20),
            Settings);
        twenty.Rows.Should().ContainSingle(row => row.Status == NightlyStatus.Worse);
    }

    private static IEnumerable<TestCaseData> Alarms()
    {
        TestCaseData Case(string name, NightlyFindingKind kind, Func<RunRecord, RunRecord> change) => new TestCaseData(kind, change).SetArgDisplayNames(name);
        yield return Case("failed", NightlyFindingKind.Failed, run => run with { Failure = "diverged", Epochs = [], ParametersSha256 = null });
        yield return Case("not a number", NightlyFindingKind.Unusable, run => run.WithFinal(row => row with { Training = new(double.NaN, 0.1) }));
        yield return Case("infinite", NightlyFindingKind.Unusable, run => run.WithFinal(row => row with { Validation = new(double.PositiveInfinity, 0.1) }));
        yield return Case("not a number on the way", NightlyFindingKind.Unusable, run => run with { Epochs = run.Epochs.SetItem(0, new(1, new(0.1, double.NaN), new(0.1, 0.1))) });
        yield return Case("an epoch short", NightlyFindingKind.Unusable, run => run with { Epochs = run.Epochs[..^1] });
        yield return Case("other data", NightlyFindingKind.OtherData, run => run with { DatasetSha256 = new string('e', 64) });
        yield return Case("another data set", NightlyFindingKind.OtherData, run => run with { DatasetName = "sample" });
    }

    [TestCaseSource(nameof(Alarms))]
    public void One_run_that_is_wrong_is_an_alarm(NightlyFindingKind kind, Func<RunRecord, RunRecord> change)
    {
        var result = Compare(Tonight().With(run => IsPlain64(run) && run.Recipe.Seed == 3, change));

        result.Outcome.Should().Be(NightlyOutcome.Changed);
        result.Findings.Should().ContainSingle().Which.Should().Match<NightlyFinding>(finding => finding.Kind == kind && finding.IsAlarm);
    }

    [Test]
    public void A_run_that_no_longer_fails_is_an_alarm_and_one_that_fails_as_before_is_not()
    {
        RunRecord Fail(RunRecord run) => run with { Failure = "diverged", Epochs = [], ParametersSha256 = null };
        var reference = Reference.With(run => IsPlain64(run) && run.Recipe.Seed == 3, Fail);

        NightlyComparison.Of(reference, Tonight(), SyntheticRuns.Recipes(10), Settings).Findings.Should().ContainSingle(finding => finding.Kind == NightlyFindingKind.NoLongerFails);
        var both = NightlyComparison.Of(reference, Tonight().With(run => IsPlain64(run) && run.Recipe.Seed == 3, Fail), SyntheticRuns.Recipes(10), Settings);
        both.Outcome.Should().Be(NightlyOutcome.Identical);
        both.Rows.Single(row => row.Run == "BN, batch 64" && row.Metric.Name == "loss").Pairs.Should().Be(9);
    }

    [Test]
    public void What_is_missing_is_a_gap_and_no_alarm()
    {
        var result = Compare([.. SyntheticRuns.Of(seeds: 10, stream: 2).Where(run => !IsPlain64(run) || run.Recipe.Seed > 1)]);

        result.Outcome.Should().Be(NightlyOutcome.Incomplete);
        result.Findings.Should().ContainSingle().Which.Should().Match<NightlyFinding>(finding => finding.Kind == NightlyFindingKind.Missing && !finding.IsAlarm);
        result.Rows.Where(row => row.Run == "BN, batch 64").Should().OnlyContain(row => row.Status == NightlyStatus.Undecided && row.Pairs == 9 && row.PValue == null);
        result.Rows.Where(row => row.Run != "BN, batch 64").Should().OnlyContain(row => row.Status == NightlyStatus.Unchanged);
        result.Rows.Should().HaveCount(16, "an undecided comparison is one all the same");
    }

    [TestCase(1)]
    [TestCase(3)]
    public void A_short_night_of_identical_runs_is_identical(int seeds) =>
        Compare([.. Reference.Take(4 * seeds)], seeds).Rows.Should().OnlyContain(row => row.Status == NightlyStatus.Identical && row.Pairs == seeds);

    [TestCase(1)]
    [TestCase(3)]
    public void A_short_night_of_other_runs_is_undecided(int seeds)
    {
        var result = Compare(SyntheticRuns.Of(seeds, stream: 2), seeds);

        result.Outcome.Should().Be(NightlyOutcome.Incomplete);
        result.Rows.Should().OnlyContain(row => row.Status == NightlyStatus.Undecided);
    }

    [Test]
    public void A_night_without_runs_is_incomplete() => Compare([]).Outcome.Should().Be(NightlyOutcome.Incomplete);

    [Test]
    public void A_seed_that_the_reference_lacks_is_a_gap()
    {
        var result = Compare(SyntheticRuns.Of(seeds: 21), expectedSeeds: 21);

        result.Outcome.Should().Be(NightlyOutcome.Incomplete);
        result.Findings.Should().HaveCount(4).And.OnlyContain(finding => finding.Kind == NightlyFindingKind.WithoutReference);
    }

    [Test]
    public void An_alarm_outweighs_a_gap() =>
        Compare([.. Tonight().Skip(1).Select(run => run with { DatasetSha256 = "other" })]).Outcome.Should().Be(NightlyOutcome.Changed);

    [Test]
    public void What_cannot_be_compared_is_refused()
    {
        var recipes = SyntheticRuns.Recipes(10);
        FluentActions.Invoking(() => NightlyComparison.Of([], Tonight(), recipes, Settings)).Should().Throw<ArgumentException>().WithMessage("The reference has none*");
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), [], Settings)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Compare([.. Tonight(), Tonight()[0]])).Should().Throw<ArgumentException>().WithMessage("*is there twice*");
        FluentActions.Invoking(() => NightlyComparison.Of(
            Reference.With(run => run.Recipe.Seed == 20, run => run.WithFinal(row => row with { Training = new(double.NaN, 1) })), Tonight(), recipes, Settings))
            .Should().Throw<ArgumentException>().WithMessage("*no number*");
        FluentActions.Invoking(() => NightlyComparison.Of(Reference.With(run => run.Recipe.Seed == 20, run => run with { DatasetSha256 = "other" }), Tonight(), recipes, Settings))
            .Should().Throw<ArgumentException>().WithMessage("*one data set*");
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), recipes, Settings with { FalseAlarmRate = 0 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), recipes, Settings with { RelevantShare = double.NaN })).Should().Throw<ArgumentException>();
    }

    [Test]
    public void The_order_of_the_runs_does_not_matter() =>
        Compare([.. SyntheticRuns.Of(10, stream: 2).Reverse()]).Rows.Select(row => row.AdjustedPValue!.Value)
            .Zip(Compare(SyntheticRuns.Of(10, stream: 2)).Rows.Select(row => row.AdjustedPValue!.Value))
            .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12, "sums in another order differ in their last bits");
}
