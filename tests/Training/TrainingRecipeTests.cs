using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

public sealed class TrainingRecipeTests
{
    private static readonly TrainingRecipe Good = new()
    {
        Network = new() { InputSize = SyntheticData.FeatureCount, HiddenSizes = [8, 6], ClassCount = SyntheticData.ClassCount },
    };

    private static readonly Dataset Data = SyntheticData.Create();

    [Test]
    public void The_notebook_trained_four_networks()
    {
        var recipes = TrainingRecipe.Notebook();

        recipes.Select(recipe => recipe.Title).Should().Equal("BN, batch 32", "no BN, batch 32", "BN, batch 64", "BN, batch 16");
        recipes.Should().OnlyContain(recipe => recipe.LearningRate == 0.01 && recipe.Epochs == 10 && recipe.InitialScale == 1);
        recipes[0].Network.Should().Be(new NetworkConfiguration());
    }

    [Test]
    public void The_good_recipe_of_these_tests_is_accepted()
    {
        var validation = () => Good.Validate(Data);

        validation.Should().NotThrow();
    }

    private static IEnumerable<TestCaseData> BadRecipes()
    {
        TestCaseData Case(TrainingRecipe recipe, string message) => new TestCaseData(recipe, message).SetArgDisplayNames(message);
        var torch = Good.Network with { BatchNormalization = BatchNormalizationConfiguration.Torch };
        yield return Case(Good with { BatchSize = 0 }, "The batch size must be from 1 to the 200 training examples; received 0.");
        yield return Case(Good with { BatchSize = -32 }, "The batch size must be from 1 to the 200 training examples; received -32.");
        yield return Case(Good with { BatchSize = 201 }, "The batch size must be from 1 to the 200 training examples; received 201.");
        yield return Case(
            Good with { LearningRate = 1e-50 },
            "The learning rate must be a positive number that single precision holds, from 1.4e-45 to 3.4e38; received 1E-50.");
        yield return Case(
            Good with { Network = Good.Network with { HiddenSizes = [65536, 65552] } },
            "12-65536-65552-4 with BN needs 17.2 GB for its largest kernel, and 1.1 GB is the limit; make its layers smaller.");
        yield return Case(Good with { Epochs = 0 }, "The number of epochs must be at least 1; received 0.");
        yield return Case(
            Good with { LearningRate = 0 },
            "The learning rate must be a positive number that single precision holds, from 1.4e-45 to 3.4e38; received 0.");
        yield return Case(
            Good with { LearningRate = -0.5 },
            "The learning rate must be a positive number that single precision holds, from 1.4e-45 to 3.4e38; received -0.5.");
        yield return Case(
            Good with { LearningRate = double.NaN },
            "The learning rate must be a positive number that single precision holds, from 1.4e-45 to 3.4e38; received NaN.");
        yield return Case(Good with { InitialScale = -1 }, "The initial scale must be from 0 to 3.4e38; received -1.");
        yield return Case(Good with { Network = new() }, "The network takes 784 inputs; the training examples have 12.");
        yield return Case(
            Good with { Network = Good.Network with { ClassCount = 3 } }, "The network knows classes 0 to 2; training example 3 has another label.");
        yield return Case(
            Good with { Network = Good.Network with { HiddenSizes = [8, 0] } }, "Every layer needs at least one value; received 12-8-0-4 with BN.");
        yield return Case(
            Good with { Network = Good.Network with { BatchNormalization = new() { Epsilon = 0 } } },
            "Epsilon must be a positive number that single precision holds, from 1.4e-45 to 3.4e38; received 0.");
        yield return Case(
            Good with { Network = Good.Network with { BatchNormalization = new() { Momentum = 1 } } },
            "Momentum must be from 0 to below 1; received 1.");
        yield return Case(
            Good with { BatchSize = 1, Network = torch },
            "Batch size 1 leaves a batch of one, which has no unbiased variance; choose another size or the biased estimate.");
        yield return Case(
            Good with { Optimizer = new SgdConfiguration { Momentum = 1 } }, "The optimizer's momentum must be from 0 to below 1; received 1.");
        yield return Case(
            Good with { Optimizer = new SgdConfiguration { Momentum = -0.1 } }, "The optimizer's momentum must be from 0 to below 1; received -0.1.");
        var ghost = Good.Network with { BatchNormalization = BatchNormalizationConfiguration.Torch with { GhostBatchSize = 7 } };
        foreach (var size in new[] { 32, 50 })
        {
            yield return Case(
                Good with { BatchSize = size, Network = ghost },
                FormattableString.Invariant(
                    $"Batch size {size} leaves a batch of one, which has no unbiased variance; choose another size or the biased estimate."));
        }

        yield return Case(
            Good with { Network = Good.Network with { BatchNormalization = new() { GhostBatchSize = 0 } } },
            "The ghost batch size must be at least 1; received 0.");
        yield return Case(
            Good with { BatchSize = 199, Network = torch },
            "Batch size 199 leaves a batch of one, which has no unbiased variance; choose another size or the biased estimate.");
    }

