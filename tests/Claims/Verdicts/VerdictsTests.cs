using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>The rules can come out either way: runs that say the contrary get the contrary verdict, and missing runs none.</summary>
public sealed class VerdictsTests
{
    private static readonly Published Published = Published.Load();

    /// <summary>Runs whose last row has the given validation accuracy with batch normalization, by batch size, and without; every other figure goes with it.</summary>
    private static List<RunRecord> Runs(double with16, double with32, double with64, double without) =>
    [
        .. SyntheticRuns.Of(20).Select(run =>
        {
            var accuracy = !run.Recipe.HasBatchNormalization ? without : run.Recipe.BatchSize switch { 16 => with16, 32 => with32, _ => with64 };
            return run.WithFinal(row => Row(row, accuracy + (0.0005 * ((run.Recipe.Seed * 7 % 5) - 2.0)) + (run.Recipe.HasBatchNormalization ? 0.0003 * (run.Recipe.Seed % 3) : 0)));
        }),
    ];

    private static EpochMetrics Row(EpochMetrics row, double accuracy) => new(row.Epoch, new(1 - accuracy, accuracy), new(1 - accuracy, accuracy));

    private static Decision Of(string claim, List<RunRecord> runs) => Reproduction.Claims.Verdicts.Of(runs, Published).Single(verdict => verdict.Claim.Id == claim).Decision;

    [Test]
    public void Every_claim_has_a_verdict_and_without_runs_those_that_need_them_are_undecided()
    {
        var verdicts = Reproduction.Claims.Verdicts.Of([], Published);

        verdicts.Select(verdict => verdict.Claim).Should().Equal(ClaimCatalogue.All);
        verdicts.Where(verdict => verdict.Decision == Decision.Undecided).Select(verdict => verdict.Claim.Id)
            .Should().Equal("T7", "T8", "T9", "T10", "I4", "I5", "I6", "I7", "I8", "B1", "B2", "B3", "B4", "B5");
        verdicts.Should().OnlyContain(verdict => verdict.Evidence.Length > 0 && !verdict.Evidence.Contains('\n') && verdict.Rerun.StartsWith("dotnet ", StringComparison.Ordinal));
    }

    [TestCase("I4")]
    [TestCase("I5")]
    [TestCase("I6")]
    [TestCase("I7")]
    public void An_effect_in_the_other_direction_is_refuted(string claim) =>
        Of(claim, Runs(0.97, 0.97, 0.97, without: 0.98)).Should().Be(Decision.Refuted);

    [TestCase("I4")]
    [TestCase("I5")]
    public void An_effect_with_figures_far_from_the_published_ones_is_within_limits(string claim) =>
        Of(claim, Runs(0.70, 0.70, 0.70, without: 0.60)).Should().Be(Decision.WithinLimits);

    [Test]
    public void No_effect_is_undecided() => Of("I5", Runs(0.97, 0.97, 0.97, without: 0.97030)).Should().Be(Decision.Undecided);

    [Test]
    public void B3_follows_the_runs()
    {
        Of("B3", Runs(0.98, 0.97, 0.96, without: 0.95)).Should().Be(Decision.Refuted);
        Of("B3", Runs(0.96, 0.97, 0.96, without: 0.95)).Should().Be(Decision.Reproduced);
    }

    [Test]
    public void Histories_far_from_the_published_ones_are_refuted() =>
        new[] { "I8", "B1", "B2" }.Should().OnlyContain(claim => Of(claim, Runs(0.5, 0.5, 0.5, 0.5)) == Decision.Refuted);

    [Test]
    public void Runs_on_other_data_decide_nothing() =>
        Of("I5", [.. Runs(0.98, 0.98, 0.98, 0.97).Select(run => run with { DatasetName = "sample" })]).Should().Be(Decision.Undecided);
}
