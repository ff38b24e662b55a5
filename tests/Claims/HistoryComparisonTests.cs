using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>The comparer of approved histories, with every kind of difference that must fail.</summary>
public sealed class HistoryComparisonTests
{
    private static readonly ImmutableArray<Metric> Tolerances =
        [.. Metric.All.Zip([0.001, 0.002, 0.003, 0.004], (metric, tolerance) => metric with { Tolerances = [.. Enumerable.Repeat(tolerance, 10)] })];

    private static readonly string Approved = HistoryTable.Of(PublishedTests.History(new TrainingRecipe()), SyntheticData.Create(), "fake engine");

    private static HistoryComparison? Compare(string from, string to)
    {
        var received = Approved.Replace(from, to, StringComparison.Ordinal);
        received.Should().NotBe(Approved, "the case has to change something");
        return HistoryComparison.Of(received, Approved, Tolerances);
    }

    [Test]
    public void The_text_is_a_small_aligned_table() => Approved.Should().Be(
        $"""
        data          synthetic digits, 200 training and 40 validation images
        network       784-300-100-10, BN after ReLU (epsilon 0.001, momentum 0.99, biased moving variance)
        batch size    32
        learning rate 0.01
        seed          1
        engine        torch: fake engine

        epoch        loss  accuracy    val_loss  val_accuracy
            1    0.500000  0.905000    0.600000        0.8950
            2    0.250000  0.910000    0.300000        0.9000
            3    0.166667  0.915000    0.200000        0.9050
            4    0.125000  0.920000    0.150000        0.9100
            5    0.100000  0.925000    0.120000        0.9150
            6    0.083333  0.930000    0.100000        0.9200
            7    0.071429  0.935000    0.085714        0.9250
            8    0.062500  0.940000    0.075000        0.9300
            9    0.055556  0.945000    0.066667        0.9350
           10    0.050000  0.950000    0.060000        0.9400

        parameters SHA-256 {new string('a', 64)}

        """.ReplaceLineEndings("\n"));

    [Test]
    public void What_is_written_can_be_read_back()
    {
        var read = ApprovedHistory.Read(Approved)!;

        read.Rows.Select(row => row.Epoch).Should().Equal(Enumerable.Range(1, 10));
        read.Rows[9].Should().Be(new EpochMetrics(10, new(0.05, 0.95), new(0.06, 0.94)));
        read["batch size"].Should().Be("32");
        read["no such name"].Should().BeNull();
        ApprovedHistory.Read("Layer (type)\n====\n").Should().BeNull("a model summary is no history");
    }

    [TestCase("0.250000", "0.250999", "loss", 0.001)]
    [TestCase("0.250000", "0.249000", "loss", 0.001)]
    [TestCase("0.910000", "0.912000", "accuracy", 0.002)]
    [TestCase("0.300000", "0.303000", "val_loss", 0.003)]
    [TestCase("0.9350\n", "0.9390\n", "val_accuracy", 0.004)]
    public void A_figure_within_its_columns_tolerance_passes_and_is_told(string from, string to, string column, double tolerance)
    {
        var comparison = Compare(from, to)!;

        comparison.IsTolerated.Should().BeTrue();
        comparison.Cells.Should().ContainSingle().Which.Should().Match<CellDifference>(cell => cell.Column == column && cell.Tolerance == tolerance);
        comparison.Describe().Should().StartWith("Passed by tolerance: 1 figure differs; the largest deviation is ").And.Contain(column);
    }

