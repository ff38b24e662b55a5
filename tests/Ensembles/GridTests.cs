using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class GridTests
{
    [Test]
    public void The_notebooks_grid_is_its_four_runs_for_each_of_20_seeds()
    {
        var runs = Grid.Notebook().Expand();

        runs.RepeatedCount.Should().Be(0);
        runs.Recipes.Should().HaveCount(80).And.OnlyHaveUniqueItems();
        runs.Recipes.Should().BeEquivalentTo(Enumerable.Range(1, 20).SelectMany(seed => TrainingRecipe.Notebook((ulong)seed)));
    }

    [Test]
    public void A_block_is_every_combination_in_a_fixed_order()
    {
        var block = new GridBlock { BatchSizes = [16, 8], LearningRates = [0.1, 0.01], InitialScales = [1, 10], Epochs = [1, 2], Seeds = [5, 3] };

        var recipes = new Grid([block]).Expand().Recipes;

        recipes.Should().HaveCount(64).And.OnlyHaveUniqueItems();
        recipes.Take(3).Should().Equal(
            new TrainingRecipe { BatchSize = 16, LearningRate = 0.1, InitialScale = 1, Epochs = 1, Seed = 5 },
            new TrainingRecipe { BatchSize = 16, LearningRate = 0.1, InitialScale = 1, Epochs = 1, Seed = 3 },
            new TrainingRecipe { BatchSize = 16, LearningRate = 0.1, InitialScale = 1, Epochs = 2, Seed = 5 });
        recipes[^1].Should().Be(new TrainingRecipe
        {
            Network = new() { BatchNormalization = null },
            BatchSize = 8,
            LearningRate = 0.01,
            InitialScale = 10,
            Epochs = 2,
            Seed = 3,
        });
    }

    [Test]
    public void A_run_of_two_blocks_is_trained_once_and_counted()
    {
        var runs = new Grid([new() { Seeds = [1, 2] }, new() { Seeds = [2, 3] }]).Expand();

        runs.Recipes.Should().HaveCount(6);
        runs.RepeatedCount.Should().Be(2);
    }

    [Test]
    public void Too_many_runs_are_refused_before_they_are_made()
    {
        var many = Enumerable.Range(1, 60_000).ToArray();
        var grid = new Grid([new() { BatchSizes = [.. many], Epochs = [.. many], Seeds = [.. many.Select(seed => (ulong)seed)] }]);

        grid.Invoking(it => it.Expand())
            .Should().Throw<InvalidConfigurationException>().WithMessage("A grid may have 100,000 runs; this one has 432,000,000,000,000;*");
    }
}
