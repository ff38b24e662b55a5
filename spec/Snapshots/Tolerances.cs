using Reproduction.Claims;

namespace Reproduction.Spec.Snapshots;

/// <summary>The one place where the tolerances of approved histories are declared: how far another machine's last bits may move a figure.</summary>
/// <remarks>
/// Source: 4.2 times the root mean square of the differences between native and pinned numerics, measured for each kind of run and column
/// (spec/Evidence/last-bits-*.csv; a spec recomputes it), rounded up. 320 figures are approved; if differences are normal, all of them stay within 4.2
/// of their standard deviations with a probability of 99 %. With pinned numerics, x86-64 machines are expected to agree to the bit, and nothing
/// has to be tolerated.
/// <para>
/// The effects that specs are about, for comparison: 0.020 in training accuracy, 0.069 in training loss, 0.036 in validation loss on MNIST. The effect in
/// validation accuracy, 0.0087, is only twice what is tolerated at batch 32: single runs vary that much, so it is decided over 20 seeds.
/// </para>
/// </remarks>
public static class Tolerances
{
    /// <summary>For each kind of run.</summary>
    public static IReadOnlyDictionary<(string Dataset, bool BatchNormalization, int BatchSize, double LearningRate), HistoryTolerances> ByRun { get; } =
        new Dictionary<(string, bool, int, double), HistoryTolerances>
        {
            [("mnist", true, 16, 0.01)] = new(Loss: 0.0054, Accuracy: 0.0024, ValidationLoss: 0.017, ValidationAccuracy: 0.0069),
            [("mnist", true, 32, 0.01)] = new(Loss: 0.0014, Accuracy: 0.0016, ValidationLoss: 0.0072, ValidationAccuracy: 0.0045),
            [("mnist", true, 64, 0.01)] = new(Loss: 0.00054, Accuracy: 0.00074, ValidationLoss: 0.0033, ValidationAccuracy: 0.0035),
            [("mnist", false, 32, 0.01)] = new(Loss: 0.000061, Accuracy: 0.00025, ValidationLoss: 0.0002, ValidationAccuracy: 0.0011),
            [("mnist", true, 32, 0.1)] = new(Loss: 0.0078, Accuracy: 0.0032, ValidationLoss: 0.024, ValidationAccuracy: 0.011),
            [("mnist", false, 32, 0.1)] = new(Loss: 0.0016, Accuracy: 0.00095, ValidationLoss: 0.012, ValidationAccuracy: 0.0063),
            [("sample", true, 32, 0.01)] = new(Loss: 0.0059, Accuracy: 0.0061, ValidationLoss: 0.047, ValidationAccuracy: 0.027),
            [("sample", false, 32, 0.01)] = new(Loss: 0.00056, Accuracy: 0.0021, ValidationLoss: 0.0027, ValidationAccuracy: 0.0048),
        };

    /// <summary>For the run that an approved text describes; nothing is tolerated of a run that is not listed, and nothing of the portable engine's.</summary>
    public static HistoryTolerances Of(ApprovedHistory approved)
    {
        ArgumentNullException.ThrowIfNull(approved);
        if (!(approved["engine"]?.StartsWith("torch: ", StringComparison.Ordinal) ?? false))
        {
            return HistoryTolerances.None;
        }

        var snapshot = SnapshotCatalogue.Mnist.Concat(SnapshotCatalogue.Sample).FirstOrDefault(one => Describes(approved, one));
        return snapshot is not null && ByRun.TryGetValue(Key(snapshot), out var tolerances) ? tolerances : HistoryTolerances.None;
    }

    /// <summary>What the tolerances of a snapshot are listed under.</summary>
    public static (string Dataset, bool BatchNormalization, int BatchSize, double LearningRate) Key(HistorySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (snapshot.Dataset, snapshot.Recipe.HasBatchNormalization, snapshot.Recipe.BatchSize, snapshot.Recipe.LearningRate);
    }

    private static bool Describes(ApprovedHistory approved, HistorySnapshot snapshot)
    {
        var recipe = snapshot.Recipe;
        return (approved["data"]?.StartsWith("MNIST,", StringComparison.Ordinal) ?? false) == (snapshot.Dataset == Data.Dataset.MnistName)
            && (approved["network"]?.EndsWith("no BN", StringComparison.Ordinal) ?? false) == !recipe.HasBatchNormalization
            && approved["batch size"] == FormattableString.Invariant($"{recipe.BatchSize}")
            && approved["learning rate"] == FormattableString.Invariant($"{recipe.LearningRate}")
            && approved["seed"] == FormattableString.Invariant($"{recipe.Seed}");
    }
}
