using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Networks;
using Reproduction.Report.Page;
using Reproduction.Training;

namespace Reproduction.Tests.Report.Page;

/// <summary>What the HTML and the Markdown have in common.</summary>
public sealed class ReportPageTests
{
    private static readonly ReportContent Content = HtmlPageTests.Content;

    private static string Both(ReportContent content) => ReportPage.Html(content) + ReportPage.Markdown(content);

    [Test]
    public void Equal_content_gives_equal_bytes_in_any_order() =>
        Both(Content with { Runs = [.. Content.Runs.Reverse()], Verdicts = [.. Content.Verdicts.Reverse()] }).Should().Be(Both(Content));

    [Test]
    public void Nothing_depends_on_the_culture()
    {
        var expected = Both(Content);
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var name in new[] { "de-DE", "tr-TR", "ar-SA" })
            {
                CultureInfo.CurrentCulture = new(name);
                Both(Content).Should().Be(expected);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Lines_end_in_a_line_feed_alone() => Both(Content).Should().NotContain("\r");

    [Test]
    public void As_many_runs_as_the_project_stores_make_less_than_two_megabytes() =>
        Encoding.UTF8.GetByteCount(ReportPage.Html(Content with { Runs = [.. SyntheticRuns.All()] })).Should().BeLessThan(2_000_000);

    /// <summary>A run that diverged, or ended below 0.9, has not trained; both count among the runs.</summary>
    [Test]
    public void Depth_is_drawn_and_listed_by_runs_that_train()
    {
        TrainingRecipe Of(bool normalized, int layers, ulong seed) => new()
        {
            Network = new() { HiddenSizes = [.. Enumerable.Repeat(100, layers)], BatchNormalization = normalized ? new() : null },
            Seed = seed,
        };
        var recipes = from normalized in new[] { true, false }
                      from layers in new[] { 1, 16 }
                      from seed in new ulong[] { 1, 2, 3, 4 }
                      select Of(normalized, layers, seed);
        var runs = recipes.Select(recipe => recipe switch
            {
                { HasBatchNormalization: true } or { Network.HiddenSizes.Length: 1 } => SyntheticRuns.Run(recipe),
                { Seed: 1 } => SyntheticRuns.Failed(recipe),
                _ => SyntheticRuns.Run(recipe, accuracy: recipe.Seed == 2 ? 0.9 : 0.89),
            });

        var content = Content with { Runs = [.. runs] };

        ReportPage.Html(content).Should().Contain(
            "Percent of runs that train, by hidden layers: with BN, 1: 100; with BN, 16: 100; without BN, 1: 100; without BN, 16: 25.");
        ReportPage.Markdown(content).Should().MatchRegex(@"\| +16 \| with +\| +4 \| +4 \| +0 \|")
            .And.MatchRegex(@"\| +16 \| without +\| +4 \| +1 \| +1 \|");
    }

    [Test]
    public void Recipes_that_are_in_no_chart_have_a_table_of_their_own()
    {
        var layer = new NetworkConfiguration { Normalization = new LayerNormalizationConfiguration() };
        var runs = new ulong[] { 1, 2 }
            .Select(seed => SyntheticRuns.Run(new() { Network = layer, Optimizer = new AdamConfiguration(), Seed = seed }));

        var page = ReportPage.Markdown(Content with { Runs = [.. Content.Runs, .. runs] });

        string.Join(' ', page.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Should().Contain("Other recipes").And.Contain(
            "| 784-300-100-10, LN after ReLU (epsilon 0.001) | Adam | 0.01 | 32 | 1 | 10 | 2 | 0 |");
        ReportPage.Markdown(Content).Should().NotContain("Other recipes");
    }

    [Test]
    public void Every_claim_of_the_catalogue_is_there_with_a_verdict_or_without_one()
    {
        var content = Content with { Verdicts = [.. Content.Verdicts.Where(verdict => verdict.Claim.Id != "B3")] };

        var markdown = ReportPage.Markdown(content).Split('\n');

        foreach (var claim in Rule.All.Select(rule => rule.Claim))
        {
            markdown.Should().ContainSingle(line => line.StartsWith($"| {claim.Id} ", StringComparison.Ordinal))
                .Which.Should().Contain(claim.Statement[..20]).And.Contain(claim.Id == "B3" ? "No verdict" : "Reproduced");
        }
    }

    [Test]
    public void A_verdict_on_a_claim_that_the_catalogue_does_not_know_is_shown_too() =>
        Both(Content with { Verdicts = [new(new("X9", "Something else."), new(Decision.Refuted, "no", "It is not.", string.Empty))] })
            .Should().Contain("Something else.").And.Contain("Other claims").And.Contain("✗ Refuted");

    [Test]
    public void Two_verdicts_on_one_claim_are_refused()
    {
        var act = () => ReportPage.Html(Content with { Verdicts = [.. Content.Verdicts, Content.Verdicts[0]] });

        act.Should().Throw<ArgumentException>().WithMessage("A claim has one verdict; received 2 for T1.*");
    }

    [Test]
    public void A_section_without_data_says_so_in_a_line_and_draws_nothing()
    {
        var content = Content with { Runs = [] };

        ReportPage.Html(content).Should().NotContain("<figure").And.NotContain("class=\"chart\"");
        foreach (var text in new[] { ReportPage.Html(content), ReportPage.Markdown(content) })
        {
            text.Replace("&#39;", "'", StringComparison.Ordinal).Should().Contain("There are no runs of the notebook's recipe: nothing to draw.")
                .And.Contain("There are no runs over several learning rates or initial scales: nothing to draw.")
                .And.Contain("There are no runs over several batch sizes: nothing to draw.")
                .And.Contain("There are no runs.");
        }
    }

    [Test]
    public void The_published_figure_stands_beside_the_mean_with_its_distance()
    {
        var runs = new[] { 0.9762, 0.9772, 0.9802 }.Select((accuracy, i) => SyntheticRuns.Run(new() { Seed = (ulong)i + 1 }, accuracy));

        var row = ReportPage.Markdown(Content with { Runs = [.. runs] }).Split('\n')
            .Single(line => line.StartsWith("| BN, batch 32", StringComparison.Ordinal) && line.Contains("val_accuracy", StringComparison.Ordinal));

        // By hand: mean 0.97787, standard deviation 0.00208, t(2) = 4.3027; (0.9772 - 0.97787) / 0.00208 = -0.3.
        row.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal("BN, batch 32", "val_accuracy", "3", "0.9779", "0.9727 to 0.9830", "0.0021", "0.9762 to 0.9802", "0.9772", "-0.3");
    }

    [Test]
    public void No_figure_of_the_notebook_stands_beside_those_of_another_data_set() =>
        ReportPage.Html(Content with { Runs = [SyntheticRuns.Run(new(), dataset: "sample")] })
            .Should().NotContain("the notebook&#39;s figure<").And.NotContain("0.9772");

    [Test]
    public void A_cell_says_how_many_of_its_runs_failed()
    {
        var runs = SyntheticRuns.RatesAndScales([0.01, 1], [1, 10], seeds: 3)
            .Select(run =>
                run.Recipe is { LearningRate: 1, InitialScale: 10, HasBatchNormalization: false } or { LearningRate: 1, InitialScale: 1, Seed: 2 }
                    ? SyntheticRuns.Failed(run.Recipe)
                    : run);

        var content = Content with { Runs = [.. runs] };

        ReportPage.Markdown(content).Should().Contain("(× 1/3)").And.Contain("× failed");
        ReportPage.Html(content).Should().Contain(">× 1/3</text>").And.Contain(">×</text>");
    }

    [Test]
    public void Where_every_run_failed_the_page_says_so_and_holds()
    {
        var content = Content with { Runs = [.. SyntheticRuns.All(notebookSeeds: 2).Select(run => SyntheticRuns.Failed(run.Recipe))] };

        ReportPage.Html(content).Should().Contain("every run failed. The table below");
        ReportPage.Markdown(content).Should().Contain("× failed").And.NotContain("NaN");
    }

    [Test]
    public void A_section_states_its_command_where_there_is_one()
    {
        var content = Content with
        {
            Commands = new() { NotebookRuns = null, RatesAndScales = "sweep --rates 0.01,0.1", BatchSizes = null, Page = null },
        };

        ReportPage.Markdown(content).Should().Contain("To repeat it:\n\n    sweep --rates 0.01,0.1\n").And.NotContain("--batch-sizes 32,64,16");
        ReportPage.Html(content).Split("To repeat it:").Should().HaveCount(2, "one section has a command");
    }

    [Test]
    public void The_default_command_is_the_notebooks_recipe()
    {
        var recipes = TrainingRecipe.Notebook();
        var sizes = string.Join(',', recipes.Where(recipe => recipe.HasBatchNormalization).Select(recipe => recipe.BatchSize));

        new ReportCommands().NotebookRuns.Should().EndWith(string.Create(
            CultureInfo.InvariantCulture,
            $"-- --batch-sizes {sizes} --learning-rate {recipes[0].LearningRate} --epochs {recipes[0].Epochs} --seed {recipes[0].Seed}"));
    }
}
