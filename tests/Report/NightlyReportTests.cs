using System.Globalization;
using System.Text.Json;
using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Tests.Claims;

namespace Reproduction.Tests.Report;

/// <summary>The nightly comparison as a page and as JSON.</summary>
public sealed class NightlyReportTests
{
    private static NightlyResult Night(
        Func<IReadOnlyList<Reproduction.Ensembles.RunRecord>, IReadOnlyList<Reproduction.Ensembles.RunRecord>> change) =>
            NightlyComparison.Of(SyntheticRuns.Of(20), change(SyntheticRuns.Of(10)), SyntheticRuns.Recipes(10), new() { LeastPairs = 10 });

    /// <summary>Seed 1 at batch 64 is missing, at batch 16 it diverged, and training at batch 32 is worse.</summary>
    private static NightlyResult BadNight() => Night(_ => SyntheticRuns.Of(10, stream: 2)
        .With(
            run => run.Recipe is { BatchSize: 32, HasBatchNormalization: true },
            run => run.WithFinal(row => row with { Training = new(row.Training.Loss + 0.1, row.Training.Accuracy) }))
        .With(
            run => run.Recipe is { BatchSize: 16, Seed: 1 },
            run => run with { Failure = "the loss is not a number", Epochs = [], ParametersSha256 = null })
        .Where(run => run.Recipe is not { BatchSize: 64, Seed: 1 }).ToList());

    [Test]
    public void The_page_begins_with_a_sentence_a_picture_and_the_alarms_and_folds_the_rest()
    {
        var page = NightlyMarkdown.Of(BadNight(), new("0123456789abcdef", new DateTimeOffset(2026, 11, 25, 3, 12, 0, TimeSpan.Zero)));

        page.Should().StartWith(
            """
            # Nightly: worse: BN, batch 32, training loss, by 9.0 seed spreads, in the last epoch; and 1 more alarm

            38 of 40 runs compared with the reference by seed; 0 have its bits. 25 November 2026, 03:12 UTC, commit 0123456789ab.

            ```text
            BN, batch 32     loss          |             ░░░|░░░           ─>|  WORSE
            """.ReplaceLineEndings("\n"));
        page.Should().Contain(
            """
            ## Alarms

            - **worse: BN, batch 32, training loss, by 9.0 seed spreads, in the last epoch**:
            """.ReplaceLineEndings("\n"))
            .And.Contain("- **failed, which it did not in the reference: BN, batch 16, learning rate 0.01, seed 1: the loss is not a number**<br>")
            .And.Contain("## Not compared\n\n- missing: BN, batch 64, learning rate 0.01, seed 1\n")
            .And.Contain("Holm's correction over all 16 comparisons").And.Contain("1.0 % of honest changes raise a false one")
            .And.EndWith("- Tonight: torch, synthetic\n");
        var folded = page[page.IndexOf("<details>", StringComparison.Ordinal)..page.IndexOf("</details>", StringComparison.Ordinal)]
            .Split('\n')
            .Where(line => line.StartsWith('|'))
            .ToList();
        folded.Should().HaveCount(2 * 18, "two tables of 16 comparisons")
            .And.OnlyContain(line => line.Count(character => character == '|') == 7, "six columns");
        folded[2].Should().StartWith("| WORSE ");
    }

    [Test]
    public void What_a_run_says_cannot_become_markup_or_a_control_character()
    {
        const string Forged = "x\n\n# All is well\n\n<img src=x> | **bold** [link](javascript:1) \u001b[2J ```";
        var night = Night(_ => SyntheticRuns.Of(10, stream: 2)
            .With(run => run.Recipe is { BatchSize: 16, Seed: 1 }, run => run with { Failure = Forged, Epochs = [], ParametersSha256 = null })
            .With(run => run.Recipe is { BatchSize: 64 }, run => run with { EngineDescription = Forged, DatasetName = Forged }));

        foreach (var text in new[] { NightlyMarkdown.Of(night), NightlyText.Of(night, new()) })
        {
            text.Should().NotContain("\n# All is well").And.NotContain("\u001b");
        }

        NightlyMarkdown.Of(night)
            .Should().NotContain("<img").And.NotContain("**bold**").And.NotContain("[link]").And.Contain("&lt;img src=x&gt;").And.Contain(@"\\u001b");
    }