    [TestCase("0.250000", "0.251001", TestName = "a training loss beyond its tolerance")]
    [TestCase("0.910000", "0.912001", TestName = "a training accuracy beyond its tolerance")]
    [TestCase("0.300000", "0.303001", TestName = "a validation loss beyond its tolerance")]
    [TestCase("0.9350\n", "0.9391\n", TestName = "a validation accuracy beyond its tolerance")]
    [TestCase("0.250000", "NaN", TestName = "not a number")]
    [TestCase("0.250000", "Infinity", TestName = "infinity")]
    [TestCase("0.250000", "-Infinity", TestName = "negative infinity")]
    [TestCase("0.250000", "0,250000", TestName = "a decimal comma")]
    [TestCase("0.250000", "wrong", TestName = "a word for a figure")]
    [TestCase("0.250000", "", TestName = "a missing figure")]
    [TestCase("0.250000", "0.250000  0.250000", TestName = "a figure too many")]
    [TestCase("    2    0.25", "   12    0.25", TestName = "another epoch")]
    [TestCase("    9    0.055556  0.945000    0.066667        0.9350\n", "", TestName = "a missing row")]
    [TestCase("   10    0.050000", "   10    0.050000  0.950000    0.060000        0.9400\n   11    0.050000", TestName = "an extra row")]
    [TestCase(
        "    1    0.500000  0.905000    0.600000        0.8950\n    2    0.250000  0.910000    0.300000        0.9000\n",
        "    2    0.250000  0.910000    0.300000        0.9000\n    1    0.500000  0.905000    0.600000        0.8950\n",
        TestName = "rows in another order")]
    [TestCase("0.9400\n", "0.9400 \n\n", TestName = "a line more")]
    [TestCase("batch size    32", "batch size    33", TestName = "another batch size")]
    [TestCase("seed          1", "seed          2", TestName = "another seed")]
    [TestCase("learning rate 0.01", "learning rate 0.0101", TestName = "another learning rate")]
    [TestCase("fake engine", "fake engines", TestName = "another engine")]
    [TestCase("synthetic", "Synthetic", TestName = "other data")]
    [TestCase("biased", "unbiased", TestName = "other semantics")]
    [TestCase("aaaa\n", "aaa\n", TestName = "a hash that is cut off")]
    [TestCase("aaaa\n", "AAAA\n", TestName = "a hash that is no hash")]
    public void What_must_fail(string from, string to) => (Compare(from, to)?.IsTolerated ?? false).Should().BeFalse();

    [Test]
    public void A_tolerance_is_that_of_its_epoch()
    {
        ImmutableArray<Metric> late = [Metric.TrainingLoss with { Tolerances = [0, 0, 0, 0, 0, 0, 0, 0, 0.001] }, .. Metric.All[1..]];

        HistoryComparison.Of(Approved.Replace("0.055556", "0.056000", StringComparison.Ordinal), Approved, late)!.IsTolerated.Should().BeTrue();
        HistoryComparison.Of(Approved.Replace("0.250000", "0.250001", StringComparison.Ordinal), Approved, late)!.IsTolerated
            .Should().BeFalse("epoch 2 was given none");
        late[0].ToleranceAfter(10).Should().Be(0);
    }

    [TestCase("epoch        loss", "epoch    val_loss", TestName = "other columns")]
    [TestCase("parameters SHA-256 ", "parameters ", TestName = "no hash")]
    public void What_is_no_history_is_not_compared_as_one(string from, string to) => Compare(from, to).Should().BeNull();

    [Test]
    public void Another_hash_alone_passes_and_is_told()
    {
        var comparison = Compare("aaaa\n", "aaab\n")!;

        comparison.IsTolerated.Should().BeTrue("a hash has no near and far: compared exactly, it would make every tolerance void");
        comparison.HashDiffers.Should().BeTrue();
        comparison.Describe().Should().Be("Passed by tolerance: all figures are equal, the parameters' hash differs.");
    }

    [Test]
    public void Where_nothing_is_tolerated_another_hash_fails_and_so_does_the_last_digit()
    {
        HistoryComparison.Of(Approved, Approved, Metric.All)!.IsTolerated.Should().BeTrue();
        HistoryComparison.Of(Approved.Replace("aaaa\n", "aaab\n", StringComparison.Ordinal), Approved, Metric.All)!.IsTolerated.Should().BeFalse();
        HistoryComparison.Of(Approved.Replace("0.250000", "0.250001", StringComparison.Ordinal), Approved, Metric.All)!.IsTolerated
            .Should().BeFalse();
    }

    [Test]
    public void A_failure_is_a_table_of_the_cells_that_differ_and_the_lines_that_do()
    {
        var received = Approved
            .Replace("0.250000", "0.260000", StringComparison.Ordinal)
            .Replace("0.300000", "0.301000", StringComparison.Ordinal)
            .Replace("seed          1", "seed          2", StringComparison.Ordinal);

        HistoryComparison.Of(received, Approved, Tolerances)!.Explain().Should().Be(
            """
            These lines differ (approved | received):
              seed          1 | seed          2
            epoch  column          approved    received  difference  tolerance
                2  loss            0.250000    0.260000   +0.010000      0.001  beyond
                2  val_loss        0.300000    0.301000   +0.001000      0.003

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void The_largest_deviation_is_the_one_nearest_to_its_tolerance()
    {
        var received = Approved.Replace("0.250000", "0.250900", StringComparison.Ordinal).Replace("0.300000", "0.301000", StringComparison.Ordinal);

        HistoryComparison.Of(received, Approved, Tolerances)!.Describe().Should()
            .Be("Passed by tolerance: 2 figures differ; the largest deviation is +0.000900 in loss, epoch 2, where 0.001 is tolerated.");
    }
}
