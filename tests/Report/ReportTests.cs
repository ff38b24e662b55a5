using System.Globalization;
using System.Xml.Linq;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Report;
using Reproduction.Tests.Claims;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Report;

public sealed class ReportTests
{
    private static readonly Published Published = Published.Load();
    private static readonly TrainingRecipe With = new();
    private static readonly TrainingRecipe Without = new() { Network = new() { BatchNormalization = null } };
    private static readonly MachineInfo Machine = new("a processor", "AVX2", 2, "a system", ".NET 10");

    private static Dataset Mnist => SyntheticData.Create() with { Name = Dataset.MnistName, Title = "MNIST" };

    private static RunOutcome Finished(TrainingHistory history) => new(history.Recipe, history, null);

    [Test]
    public void Histories_are_written_with_every_digit_and_the_agreed_columns()
    {
        var history = PublishedTests.History(With with { LearningRate = 0.01, Seed = 18446744073709551615 }, epochs: 2);

        HistoriesCsv.Of([history, PublishedTests.History(Without, dataset: "sample", epochs: 1)]).Should().Be(
            """
            dataset,batch_normalization,batch_size,learning_rate,seed,epoch,loss,accuracy,val_loss,val_accuracy
            mnist,true,32,0.01,18446744073709551615,1,0.5,0.905,0.6,0.895
            mnist,true,32,0.01,18446744073709551615,2,0.25,0.91,0.3,0.9
            sample,false,32,0.01,1,1,0.5,0.905,0.6,0.895

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void No_figure_depends_on_the_culture()
    {
        TrainingHistory[] histories = [PublishedTests.History(With)];
        string Everything() =>
            HistoriesCsv.Of(histories)
            + Summary.Of(Mnist, [Finished(histories[0])], Published, "torch", Machine, "curves.svg")
            + LearningCurves.Svg("title", "subtitle", LearningCurves.Of(histories, Published));
        var expected = Everything();
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NumberGroupSeparator = ".";
        commas.NumberFormat.NegativeSign = "minus";
        try
        {
            CultureInfo.CurrentCulture = commas;
            Everything().Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Ours_stand_beside_the_notebooks_with_their_difference()
    {
        var table = Comparison.Of([PublishedTests.History(With), PublishedTests.History(Without)], Published);

        table.Rows.Select(row => string.Join(" ", row)).Should().Equal(
            "BN, batch 32 10 loss 0.0500 0.0380 +0.0120",
            "  accuracy 0.9500 0.9893 -0.0393",
            "  val_loss 0.0600 0.0779 -0.0179",
            "  val_accuracy 0.9400 0.9772 -0.0372",
            "no BN, batch 32 10 loss 0.0500 0.108 -0.0580",
            "  accuracy 0.9500 0.969 -0.0190",
            "  val_loss 0.0600 0.111 -0.0510",
            "  val_accuracy 0.9400 0.967 -0.0270");
    }

    [Test]
    public void A_run_without_a_history_has_a_row_that_says_so()
    {
        RunOutcome[] outcomes =
        [
            new(With, null, new(3, "a line", null)),
            Finished(PublishedTests.History(Without)),
            new(With with { BatchSize = 64 }, null, null),
        ];

        Comparison.Of(outcomes, Published).Rows.Where(row => row[0].Length > 0).Select(row => string.Join(" ", row)).Should().Equal(
            "BN, batch 32 3 failed - - -",
            "no BN, batch 32 10 loss 0.0500 0.108 -0.0580",
            "BN, batch 64 - stopped - - -");
    }

    [Test]
    public void A_difference_is_that_of_the_figures_shown()
    {
        foreach (var i in Enumerable.Range(0, 200))
        {
            var history = PublishedTests.History(With);
            var last = history.Final with { Training = new(0.0354 + (i * 0.000013), 0.98 + (i * 0.000013)) };
            foreach (var row in Comparison.Of([history with { Epochs = [.. history.Epochs[..^1], last] }], Published).Rows)
            {
                decimal Cell(int column) => decimal.Parse(row[column], CultureInfo.InvariantCulture);
                Cell(5).Should().Be(Cell(3) - Cell(4), "{0} is to be subtracted from {1}", row[4], row[3]);
            }
        }
    }

    [Test]
    public void Axes_stay_where_they_are_when_a_run_changes_a_little()
    {
        static List<string> GridLines(string svg) =>
            [.. XDocument.Parse(svg)
                .Descendants()
                .Where(element => ((string?)element.Attribute("style"))?.Contains("stroke:rgb(230,230,230)", StringComparison.Ordinal) == true)
                .Select(element => (string)element.Attribute("points")!)];
        var history = PublishedTests.History(With);
        string Svg(double change) =>
            LearningCurves.Svg(
                "title",
                "subtitle",
                LearningCurves.Of(
                    [
                        history with
                        {
                            Epochs = [.. history.Epochs.Select(row => row with
                            {
                                Validation = new(row.Validation.Loss + change, row.Validation.Accuracy - change),
                            })],
                        },
                    ],
                    Published));

        GridLines(Svg(0.003)).Should().Equal(GridLines(Svg(0))).And.HaveCountGreaterThan(40);
    }

    [TestCase(0.037, ExpectedResult = "0.02 0.05")]
    [TestCase(0.05, ExpectedResult = "0.05 0.05")]
    [TestCase(1.7, ExpectedResult = "1 2")]
    public string A_bound_is_1_2_or_5_times_a_power_of_ten(double value) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{LearningCurves.RoundBound(value, up: false):0.####} {LearningCurves.RoundBound(value, up: true):0.####}");

    [Test]
    public void A_sample_figure_stands_beside_no_figure_of_the_notebook()
    {
        var data = SyntheticData.Create();
        var history = PublishedTests.History(With, dataset: Dataset.SampleName);

        var table = Comparison.Of([history], Published);
        table.Columns.Select(column => column.Header).Should().Equal("Run", "Epoch", "Metric", "Reproduced");
        table.Rows.Should().OnlyContain(row => row.Length == 4);
        LearningCurves.Of([history], Published).Should().OnlyContain(curve => !curve.IsPublished);
        Summary.Of(data, [Finished(history)], Published, "torch", Machine, null)
            .Should().Contain("They cannot be compared with the notebook's.").And.NotContain("0.9772");
    }

    [Test]
    public void The_summary_tells_how_every_run_ended()
    {
        RunOutcome[] outcomes =
        [
            Finished(PublishedTests.History(With)),
            new(Without, null, new(2, "no BN, batch 32 failed in epoch 2: Unknown scalar type.", new string('x', 2000))),
            new(With with { BatchSize = 64 }, null, null),
        ];

        var page = Summary.Of(Mnist, outcomes, Published, "torch", Machine, "curves.svg");

        page.Should().Contain("| finished ").And.Contain("| failed in epoch 2 ")
            .And.Contain("- no BN, batch 32 failed in epoch 2: Unknown scalar type.\n").And.Contain("| stopped ")
            .And.Contain("![Learning curves on MNIST](curves.svg)").And.Contain(new string('a', 64));
        page.Split('\n').Should().OnlyContain(line => line.Length < 200, "the frames of native code belong into the log");
        Summary.Of(Mnist, outcomes[1..], Published, "torch", Machine, null).Should().NotContain("## Last epoch");
    }

    [Test]
    public void A_table_is_aligned_in_its_source()
    {
        var table = new Table([new("Name"), new("Value", IsNumeric: true)], [["a", "1.5"], ["longer", "10.25"]]);

        table.ToMarkdown().Should().Be(
            """
            | Name   | Value |
            | ------ | ----: |
            | a      |   1.5 |
            | longer | 10.25 |

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void Cells_and_items_of_every_page_are_text_but_for_columns_of_markdown()
    {
        const string Dangerous = "a | b\n# c <img src=x> [d](e) `f`";
        var table = new Table([new("Text"), new("Figure", IsNumeric: true), new("Link", IsMarkdown: true)], [[Dangerous, Dangerous, "[d](e)"]]);

        table.ToMarkdown()
            .Split('\n')[2].Should().Be(@"| a \| b # c &lt;img src=x&gt; \[d\](e) \`f\` | a \| b # c &lt;img src=x&gt; \[d\](e) \`f\` | [d](e) |");
        Summary.Of(Mnist, [Finished(PublishedTests.History(With))], Published, Dangerous, Machine, null)
            .Should().Contain("\n- Engine: a \\| b # c &lt;img src=x&gt; \\[d\\](e) \\`f\\`\n- Machine: ");
    }

    [TestCase("0.97 -> 0.98, p < 0.001", "0.97 -> 0.98, p < 0.001")]
    [TestCase("<b> --> <!-- & -> <c", "&lt;b&gt; --&gt; &lt;!-- &amp; -> &lt;c")]
    public void Arrows_and_comparisons_stay_readable_in_a_pages_source(string text, string expected) =>
        new Table([new("Text")], [[text]]).ToMarkdown().Should().EndWith($"| {expected} |\n");

    [Test]
    public void Learning_curves_are_one_picture_of_four_panels_with_the_notebooks_lines_beside_ours()
    {
        var curves = LearningCurves.Of([PublishedTests.History(With), PublishedTests.History(Without)], Published);
        var svg = LearningCurves.Svg("Learning curves on <MNIST>", "subtitle", curves);

        curves.Select(curve => (curve.Label, curve.Rows.Count, curve.Style, curve.IsPublished)).Should().Equal(
            ("BN, batch 32", 10, 0, false),
            ("BN, batch 32, notebook", 10, 0, true),
            ("no BN, batch 32", 10, 1, false),
            ("no BN, batch 32, notebook", 1, 1, true));
        var texts = XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        texts.Should().Contain(
        [
            "Learning curves on <MNIST>", "Training loss", "Training accuracy", "Validation loss", "Validation accuracy", "epoch",
            "no BN, batch 32, notebook",
        ]);
        svg.Should().NotContain("NaN").And.NotContain("\r");
    }

    [Test]
    public void A_run_of_one_epoch_can_be_drawn()
    {
        var svg = LearningCurves.Svg(
            "title", "subtitle", LearningCurves.Of([PublishedTests.History(With with { Epochs = 1 }, epochs: 1)], Published));

        var parsing = () => XDocument.Parse(svg);
        parsing.Should().NotThrow();
        svg.Should().NotContain("NaN");
    }
}
