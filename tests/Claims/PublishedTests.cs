using Reproduction.Claims;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Claims;

/// <summary>The notebook's figures stand beside runs of the notebook's data and recipe, and beside no others.</summary>
public sealed class PublishedTests
{
    private static readonly Published Published = Published.Load();

    internal static TrainingHistory History(TrainingRecipe recipe, string dataset = "mnist", int epochs = 10) => new(
        recipe,
        dataset,
        "torch",
        [.. Enumerable.Range(1, epochs)
            .Select(epoch => new EpochMetrics(epoch, new(0.5 / epoch, 0.9 + (epoch / 200.0)), new(0.6 / epoch, 0.89 + (epoch / 200.0))))],
        Test: null,
        new string('a', 64),
        TimeSpan.FromSeconds(1.5));

    [TestCase(16, 0.047922, 0.984927, 0.0724, 0.9794)]
    [TestCase(32, 0.038037, 0.989345, 0.077891, 0.9772)]
    [TestCase(64, 0.049713, 0.986945, 0.086281, 0.974)]
    public void Three_histories_were_published(int batchSize, double loss, double accuracy, double validationLoss, double validationAccuracy)
    {
        var history = Published.History(batchSize);

        history.Select(row => row.Epoch).Should().Equal(Enumerable.Range(1, 10));
        history[^1].Should().Be(new EpochMetrics(10, new(loss, accuracy), new(validationLoss, validationAccuracy)));
    }

    [Test]
    public void Of_the_run_without_batch_normalization_only_the_last_row_was_published()
    {
        var without = new TrainingRecipe { Network = new() { BatchNormalization = null } };

        Published.RowFor(History(without))!.Row.Should().Be(new EpochMetrics(10, new(0.108, 0.969), new(0.111, 0.967)));
        Published.RowFor(History(without))!.Decimals.Should().Be(3);
        Published.RowFor(History(without, epochs: 9)).Should().BeNull();
        Published.RowFor(History(without with { BatchSize = 64 })).Should().BeNull();
        Published.HistoryFor(History(without)).Should().BeEmpty();
    }

    [Test]
    public void A_shorter_run_is_held_against_the_row_of_its_last_epoch() =>
        Published.RowFor(History(new(), epochs: 3))!.Row.Should().Be(Published.History(32)[2]);

    private static IEnumerable<TestCaseData> OtherRuns()
    {
        TestCaseData Case(string name, TrainingHistory history) => new TestCaseData(history).SetArgDisplayNames(name);
        yield return Case("the sample", History(new(), dataset: "sample"));
        yield return Case("the sample without BN", History(new() { Network = new() { BatchNormalization = null } }, dataset: "sample"));
        yield return Case("another learning rate", History(new() { LearningRate = 0.1 }));
        yield return Case("another batch size", History(new() { BatchSize = 128 }));
        yield return Case("another scale", History(new() { InitialScale = 2 }));
        yield return Case("other layers", History(new() { Network = new() { HiddenSizes = [300] } }));
        yield return Case("other semantics", History(new() { Network = new() { BatchNormalization = BatchNormalizationConfiguration.Torch } }));
        yield return Case("more epochs", History(new() { Epochs = 20 }, epochs: 20));
    }

    [TestCaseSource(nameof(OtherRuns))]
    public void Nothing_was_published_of(TrainingHistory history) => Published.RowFor(history).Should().BeNull();
}
