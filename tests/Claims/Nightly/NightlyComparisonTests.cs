using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>The nightly comparison: what is no alarm, and every kind of change that must be one.</summary>
public sealed class NightlyComparisonTests
{
    /// <summary>Ten pairs are enough here, where figures are normal.</summary>
    private static readonly NightlySettings Settings = new() { LeastPairs = 10 };
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
        result.Rows.Should().HaveCount(16)
            .And.OnlyContain(row => row.Status == NightlyStatus.Identical && row.AdjustedPValue == 1 && row.Pairs == 10);
        (result.ExpectedRuns, result.PairedRuns, result.IdenticalRuns).Should().Be((40, 40, 40));
        result.Findings.Should().BeEmpty();
        Compare(Tonight(), expectedSeeds: 1).ExpectedRuns.Should().Be(40, "of more runs than expected all are compared");
    }

    [Test]
    public void Another_stream_of_random_numbers_is_no_alarm()
    {
        var result = Compare(SyntheticRuns.Of(seeds: 10, stream: 2));

        result.Outcome.Should().Be(NightlyOutcome.Unchanged);
        result.Rows.Should().OnlyContain(row => row.Status == NightlyStatus.Unchanged);
        result.Rows.Select(row => row.Run).Distinct(StringComparer.Ordinal)
            .Should().Equal("BN, batch 32", "no BN, batch 32", "BN, batch 64", "BN, batch 16");
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
        result.Rows.Where(row => row.Metric.Name == "loss")
            .Should().OnlyContain(row => row.Status == NightlyStatus.Irrelevant && row.AdjustedPValue < 0.01);
        result.Rows.Where(row => row.Metric.Name != "loss").Should().OnlyContain(row => row.Status == NightlyStatus.Identical);
        result.IdenticalRuns.Should().Be(0);
    }

    [Test]
    public void Runs_whose_bits_nobody_knows_are_not_called_identical()
    {
        IReadOnlyList<RunRecord> unknown = [.. Reference.Take(40).Select(run => run with { ParametersSha256 = null })];

        NightlyComparison.Of(unknown, unknown, SyntheticRuns.Recipes(10), Settings).IdenticalRuns.Should().Be(0);
    }

    /// <summary>
    /// Four of the sixteen comparisons have too few pairs. They count all the same: the smallest p of the others is multiplied by 16, not by 12.
    /// </summary>
    [Test]
    public void A_comparison_without_a_p_makes_the_others_correction_no_smaller()
    {
        var rows = Compare([.. SyntheticRuns.Of(seeds: 10, stream: 2).Where(run => !IsPlain64(run) || run.Recipe.Seed <= 3)]).Rows;
        var smallest = rows.Where(row => row.PValue is not null).MinBy(row => row.PValue)!;

        rows.Count(row => row.PValue is null).Should().Be(4);
        smallest.AdjustedPValue.Should().BeApproximately(Math.Min(1, 16 * smallest.PValue!.Value), 1e-12);
        smallest.AdjustedPValue.Should().BeLessThan(1, "or the case would show nothing");
    }

    private static IEnumerable<TestCaseData> Shifts()
    {
        TestCaseData Case(string metric, double shift, NightlyStatus status, Func<EpochMetrics, double, EpochMetrics> plant) =>
            new TestCaseData(metric, shift, status, plant).SetArgDisplayNames(metric, $"{shift}", $"{status}");
        EpochMetrics Loss(EpochMetrics row, double shift) => row with { Training = row.Training with { Loss = row.Training.Loss + shift } };
        EpochMetrics Accuracy(EpochMetrics row, double shift) =>
            row with { Training = row.Training with { Accuracy = row.Training.Accuracy + shift } };
        EpochMetrics ValidationLoss(EpochMetrics row, double shift) =>
            row with { Validation = row.Validation with { Loss = row.Validation.Loss + shift } };
        EpochMetrics ValidationAccuracy(EpochMetrics row, double shift) =>
            row with { Validation = row.Validation with { Accuracy = row.Validation.Accuracy + shift } };
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
    public void A_shift_is_found_where_it_is_and_in_its_direction(
        string metric, double shift, NightlyStatus status, Func<EpochMetrics, double, EpochMetrics> plant)
    {
        var result = Compare(SyntheticRuns.Of(seeds: 10, stream: 2).With(IsPlain64, run => run.WithFinal(row => plant(row, shift))));

        result.Outcome.Should().Be(NightlyOutcome.Changed);
        result.Rows.Where(row => row.IsAlarm)
            .Should().ContainSingle()
            .Which.Should().Match<NightlyRow>(row => row.Run == "BN, batch 64" && row.Metric.Name == metric && row.Status == status);
    }

    [Test]
    public void A_shift_of_every_run_by_the_same_amount_is_found_without_any_noise()
    {
        var result = Compare(Tonight().With(
            IsPlain64, run => run.WithFinal(row => row with { Training = row.Training with { Loss = row.Training.Loss + 0.05 } })));

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
        TestCaseData Case(string name, NightlyFindingKind kind, Func<RunRecord, RunRecord> change) =>
            new TestCaseData(kind, change).SetArgDisplayNames(name);
        yield return Case("failed", NightlyFindingKind.Failed, run => run with { Failure = "diverged", Epochs = [], ParametersSha256 = null });
        yield return Case("not a number", NightlyFindingKind.Unusable, run => run.WithFinal(row => row with { Training = new(double.NaN, 0.1) }));
        yield return Case(
            "infinite", NightlyFindingKind.Unusable, run => run.WithFinal(row => row with { Validation = new(double.PositiveInfinity, 0.1) }));
        yield return Case(
            "not a number on the way",
            NightlyFindingKind.Unusable,
            run => run with { Epochs = run.Epochs.SetItem(0, new(1, new(0.1, double.NaN), new(0.1, 0.1))) });
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

        NightlyComparison.Of(reference, Tonight(), SyntheticRuns.Recipes(10), Settings).Findings
            .Should().ContainSingle(finding => finding.Kind == NightlyFindingKind.NoLongerFails);
        var both = NightlyComparison.Of(
            reference, Tonight().With(run => IsPlain64(run) && run.Recipe.Seed == 3, Fail), SyntheticRuns.Recipes(10), Settings);
        both.Outcome.Should().Be(NightlyOutcome.Identical);
        both.Rows.Single(row => row.Run == "BN, batch 64" && row.Metric.Name == "loss").Pairs.Should().Be(9);
    }

    [Test]
    public void A_run_that_is_there_twice_counts_once_and_is_an_alarm_if_its_figures_differ()
    {
        Compare([.. Tonight(), Tonight()[0]]).Outcome.Should().Be(NightlyOutcome.Identical);
        Compare([.. Tonight(), Tonight()[0] with { ParametersSha256 = new('c', 64) }]).Findings.Should().ContainSingle()
            .Which.Should().Match<NightlyFinding>(finding => finding.Kind == NightlyFindingKind.Contradiction && finding.IsAlarm);
    }

    [Test]
    public void Figures_that_single_precision_does_not_hold_are_an_alarm_and_no_overflow()
    {
        var result = Compare(Tonight().With(IsPlain64, run => run.WithFinal(row => row with { Training = new(1e308, 0.1) })));

        result.Findings.Should().HaveCount(10).And.OnlyContain(finding => finding.Kind == NightlyFindingKind.Unusable);
    }

    [Test]
    public void Constant_figures_and_runs_that_all_failed_can_be_compared()
    {
        RunRecord Constant(RunRecord run) =>
            run with { Epochs = [.. run.Epochs.Select(row => new EpochMetrics(row.Epoch, new(0.5, 0.5), new(0.5, 0.5)))] };
        RunRecord Fail(RunRecord run) => run with { Failure = "diverged", Epochs = [], ParametersSha256 = null };
        var constant = Reference.With(_ => true, Constant);
        var failed = Reference.With(_ => true, Fail);
        var recipes = SyntheticRuns.Recipes(20);

        NightlyComparison.Of(constant, constant, recipes, Settings).Outcome.Should().Be(NightlyOutcome.Identical);
        NightlyComparison.Of(constant, Reference, recipes, Settings).Rows.Should().HaveCount(16);
        NightlyComparison.Of(Reference, constant, recipes, Settings).Outcome.Should().Be(NightlyOutcome.Changed);
        NightlyComparison.Of(failed, failed, recipes, Settings).Rows.Should().OnlyContain(row => row.Status == NightlyStatus.Undecided);
        NightlyComparison.Of(failed, Reference, recipes, Settings).Findings
            .Should().HaveCount(80).And.OnlyContain(finding => finding.Kind == NightlyFindingKind.NoLongerFails);
    }

    [Test]
    public void A_changed_recipe_is_one_finding_and_not_eighty_gaps()
    {
        RunRecord Changed(RunRecord run) => run with
        {
            Recipe = run.Recipe with
            {
                Network = run.Recipe.Network with { BatchNormalization = run.Recipe.Network.BatchNormalization! with { Epsilon = 0.002 } },
            },
        };
        bool HasBatchNormalization(RunRecord run) => run.Recipe.HasBatchNormalization;
        var changed = Tonight().With(HasBatchNormalization, Changed);

        // The file holds other recipes, or the defaults have changed with the code.
        foreach (var expected in new[] { SyntheticRuns.Recipes(10), [.. changed.Select(run => run.Recipe)] })
        {
            var result = NightlyComparison.Of(Reference, changed, expected, Settings);

            result.Outcome.Should().Be(NightlyOutcome.Changed);
            result.Findings.Select(finding => $"{finding.Kind}: {finding.Description}").Should().Equal(
                "OtherRecipe: BN, batch 32: epsilon 0.001 -> 0.002 (10 runs)",
                "OtherRecipe: BN, batch 64: epsilon 0.001 -> 0.002 (10 runs)",
                "OtherRecipe: BN, batch 16: epsilon 0.001 -> 0.002 (10 runs)");
            result.PairedRuns.Should().Be(10, "those without batch normalization");
        }
    }

    [Test]
    public void Recipes_that_differ_in_three_values_are_other_runs_and_no_changed_recipe()
    {
        var tonight = Tonight().With(IsPlain64, run => run with { Recipe = run.Recipe with { BatchSize = 128, LearningRate = 0.02, Epochs = 1 } });

        var result = NightlyComparison.Of(Reference, tonight, SyntheticRuns.Recipes(10), Settings);

        result.Findings.Select(finding => finding.Kind).Distinct().Should().Equal(NightlyFindingKind.Missing, NightlyFindingKind.WithoutReference);
    }

    [Test]
    public void Training_that_is_identical_with_a_validation_that_is_not_is_an_alarm_at_whatever_size()
    {
        var result = Compare(Tonight().With(IsPlain64, run => run with
        {
            Epochs = [.. run.Epochs.Select(row => row with { Validation = row.Validation with { Loss = Math.BitIncrement(row.Validation.Loss) } })],
        }));

        result.Outcome.Should().Be(NightlyOutcome.Changed);
        result.Findings.Should().ContainSingle()
            .Which.Should().Match<NightlyFinding>(finding => finding.Kind == NightlyFindingKind.OtherInference && finding.IsAlarm);
        result.Findings[0].Description.Should().StartWith("BN, batch 64: ").And.Contain("in 10 of 10 runs");
        result.Rows.Should().NotContain(row => row.IsAlarm);
    }

    [Test]
    public void Other_bits_by_the_same_version_of_the_portable_engine_are_an_alarm_and_by_another_version_are_none()
    {
        IReadOnlyList<RunRecord> By(string version, IReadOnlyList<RunRecord> runs) =>
            [.. runs.Select(run => run with { Engine = "portable", EngineDescription = version })];
        var tonight = SyntheticRuns.Of(seeds: 10, stream: 2);

        var same = NightlyComparison.Of(By("arithmetic 1", Reference), By("arithmetic 1", tonight), SyntheticRuns.Recipes(10), Settings);
        var other = NightlyComparison.Of(By("arithmetic 1", Reference), By("arithmetic 2", tonight), SyntheticRuns.Recipes(10), Settings);

        same.Outcome.Should().Be(NightlyOutcome.Changed);
        same.Findings.Should().HaveCount(4).And.OnlyContain(finding => finding.Kind == NightlyFindingKind.OtherBits && finding.IsAlarm);
        other.Outcome.Should().Be(NightlyOutcome.Unchanged);
        Compare(tonight).Outcome.Should().Be(NightlyOutcome.Unchanged, "torch promises nothing of the kind");
    }

    [Test]
    public void An_alarm_says_since_which_epoch()
    {
        var tonight = Reference.With(IsPlain64, run => run with
        {
            Epochs = [.. run.Epochs.Select(row => row.Epoch < 4
                ? row
                : row with { Training = row.Training with { Loss = row.Training.Loss + 0.05 } })],
            ParametersSha256 = new('b', 64),
        });

        NightlyComparison.Of(Reference, tonight, SyntheticRuns.Recipes(20), Settings).Rows.Single(row => row.IsAlarm).Since.Should().Be(4);
    }

    [Test]
    public void What_is_missing_is_a_gap_and_no_alarm()
    {
        var result = Compare([.. SyntheticRuns.Of(seeds: 10, stream: 2).Where(run => !IsPlain64(run) || run.Recipe.Seed > 1)]);

        result.Outcome.Should().Be(NightlyOutcome.Incomplete);
        result.Findings.Should().ContainSingle()
            .Which.Should().Match<NightlyFinding>(finding => finding.Kind == NightlyFindingKind.Missing && !finding.IsAlarm);
        result.Rows.Where(row => row.Run == "BN, batch 64")
            .Should().OnlyContain(row => row.Status == NightlyStatus.Undecided && row.Pairs == 9 && row.PValue == null);
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
        FluentActions.Invoking(() => NightlyComparison.Of([], Tonight(), recipes, Settings))
            .Should().Throw<ArgumentException>().WithMessage("The reference has none*");
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), [], Settings)).Should().Throw<ArgumentException>();
        IReadOnlyList<TrainingRecipe> elsewhere = [.. recipes.Select(recipe => recipe with { Epochs = 3, LearningRate = 0.5, InitialScale = 2 })];
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), elsewhere, Settings))
            .Should().Throw<ArgumentException>("what is in both files was not asked for").WithMessage("The reference has none*");
        FluentActions.Invoking(() => NightlyComparison.Of(
            [.. Reference, Reference[0] with { EngineDescription = "another" }], Tonight(), recipes, Settings))
            .Should().Throw<ArgumentException>()
            .WithMessage("The reference has BN, batch 32, learning rate 0.01, seed 1 twice, by torch, synthetic and by another.*");
        FluentActions.Invoking(() => NightlyComparison.Of(
            Reference.With(run => run.Recipe.Seed == 20, run => run.WithFinal(row => row with { Training = new(double.NaN, 1) })),
            Tonight(),
            recipes,
            Settings))
            .Should().Throw<ArgumentException>().WithMessage("*no number*");
        FluentActions.Invoking(() => NightlyComparison.Of(
            Reference.With(run => run.Recipe.Seed == 20, run => run with { DatasetSha256 = "other" }), Tonight(), recipes, Settings))
            .Should().Throw<ArgumentException>().WithMessage("*one data set*");
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), recipes, Settings with { FalseAlarmRate = 0 }))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NightlyComparison.Of(Reference, Tonight(), recipes, Settings with { RelevantShare = double.NaN }))
            .Should().Throw<ArgumentException>();
    }

    [Test]
    public void The_order_of_the_runs_does_not_matter() =>
        Compare([.. SyntheticRuns.Of(10, stream: 2).Reverse()]).Rows.Select(row => row.AdjustedPValue!.Value)
            .Zip(Compare(SyntheticRuns.Of(10, stream: 2)).Rows.Select(row => row.AdjustedPValue!.Value))
            .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12, "sums in another order differ in their last bits");
}
