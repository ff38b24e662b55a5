using Reproduction.Networks;
using Reproduction.Report;
using Reproduction.Spec.Runs;

namespace Reproduction.Spec.Snapshots;

/// <summary>What is trained and counted today is what was approved.</summary>
public sealed class HistorySnapshotSpec
{
    private static IEnumerable<TestCaseData> Sample() => SnapshotCatalogue.Sample.Select(Case);

    private static IEnumerable<TestCaseData> Mnist() => SnapshotCatalogue.Mnist.Select(Case);

    private static IEnumerable<TestCaseData> Portable() => SnapshotCatalogue.Portable.Select(Case);

    /// <summary>A history belongs to the claims whose figures it holds.</summary>
    private static TestCaseData Case(HistorySnapshot snapshot)
    {
        var data = new TestCaseData(snapshot).SetArgDisplayNames(snapshot.Name);
        foreach (var claim in (snapshot.Dataset, snapshot.Recipe.HasBatchNormalization, snapshot.Recipe.BatchSize) switch
        {
            (Data.Dataset.MnistName, true, 64) => ["B1"],
            (Data.Dataset.MnistName, true, 16) => ["B2"],
            (Data.Dataset.MnistName, true, 32) when snapshot.Recipe.LearningRate == 0.01 => ["I4", "I5", "I6", "I7", "I8"],
            _ => new[] { "I4", "I5", "I6", "I7" },
        })
        {
            data.SetProperty("Claim", claim).SetCategory(claim);
        }

        return data;
    }

    [TestCaseSource(nameof(Sample))]
    public Task A_history_on_the_sample_is_the_approved_one(HistorySnapshot snapshot)
    {
        var history = TrainedRuns.OnSample(snapshot.Recipe)[0];
        return Verify(HistoryTable.Of(history, TrainedRuns.SampleData, TrainedRuns.Engine.Description)).UseFileName(snapshot.Name);
    }

    [TestCaseSource(nameof(Mnist))]
    public Task A_history_on_MNIST_is_the_approved_one(HistorySnapshot snapshot)
    {
        var history = TrainedRuns.OnMnist(snapshot.Recipe)[0];
        return Verify(HistoryTable.Of(history, TrainedRuns.MnistData, TrainedRuns.Engine.Description)).UseFileName(snapshot.Name);
    }

    [TestCaseSource(nameof(Portable))]
    public Task A_history_of_the_portable_engine_is_the_approved_one_to_the_bit(HistorySnapshot snapshot)
    {
        var onMnist = snapshot.Dataset == Data.Dataset.MnistName;
        var data = onMnist ? TrainedRuns.MnistData : TrainedRuns.SampleData;
        var history = TrainedRuns.OfPortableEngine(data, snapshot.Recipe)[0];
        return Verify(HistoryTable.Of(history, data, TrainedRuns.PortableEngine.Description)).UseFileName(snapshot.Name);
    }

    private static IEnumerable<TestCaseData> Summaries() =>
        SnapshotCatalogue.Summaries.Select(summary => new TestCaseData(summary.Name, summary.Network).SetArgDisplayNames(summary.Name));

    [TestCaseSource(nameof(Summaries))]
    [Claim("I2")]
    [Claim("T5")]
    public Task The_layers_and_their_parameter_counts_are_the_approved_ones(string name, NetworkConfiguration configuration) =>
        Verify(ModelSummary.Of(configuration).ToString()).UseFileName(name);
}
