using System.Globalization;
using System.Text.Json;
using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Tests.Claims;

namespace Reproduction.Tests.Report;

/// <summary>The nightly comparison as a page and as JSON.</summary>
public sealed class NightlyReportTests
{
    private static NightlyResult Night(Func<IReadOnlyList<Reproduction.Ensembles.RunRecord>, IReadOnlyList<Reproduction.Ensembles.RunRecord>> change) =>
        NightlyComparison.Of(SyntheticRuns.Of(20), change(SyntheticRuns.Of(10)), SyntheticRuns.Recipes(10), new());

    /// <summary>Seed 1 at batch 64 is missing, at batch 16 it diverged, and training at batch 32 is worse.</summary>
    private static NightlyResult BadNight() => Night(_ => SyntheticRuns.Of(10, stream: 2)
        .With(run => run.Recipe is { BatchSize: 32, HasBatchNormalization: true }, run => run.WithFinal(row => row with { Training = new(row.Training.Loss + 0.1, row.Training.Accuracy) }))
        .With(run => run.Recipe is { BatchSize: 16, Seed: 1 }, run => run with { Failure = "the loss is not a number", Epochs = [], ParametersSha256 = null })
        .Where(run => run.Recipe is not { BatchSize: 64, Seed: 1 }).ToList());

    [Test]
    public void The_page_begins_with_the_outcome_and_says_what_was_planned()
    {
        var page = NightlyMarkdown.Of(BadNight());

        page.Should().StartWith(
            """
            # Nightly regression: CHANGED: 1 worse, 0 suspiciously better, 1 other alarm

            38 of 40 runs compared with the reference by seed; 0 have its bits.

            ## Runs that could not be compared

            - **Alarm**: failed, which it did not in the reference: BN, batch 16, learning rate 0.01, seed 1: the loss is not a number
            - Gap: missing: BN, batch 64, learning rate 0.01, seed 1

            ## Comparisons

            """.ReplaceLineEndings("\n"));
        page.Split('\n').Where(line => line.StartsWith("| BN", StringComparison.Ordinal) || line.StartsWith("| no BN", StringComparison.Ordinal)).Should().HaveCount(16);
        page.Should().Contain("**Worse**").And.Contain("Holm's correction over all 16 comparisons").And.Contain("1.0 % of honest nights raise a false one").And.EndWith("- Tonight: torch, synthetic\n");
    }

    [Test]
    public void An_identical_night_says_so()
    {
        NightlyMarkdown.Of(Night(tonight => tonight)).Should().StartWith("# Nightly regression: identical to the reference, bit by bit\n");
        NightlyMarkdown.Of(Night(_ => SyntheticRuns.Of(10, stream: 2))).Should().StartWith("# Nightly regression: no change\n");
        NightlyMarkdown.Of(Night(tonight => [.. tonight.Skip(1)])).Should().StartWith("# Nightly regression: incomplete, 1 gap; no change in what was compared\n");
        NightlyMarkdown.Of(Night(_ => [])).Should().StartWith("# Nightly regression: incomplete, 40 gaps; no change in what was compared\n");
    }

    [Test]
    public void The_JSON_holds_the_same_figures_in_full_precision()
    {
        var result = BadNight();
        using var json = JsonDocument.Parse(NightlyJson.Of(result));
        var root = json.RootElement;

        root.EnumerateObject().Select(property => property.Name).Should().Equal(
            "format_version", "outcome", "expected_runs", "paired_runs", "identical_runs", "settings", "findings", "comparisons", "reference_engines", "tonight_engines");
        root.GetProperty("outcome").GetString().Should().Be("changed");
        root.GetProperty("findings")[0].GetProperty("kind").GetString().Should().Be("failed");
        var first = root.GetProperty("comparisons")[0];
        first.EnumerateObject().Select(property => property.Name).Should().Equal(
            "run", "batch_normalization", "batch_size", "learning_rate", "metric", "status", "pairs", "reference_mean", "tonight_mean", "difference",
            "standard_deviation", "interval", "p_value", "adjusted_p_value", "wilcoxon_p_value", "reference_spread", "relevant", "smallest_detectable",
            "smallest_detectable_if_independent");
        first.GetProperty("status").GetString().Should().Be("worse");
        first.GetProperty("difference").GetDouble().Should().Be(result.Rows[0].Difference!.Mean);
        root.GetProperty("comparisons").EnumerateArray().Single(row => row.GetProperty("run").GetString() == "BN, batch 64" && row.GetProperty("metric").GetString() == "loss")
            .GetProperty("p_value").ValueKind.Should().Be(JsonValueKind.Null, "nine pairs are too few");
    }

    [Test]
    public void No_figure_depends_on_the_culture()
    {
        string Everything() => NightlyMarkdown.Of(BadNight()) + NightlyJson.Of(BadNight());
        var expected = Everything();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Everything().Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