    [Test]
    public void The_sentence_says_how_the_night_went()
    {
        NightlyMarkdown.Of(Night(tonight => tonight)).Should().StartWith("# Nightly: identical, bit by bit, 40 of 40\n");
        NightlyMarkdown.Of(Night(_ => SyntheticRuns.Of(10, stream: 2)))
            .Should().StartWith("# Nightly: no change that matters, 0 of 40 runs identical\n");
        NightlyMarkdown.Of(Night(tonight => [.. tonight.Skip(1)]))
            .Should().StartWith("# Nightly: incomplete, 1 gap; no change in what was compared\n");
        NightlyMarkdown.Of(Night(_ => []))
            .Should().StartWith("# Nightly: incomplete, 40 gaps; no change in what was compared\n").And.Contain("- and 30 more runs\n");
        NightlyWords.Headline(NightlyComparison.Of(SyntheticRuns.Of(20), SyntheticRuns.Of(3, stream: 2), SyntheticRuns.Recipes(3), new()))
            .Should().StartWith("undecided: too few seeds");
    }

    [Test]
    public void Lines_of_the_terminal_s_text_fit_eighty_columns_but_for_sentences() =>
        NightlyText.Of(Night(tonight => tonight), new()).Split('\n').Should().OnlyContain(line => line.Length <= 80);

    [Test]
    public void Every_alarm_has_a_reading()
    {
        foreach (var kind in Enum.GetValues<NightlyFindingKind>().Where(kind => new NightlyFinding(kind, "x").IsAlarm))
        {
            var night = Night(tonight => tonight) with { Outcome = NightlyOutcome.Changed, Findings = [new(kind, "which")] };

            NightlyWords.Alarms(night).Should().ContainSingle().Which.Reading.Should().NotBeEmpty();
            NightlyWords.Headline(night).Should().EndWith(": which");
        }
    }

    [Test]
    public void The_history_is_drawn_from_the_JSON_of_nights()
    {
        var good = NightlyHistory.Read(NightlyJson.Of(
            Night(tonight => tonight), new("fedcba9876543210", new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero))));
        var bad = NightlyHistory.Read(NightlyJson.Of(BadNight(), new("0123456789abcdef", new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero))));

        NightlyHistory.Of([bad, good]).Should().StartWith(
            "2026-11-24 03:00  fedcba987654  identical  ....................   0.0\n"
                + "2026-11-25 03:00  0123456789ab  CHANGED    ####################   9.0  "
                + "worse: BN, batch 32, training loss, by 9.0 seed spreads, in the last epoch; and 1 more alarm\n");
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("7")]
    [TestCase("{}")]
    [TestCase("{\"comparisons\":[],\"outcome\":1}")]
    [TestCase("{\"comparisons\":[1],\"outcome\":\"identical\"}")]
    public void What_is_no_night_s_JSON_is_refused(string json) =>
        FluentActions.Invoking(() => NightlyHistory.Read(json)).Should().Throw<FormatException>().WithMessage("it is no night's JSON: *");

    [Test]
    public void The_JSON_holds_the_same_figures_in_full_precision()
    {
        var result = BadNight();
        using var json = JsonDocument.Parse(NightlyJson.Of(result));
        var root = json.RootElement;

        root.EnumerateObject().Select(property => property.Name).Should().Equal(
            "format_version",
            "commit",
            "time",
            "headline",
            "outcome",
            "expected_runs",
            "paired_runs",
            "identical_runs",
            "settings",
            "findings",
            "comparisons",
            "reference_engines",
            "tonight_engines");
        root.GetProperty("outcome").GetString().Should().Be("changed");
        root.GetProperty("findings")[0].GetProperty("kind").GetString().Should().Be("failed");
        var first = root.GetProperty("comparisons")[0];
        first.EnumerateObject().Select(property => property.Name).Should().Equal(
            "run", "batch_normalization", "normalization", "optimizer", "batch_size", "learning_rate", "metric", "status", "pairs",
            "reference_mean", "tonight_mean", "difference", "standard_deviation",
            "interval",
            "p_value",
            "adjusted_p_value",
            "wilcoxon_p_value",
            "reference_spread",
            "in_spreads",
            "since",
            "relevant",
            "smallest_detectable",
            "smallest_detectable_if_independent");
        first.GetProperty("status").GetString().Should().Be("worse");
        (first.GetProperty("normalization").GetString(), first.GetProperty("optimizer").GetString()).Should().Be(("batch", "sgd"));
        first.GetProperty("difference").GetDouble().Should().Be(result.Rows[0].Difference!.Mean);
        root.GetProperty("comparisons").EnumerateArray()
            .Single(row => row.GetProperty("run").GetString() == "BN, batch 64" && row.GetProperty("metric").GetString() == "loss")
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
