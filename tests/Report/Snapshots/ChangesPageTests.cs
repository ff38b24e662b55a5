using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Report.Snapshots;
using Reproduction.Tests.Claims;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Report.Snapshots;

/// <summary>What a pull request shows of changed approved files.</summary>
public sealed class ChangesPageTests
{
    private static readonly SeedSpreads NoSeeds = new(EvidenceRuns.Select([]));

    private static string History(TrainingRecipe recipe) => HistoryTable.Of(PublishedTests.History(recipe), SyntheticData.Create(), "fake engine");

    private static ChangesPage Page(ApprovedText before, ApprovedText after) => ChangesPage.Of([before], [after], "main", NoSeeds);

    [Test]
    public void Nothing_changed()
    {
        var same = new ApprovedText("a", "text\n");

        Page(same, same).Markdown.Should().Be("# What changed in the approved files since main\n\nNothing changed: all 1 of 1 approved texts.\n");
    }

    [Test]
    public void A_history_shows_its_figures_and_both_curves()
    {
        var before = History(new TrainingRecipe());

        var page = Page(new("run", before), new("run", before.Replace("0.9400\n", "0.9500\n", StringComparison.Ordinal)));

        page.Markdown.Should().Contain("## run\n\n1 of 40 figures moved, the first in epoch 10. After epoch 10:\n")
            .And.MatchRegex(@"\| val_accuracy +\| +0\.9400 \| +0\.9500 \| better \| +\+0\.0100 \| no seeds are stored for this run +\|\n")
            .And.Contain("![run: both curves](run.svg)");
        page.Pictures.Should().ContainSingle().Which.Svg.Should().Contain("before").And.Contain("now").And.StartWith("<svg");
    }

    [Test]
    public void Names_and_lines_of_headers_stay_text()
    {
        var before = History(new TrainingRecipe());

        var page = ChangesPage.Of(
            [new("<img>", before)],
            [new("<img>", before.Replace("seed          1", "seed          `<b>`", StringComparison.Ordinal))],
            "<i>",
            NoSeeds);

        page.Markdown.Should().StartWith("# What changed in the approved files since &lt;i&gt;\n\n## &lt;img&gt;\n")
            .And.Contain("is now `seed          '<b>'`\n");
    }

    /// <summary>A default that changes renames its files: the history that plays the same part is compared all the same.</summary>
    [Test]
    public void A_renamed_default_does_not_arrive_as_new()
    {
        ApprovedText[] before = [new("rate0.01", History(new TrainingRecipe())), new("batch64", History(new TrainingRecipe { BatchSize = 64 }))];
        ApprovedText[] after = [new("rate0.011", History(new TrainingRecipe { LearningRate = 0.011 })), new("batch64", before[1].Text)];

        var page = ChangesPage.Of(before, after, "main", NoSeeds);

        page.Markdown.Should().Contain("## rate0.011 (was rate0.01)\n\n- `learning rate 0.01` is now `learning rate 0.011`\n")
            .And.Contain("No figure moved.").And.NotContain("New.").And.NotContain("Gone.").And.Contain("Unchanged: 1 of 2");
    }

    [Test]
    public void Another_text_shows_its_lines_and_a_new_or_missing_one_is_named()
    {
        var page = ChangesPage.Of([new("summary", "a\nb\n"), new("old", "x")], [new("summary", "a\nc\n"), new("new", "y")], "v1", NoSeeds);

        page.Markdown.Should().Contain("## summary\n\n```diff\n- b\n+ c\n```\n").And.Contain("## new\n\nNew.\n").And.Contain("## old\n\nGone.\n");
    }
}
