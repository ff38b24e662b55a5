using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Ensembles;

public sealed class GridFileTests
{
    private static string Results(string name) => Path.Combine(Checkout.Folder, "results", name);

    private static IEnumerable<string> GridsOfTheProject() =>
        Directory.GetFiles(Results(string.Empty), "*.grid.json")
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(GridsOfTheProject))]
    public void The_stored_results_are_the_runs_of_the_grid_beside_them(string grid)
    {
        var recipes = GridFile.Read(Results(grid)).Expand().Recipes;
        var stored = RunFile.Read(Results(grid.Replace(".grid.json", ".jsonl.gz", StringComparison.Ordinal)));

        recipes.Should().HaveCountGreaterThan(1);
        stored.Notices.Should().BeEmpty();
        stored.Runs.Select(run => run.Recipe).ToHashSet().SetEquals(recipes).Should().BeTrue();
        stored.Runs.Should().HaveSameCount(recipes);
    }

    [Test]
    public void The_notebooks_grid_file_is_the_notebooks_grid() =>
        GridFile.Read(Results("notebook.grid.json")).Expand().Recipes
            .Should().BeEquivalentTo(Grid.Notebook(new() { Seeds = [.. Enumerable.Range(1, 60).Select(seed => (ulong)seed)] }).Expand().Recipes);

    [Test]
    public void A_block_may_name_everything()
    {
        var grid = GridFile.Parse(
            """
            // a comment
            { "blocks": [
              { "batchNormalization": [
                  "without",
                  { "epsilon": 0.1, "momentum": 0.9, "placement": "beforeActivation", "movingVariance": "unbiased", "ghostBatchSize": 4 }],
                "hiddenSizes": [50, 50], "batchSizes": 8, "learningRates": "0.1,1e-3", "initialScales": [0.5], "epochs": [1, "3..4"],
                "seeds": ["1..2", 9], },
              { "batchNormalization": "with" } ] }
            """,
            "grid.json");

        var own = new BatchNormalizationConfiguration
        {
            Epsilon = 0.1,
            Momentum = 0.9,
            Placement = NormalizationPlacement.BeforeActivation,
            MovingVariance = MovingVarianceEstimate.Unbiased,
            GhostBatchSize = 4,
        };
        grid.Blocks[0].Networks.Should().Equal(
            new NetworkConfiguration { HiddenSizes = [50, 50], BatchNormalization = null },
            new NetworkConfiguration { HiddenSizes = [50, 50], BatchNormalization = own });
        grid.Blocks[0].BatchSizes.Should().Equal(8);
        grid.Blocks[0].LearningRates.Should().Equal(0.1, 0.001);
        grid.Blocks[0].InitialScales.Should().Equal(0.5);
        grid.Blocks[0].Epochs.Should().Equal(1, 3, 4);
        grid.Blocks[0].Seeds.Should().Equal(1UL, 2UL, 9UL);
        new Grid([grid.Blocks[1]]).Expand().Recipes.Should().Equal(new Grid([new() { Networks = [new()] }]).Expand().Recipes);
    }

    [Test]
    public void Normalizations_and_optimizers_go_by_name_or_have_settings_of_their_own()
    {
        var block = GridFile.Parse(
            """
            { "normalization": ["none", "batch", "layer", { "name": "layer", "epsilon": 0.01, "placement": "beforeActivation" }],
              "optimizers": ["sgd,nesterov", { "name": "momentum", "momentum": 0.5 }, { "name": "adam", "beta2": 0.99 }] }
            """,
            "grid.json").Blocks.Single();

        block.Networks.Select(network => network.Normalization).Should().Equal(
            null,
            BatchNormalizationConfiguration.Keras,
            new LayerNormalizationConfiguration(),
            new LayerNormalizationConfiguration { Epsilon = 0.01, Placement = NormalizationPlacement.BeforeActivation });
        block.Optimizers.Should().Equal(
            new SgdConfiguration(),
            new SgdConfiguration { Momentum = 0.9, IsNesterov = true },
            new SgdConfiguration { Momentum = 0.5 },
            new AdamConfiguration { Beta2 = 0.99 });
    }

    [Test]
    public void A_file_may_be_one_block() =>
        GridFile.Parse("""{ "seeds": 4, "batchSizes": [2] }""", "grid.json").Expand().Recipes
            .Should().HaveCount(2).And.OnlyContain(recipe => recipe.Seed == 4 && recipe.BatchSize == 2);

    [TestCase("", "grid.json: not JSON")]
    [TestCase("{", "grid.json: not JSON")]
    [TestCase("[]", "grid.json: expected an object")]
    [TestCase("7", "grid.json: expected an object")]
    [TestCase("{\"seeds\":\"\\ud800\"}", "grid.json: not JSON")]
    [TestCase("{\"\\ud800\":1}", "grid.json: not JSON")]
    [TestCase("{\"batchNormalization\":\"\\ud800\"}", "grid.json: not JSON")]
    [TestCase("{\"batchNormalization\":{\"placement\":\"\\ud800\"}}", "grid.json")]
    [TestCase("{\"blocks\":[]}", "grid.json: expected { \"blocks\"")]
    [TestCase("{\"blocks\":{}}", "grid.json: expected { \"blocks\"")]
    [TestCase("{\"blocks\":[{}],\"seeds\":1}", "grid.json: expected { \"blocks\"")]
    [TestCase("{\"blocks\":[{},3]}", "grid.json, block 2: expected an object")]
    [TestCase(
        "{\"blocks\":[{},{\"learningRate\":1}]}",
        "grid.json, block 2: learningRate is not known; a block takes batchNormalization or normalization,")]
    [TestCase("{\"learningRates\":[0.1,-1]}", "grid.json: learningRates takes positive numbers, such as 0.01,0.1; received '-1'.")]
    [TestCase("{\"learningRates\":[]}", "grid.json: learningRates takes positive numbers, such as 0.01,0.1; received nothing.")]
    [TestCase("{\"learningRates\":null}", "received 'null'")]
    [TestCase("{\"learningRates\":[[0.1]]}", "received '[0.1]'")]
    [TestCase("{\"learningRates\":{\"from\":1}}", "received '{")]
    [TestCase("{\"seeds\":[1,1]}", "grid.json: seeds names 1 twice.")]
    [TestCase("{\"seeds\":1,\"seeds\":2}", "grid.json: not JSON")]
    [TestCase("{\"batchSizes\":[32.5]}", "received '32.5'")]
    [TestCase("{\"hiddenSizes\":[0]}", "grid.json: hiddenSizes takes a list of whole numbers")]
    [TestCase("{\"hiddenSizes\":300}", "grid.json: hiddenSizes takes a list of whole numbers")]
    [TestCase("{\"batchNormalization\":true}", "takes with, without or with,without; received 'true'")]
    [TestCase("{\"batchNormalization\":[]}", "received nothing")]
    [TestCase("{\"batchNormalization\":[\"with\",{}]}", "names one network twice")]
    [TestCase("{\"batchNormalization\":{\"epsilon\":0}}", "Epsilon must be a positive number")]
    [TestCase("{\"batchNormalization\":{\"epsilom\":1}}", "epsilom")]
    [TestCase("{\"batchNormalization\":{\"placement\":1}}", "batchNormalization: ")]
    [TestCase("{\"batchNormalization\":\"with\",\"normalization\":\"batch\"}", "name one of them")]
    [TestCase("{\"normalization\":\"with\"}", "or none; received 'with'")]
    [TestCase("{\"normalization\":[\"layer\",{\"name\":\"layer\"}]}", "one thing twice")]
    [TestCase("{\"normalization\":{\"name\":\"layer\",\"epsilon\":0}}", "Epsilon must be a positive number")]
    [TestCase("{\"normalization\":{\"name\":\"layer\",\"momentum\":0.9}}", "momentum")]
    [TestCase("{\"normalization\":[]}", "names nothing")]
    [TestCase("{\"optimizers\":\"rmsprop\"}", "optimizers takes sgd, momentum, nesterov, adam; received 'rmsprop'")]
    [TestCase("{\"optimizers\":{\"name\":\"adam\",\"momentum\":0.9}}", "adam does not go with these settings")]
    [TestCase("{\"optimizers\":{\"name\":\"momentum\",\"momentum\":1}}", "momentum must be from 0 to below 1; received 1")]
    [TestCase("{\"learningRates\":1e-50}", "learningRates takes positive numbers")]
    [TestCase("{\"learningRates\":1e39}", "learningRates takes positive numbers")]
    public void What_is_no_grid_is_refused_in_one_line_that_says_where(string text, string expected) =>
        FluentActions.Invoking(() => GridFile.Parse(text, "grid.json")).Should().Throw<InvalidConfigurationException>()
            .Which.Message.Should().Contain(expected).And.NotContain("\n").And.StartWith("grid.json");

    [Test]
    public void A_byte_order_mark_is_none_of_the_grid()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("grid.json"), """{ "seeds": 4 }""", System.Text.Encoding.UTF8);

        GridFile.Read(folder.File("grid.json")).Expand().Recipes.Should().HaveCount(2);
    }

    [Test]
    public void A_folder_or_a_file_without_end_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var large = File.Create(folder.File("large")))
        {
            large.SetLength(1L << 32);
        }

        FluentActions.Invoking(() => GridFile.Read(folder.Folder)).Should().Throw<InvalidConfigurationException>().WithMessage("*it is a folder*");
        FluentActions.Invoking(() => GridFile.Read(folder.File("large")))
            .Should().Throw<InvalidConfigurationException>().WithMessage("*at most 16 MB*");
    }

    [Test]
    public void A_missing_file_is_refused() =>
        FluentActions.Invoking(() => GridFile.Read("/nowhere/grid.json"))
            .Should().Throw<InvalidConfigurationException>().WithMessage("/nowhere/grid.json: the grid cannot be read*");
}