    [TestCaseSource(nameof(BadRecipes))]
    public void A_recipe_that_cannot_be_trained_is_refused_in_one_line(TrainingRecipe recipe, string message)
    {
        var validation = () => recipe.Validate(Data);

        validation.Should().Throw<InvalidConfigurationException>().WithMessage(message);
    }

    [Test]
    public void Test_examples_are_validated_like_the_others()
    {
        var features = () => Good.Validate(Data with { Test = new(2, new float[2], new byte[1]) });
        var labels =
            () => Good.Validate(Data with { Test = new(SyntheticData.FeatureCount, new float[SyntheticData.FeatureCount], new byte[] { 200 }) });

        features.Should().Throw<InvalidConfigurationException>().WithMessage("The network takes 12 inputs; the test examples have 2.");
        labels.Should().Throw<InvalidConfigurationException>().WithMessage("The network knows classes 0 to 3; test example 0 has another label.");
    }

    [Test]
    public void Titles_name_what_is_not_the_notebooks()
    {
        var layer = new TrainingRecipe { Network = new() { Normalization = new LayerNormalizationConfiguration() } };

        layer.Title.Should().Be("LN, batch 32");
        new TrainingRecipe { BatchSize = 64, Network = new() { BatchNormalization = new() { GhostBatchSize = 16 } } }.Title
            .Should().Be("BN, batch 64, ghost batch 16");
        OptimizerConfiguration.All.Select(optimizer => (layer with { Optimizer = optimizer }).Title)
            .Should().Equal("LN, batch 32", "LN, batch 32, momentum 0.9", "LN, batch 32, Nesterov momentum 0.9", "LN, batch 32, Adam");
    }

    [Test]
    public void An_empty_data_set_is_refused()
    {
        var empty = Data.Training.Slice(0, 0);

        var noTraining = () => Good.Validate(Data with { Training = empty });
        var noValidation = () => Good.Validate(Data with { Validation = empty });

        noTraining.Should().Throw<InvalidConfigurationException>().WithMessage("There are no training examples.");
        noValidation.Should().Throw<InvalidConfigurationException>().WithMessage("There are no validation examples.");
    }

    [Test]
    public void Recipes_with_equal_values_are_equal_hidden_layers_included()
    {
        var twin = Good with { Network = Good.Network with { HiddenSizes = [8, 6] } };

        twin.Should().Be(Good);
        twin.GetHashCode().Should().Be(Good.GetHashCode());
        (Good with { Network = Good.Network with { HiddenSizes = [6, 8] } }).Should().NotBe(Good);
        (Good with { Network = Good.Network with { BatchNormalization = new() { Momentum = 0.9 } } }).Should().NotBe(Good);
    }
}
