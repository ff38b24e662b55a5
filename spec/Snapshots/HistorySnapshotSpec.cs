using Reproduction.Networks;
using Reproduction.Report;
using Reproduction.Spec.Runs;

namespace Reproduction.Spec.Snapshots;

/// <summary>What is trained and counted today is what was approved.</summary>
public sealed class HistorySnapshotSpec
{
    [TestCaseSource(typeof(SnapshotCatalogue), nameof(SnapshotCatalogue.Sample))]
    public Task A_history_on_the_sample_is_the_approved_one(HistorySnapshot snapshot)
    {
        var history = TrainedRuns.OnSample(SnapshotCatalogue.Sample.Select(other => other.Recipe)).Single(one => one.Recipe == snapshot.Recipe);
        return Verify(HistoryTable.Of(history, TrainedRuns.SampleData, TrainedRuns.Engine.Description)).UseFileName(snapshot.Name);
    }

    [TestCaseSource(typeof(SnapshotCatalogue), nameof(SnapshotCatalogue.Mnist))]
    public Task A_history_on_MNIST_is_the_approved_one(HistorySnapshot snapshot)
    {
        var history = TrainedRuns.OnMnist(snapshot.Recipe)[0];
        return Verify(HistoryTable.Of(history, TrainedRuns.MnistData, TrainedRuns.Engine.Description)).UseFileName(snapshot.Name);
    }

    [TestCaseSource(typeof(SnapshotCatalogue), nameof(SnapshotCatalogue.Portable))]
    public Task A_history_of_the_portable_engine_is_the_approved_one_to_the_bit(HistorySnapshot snapshot)
    {
        var onMnist = snapshot.Dataset == Data.Dataset.MnistName;
        var data = onMnist ? TrainedRuns.MnistData : TrainedRuns.SampleData;
        var beside = SnapshotCatalogue.Portable.Where(other => other.Dataset == snapshot.Dataset).Select(other => other.Recipe);
        var history = TrainedRuns.OfPortableEngine(data, beside).Single(one => one.Recipe == snapshot.Recipe);
        return Verify(HistoryTable.Of(history, data, TrainedRuns.PortableEngine.Description)).UseFileName(snapshot.Name);
    }

    private static IEnumerable<TestCaseData> Summaries() =>
        SnapshotCatalogue.Summaries.Select(summary => new TestCaseData(summary.Name, summary.Network).SetArgDisplayNames(summary.Name));

    [TestCaseSource(nameof(Summaries))]
    public Task The_layers_and_their_parameter_counts_are_the_approved_ones(string name, NetworkConfiguration configuration) =>
        Verify(ModelSummary.Of(configuration).ToString()).UseFileName(name);
}
