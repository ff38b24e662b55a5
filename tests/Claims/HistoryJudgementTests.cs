using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Report;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>What a reviewer is told first of a history that changed.</summary>
public sealed class HistoryJudgementTests
{
    private static readonly string Approved = HistoryTable.Of(PublishedTests.History(new TrainingRecipe()), SyntheticData.Create(), "fake engine")
        .Replace("synthetic digits", "MNIST", StringComparison.Ordinal);

    private static readonly ImmutableArray<Metric> Tolerances =
        [.. Metric.All.Select(metric => metric with { Tolerances = [.. Enumerable.Repeat(0.002, 10)] })];

    /// <summary>Stored runs whose validation accuracy after epoch 10 has a standard deviation of 0.01 between seeds: 0.93, 0.94, 0.95.</summary>
    private static readonly SeedSpreads Spreads = new(EvidenceRuns.Select(Enumerable.Range(1, 3).Select(Run)));

    private static RunRecord Run(int seed)
    {
        var recipe = new TrainingRecipe { Seed = (ulong)seed };
        var rows = PublishedTests.History(
            recipe).Epochs.Select(row => row with { Validation = row.Validation with { Accuracy = row.Validation.Accuracy + (0.01 * (seed - 2)) } });
        return new(
            recipe,
            "mnist",
            "hash",
            "portable",
            "portable",
            [.. rows],
            null,
            "hash",
            null,
            TimeSpan.Zero,
            new(string.Empty, string.Empty, 1, string.Empty, string.Empty));
    }

    private static HistoryJudgement? Judge(string from, string to)
    {
        var received = Approved.Replace(from, to, StringComparison.Ordinal);
        received.Should().NotBe(Approved);
        return HistoryJudgement.Of(received, Approved, Tolerances, Spreads);
    }

    [Test]
    public void It_says_how_many_figures_moved_from_where_on_in_which_direction_and_how_large_that_is_beside_seeds()
    {
        var judgement = Judge("0.150000        0.9100", "0.151000        0.9100")! with { };
        judgement.Should().BeEquivalentTo(new { Figures = 40, Moved = 1, Beyond = 0, FirstEpoch = "4", LastEpoch = 10 });

        var twice = Approved.Replace("0.9400\n", "0.9150\n", StringComparison.Ordinal);
        twice = twice.Replace("0.150000        0.9100", "0.151000        0.9100", StringComparison.Ordinal);
        HistoryJudgement.Of(twice, Approved, Tolerances, Spreads)
            .Should().BeEquivalentTo(new { Moved = 2, Beyond = 1, FirstEpoch = "4", LastEpoch = 10 }, "the first of both");

        var worse = Judge("0.9400\n", "0.9150\n")!;

        worse.Beyond.Should().Be(1);
        worse.FirstEpoch.Should().Be("10");
        worse.Summary().Should().Be("1 of 40 figures moved, from epoch 10 on; after epoch 10 val_accuracy worse by 0.025 (2.5 seed spreads)");
        worse.Explain().Should().Be(
            """
            1 of 40 figures moved beyond their tolerance, 0 within it; the first epoch that differs is 10.
            after epoch 10  loss          equal            0  the stored seeds do not differ in it
            after epoch 10  accuracy      equal            0  the stored seeds do not differ in it
            after epoch 10  val_loss      equal            0  the stored seeds do not differ in it
            after epoch 10  val_accuracy  worse    -0.025000  2.5 seed spreads

            """.ReplaceLineEndings("\n"));
    }

    [TestCase("0.050000", "0.040000", "loss better by 0.01")]
    [TestCase("0.050000", "0.060000", "loss worse by 0.01")]
    [TestCase("0.9400\n", "0.9500\n", "val_accuracy better by 0.01")]
    [TestCase("0.050000", "NaN", "loss worse by NaN")]
    public void Less_loss_and_more_accuracy_are_better(string from, string to, string expected) =>
        Judge(from, to)!.Summary().Should().Contain(expected);

    [Test]
    public void Another_kind_of_run_has_no_stored_seeds()
    {
        var other = Approved.Replace("batch size    32", "batch size    64", StringComparison.Ordinal);

        HistoryJudgement.Of(other.Replace("0.9400\n", "0.9150\n", StringComparison.Ordinal), other, Tolerances, Spreads)!.Summary()
            .Should().Contain("no seeds are stored");
    }

    [Test]
    public void Equal_figures_and_no_histories()
    {
        Judge("aaaa\n", "aaab\n")!.Summary().Should().Be("all figures are equal");
        Judge("0.9400\n", "wrong\n").Should().BeNull("a cell that is no number has no judgement; the comparison shows its line");
        HistoryJudgement.Of("text", Approved, Tolerances, Spreads).Should().BeNull();
    }
}
