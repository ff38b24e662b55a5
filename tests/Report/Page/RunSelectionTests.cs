using Reproduction.Networks;
using Reproduction.Report.Page;
using Reproduction.Training;

namespace Reproduction.Tests.Report.Page;

public sealed class RunSelectionTests
{
    private static readonly TrainingRecipe Recipe = new();

    [Test]
    public void The_notebooks_runs_come_in_its_order_with_their_seeds()
    {
        var groups = new RunSelection(SyntheticRuns.All(notebookSeeds: 7).Reverse()).Notebook();

        groups.Select(group => group.Recipe).Should().Equal(TrainingRecipe.Notebook());
        groups.Should().OnlyContain(group => group.Runs.Select(run => run.Recipe.Seed)
            .SequenceEqual(Enumerable.Range(1, 7).Select(seed => (ulong)seed)));
    }

    [Test]
    public void Another_recipe_is_none_of_the_notebooks_runs() =>
        new RunSelection(
        [
            SyntheticRuns.Run(Recipe with { Epochs = 9 }),
            SyntheticRuns.Run(Recipe with { LearningRate = 0.02 }),
            SyntheticRuns.Run(Recipe with { InitialScale = 2 }),
            SyntheticRuns.Run(Recipe with { Network = Recipe.Network with { HiddenSizes = [300] } }),
        ]).Notebook().Should().BeEmpty();

    /// <summary>Layer normalization is not "without BN", and Adam's runs are no seeds of plain descent's settings.</summary>
    [Test]
    public void Another_normalization_or_optimizer_is_in_no_chart_and_in_a_table_of_its_own()
    {
        var layer = Recipe.Network with { Normalization = new LayerNormalizationConfiguration() };
        var selection = new RunSelection(
        [
            SyntheticRuns.Run(Recipe),
            SyntheticRuns.Run(Recipe with { Network = layer }),
            SyntheticRuns.Run(Recipe with { Network = layer, LearningRate = 0.1 }),
            SyntheticRuns.Run(Recipe with { Optimizer = new AdamConfiguration() }),
            SyntheticRuns.Run(Recipe with { Optimizer = new AdamConfiguration(), LearningRate = 0.001 }),
            SyntheticRuns.Run(Recipe with { Optimizer = new SgdConfiguration { Momentum = 0.9 }, BatchSize = 16 }),
        ]);

        selection.Notebook().Should().ContainSingle();
        selection.RatesAndScales().Should().ContainSingle().Which.Recipe.Should().Be(Recipe);
        selection.BatchSizes().Should().ContainSingle().Which.Recipe.Should().Be(Recipe);
        selection.OtherRecipes.Should().HaveCount(5).And.NotContain(group => group.Recipe == Recipe);
    }

    /// <summary>Their own chart, and no other; a network with layers of another width, or normalized otherwise, is in none.</summary>
    [Test]
    public void Depths_are_networks_of_layers_of_100()
    {
        TrainingRecipe Of(params int[] widths) => Recipe with { Network = Recipe.Network with { HiddenSizes = [.. widths] } };
        var selection = new RunSelection(
        [
            SyntheticRuns.Run(Recipe),
            SyntheticRuns.Run(Of(100)),
            SyntheticRuns.Run(Of(100, 100) with { LearningRate = 0.1 }),
            SyntheticRuns.Run(Of(100, 100) with { Network = Of(100, 100).Network with { BatchNormalization = null } }),
            SyntheticRuns.Run(Of(200, 200)),
            SyntheticRuns.Run(Of(100) with { Network = Of(100).Network with { Normalization = new LayerNormalizationConfiguration() } }),
            SyntheticRuns.Run(Of(100) with { Optimizer = new AdamConfiguration() }),
            SyntheticRuns.Run(Of(100) with { BatchSize = 16 }),
        ]);

        selection.Depths.Select(group => (group.Recipe.Network.HiddenSizes.Length, group.Recipe.LearningRate, group.Style))
            .Should().Equal((1, 0.01, 0), (2, 0.1, 0), (2, 0.01, 1));
        selection.RatesAndScales().Should().ContainSingle();
    }

    [Test]
    public void A_recipe_that_two_engines_ran_counts_once_and_is_the_reference_engines()
    {
        var selection = new RunSelection(
            [
                SyntheticRuns.Run(Recipe, engine: "portable"),
                SyntheticRuns.Run(Recipe),
                SyntheticRuns.Run(Recipe with { Seed = 2 }, engine: "portable"),
            ]);

        selection.Notebook().Single().Runs.Select(run => run.Engine).Should().Equal("torch", "portable");
        selection.Runs.Should().HaveCount(3);
    }

    [Test]
    public void Runs_of_different_lengths_are_never_compared()
    {
        var shortRuns = SyntheticRuns.BatchSizes([8, 16, 32, 64], 2).Select(run => SyntheticRuns.Run(run.Recipe with { Epochs = 3 }));

        new RunSelection(SyntheticRuns.BatchSizes([16, 32], 2).Concat(shortRuns)).BatchSizes()
            .Should().HaveCount(8).And.OnlyContain(group => group.Recipe.Epochs == 3);
    }

    [Test]
    public void Rates_and_scales_are_those_at_one_batch_size_and_batch_sizes_those_at_one_rate_and_scale()
    {
        var selection = new RunSelection(SyntheticRuns.All(notebookSeeds: 2));

        selection.RatesAndScales().Should().HaveCount(2 * 8 * 8).And.OnlyContain(group => group.Recipe.BatchSize == 32);
        selection.BatchSizes()
            .Should().HaveCount(2 * 11).And.OnlyContain(group => group.Recipe.LearningRate == 0.01 && group.Recipe.InitialScale == 1);
    }

    [Test]
    public void Runs_on_several_data_sets_are_refused()
    {
        var act = () => new RunSelection([SyntheticRuns.Run(Recipe), SyntheticRuns.Run(Recipe, dataset: "sample")]);

        act.Should().Throw<ArgumentException>().WithMessage("A report shows runs on one data set; received 2: mnist (0123), sample (0123).*");
    }

    [Test]
    public void A_run_that_failed_or_has_no_finite_figure_is_counted_and_has_no_part_in_a_mean()
    {
        var infinite = SyntheticRuns.Run(Recipe with { Seed = 2 });
        infinite = infinite with { Epochs = infinite.Epochs.SetItem(9, new(10, new(double.NaN, 0.1), new(1, 0.1))) };

        var group = new RunSelection([SyntheticRuns.Run(Recipe, accuracy: 0.975), infinite, SyntheticRuns.Failed(Recipe with { Seed = 3 })])
            .Notebook()
            .Single();

        group.FailureCount.Should().Be(2);
        group.Final(Reproduction.Claims.Metric.ValidationAccuracy)!.Values.Should().Equal(0.975);
        group.Label.Should().Be("BN, batch 32 (n = 1, 2 failed)");
    }
}
