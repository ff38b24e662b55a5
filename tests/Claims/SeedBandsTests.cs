using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

public sealed class SeedBandsTests
{
    private static readonly Published Published = Published.Load();

    /// <summary>Runs that lie about the notebook's figures, a hundredth to either side.</summary>
    private static IReadOnlyList<RunRecord> AboutTheNotebook(double offset) =>
    [
        .. from seed in Enumerable.Range(1, 20)
           let deviation = (0.01 * Math.Sin(seed)) + offset
           from recipe in TrainingRecipe.Notebook((ulong)seed)
           let rows = recipe.HasBatchNormalization ? Published.History(recipe.BatchSize) : [Published.WithoutBatchNormalization.Row]
           select SyntheticRuns.Run(
               recipe,
               [.. rows.Select(row => row with { Training = Moved(row.Training, deviation), Validation = Moved(row.Validation, deviation) })]),
    ];

    private static Metrics Moved(Metrics metrics, double by) => new(metrics.Loss + by, metrics.Accuracy);

    private static TrainingHistory History(RunRecord run) =>
        new(run.Recipe, run.DatasetName, run.Engine, run.Epochs, run.Test, run.ParametersSha256!, TimeSpan.Zero);

    [Test]
    public void Figures_within_the_bands_are_counted()
    {
        // Accuracies that do not vary have no width but that of their last decimal, which the notebook's figures share.
        var runs = AboutTheNotebook(0);

        SeedBands.Sentence([.. runs.Take(4).Select(History)], Published, [.. runs])
            .Should().Be(
                "16 of the notebook's 16 figures lie within what 20 stored seeds let expect of one more run (99 % for all together): "
                    + "the differences above are those between seeds.");
    }

    [Test]
    public void Figures_outside_are_named()
    {
        var runs = AboutTheNotebook(0.5);

        SeedBands.Sentence([.. runs.Take(4).Select(History)], Published, [.. runs])
            .Should().StartWith("8 of the notebook's 16 figures").And.Contain("; outside: loss of BN, batch 32, val_loss of BN, batch 32, ")
            .And.EndWith("val_loss of BN, batch 16.");
    }

    [Test]
    public void A_shorter_run_is_held_against_the_same_epoch_of_longer_ones()
    {
        var runs = AboutTheNotebook(0);
        var shorter = History(runs[0]) with { Recipe = runs[0].Recipe with { Epochs = 3 }, Epochs = runs[0].Epochs[..3] };

        SeedBands.Sentence([shorter], Published, [.. runs]).Should().StartWith("4 of the notebook's 4 figures");
    }

    [Test]
    public void Where_nothing_can_be_compared_nothing_is_said()
    {
        var runs = AboutTheNotebook(0);

        SeedBands.Sentence([.. runs.Take(4).Select(History)], Published, []).Should().BeNull();
        SeedBands.Sentence([History(runs[0]) with { DatasetName = "sample" }], Published, [.. runs]).Should().BeNull();
    }
}
