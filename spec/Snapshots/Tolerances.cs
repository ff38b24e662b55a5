using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Spec.Evidence;
using Reproduction.Statistics;

namespace Reproduction.Spec.Snapshots;

/// <summary>
/// The one place where the tolerances of approved histories come from: how far another machine's last bits may move a figure in its epoch.
/// </summary>
/// <remarks>
/// Source: runs that were trained twice, with native and with pinned numerics, which differ in nothing but the last bits of sums
/// (spec/Evidence/last-bits-*.csv). The tolerance of a figure is t times the root mean square of the differences measured for its run, its column and
/// its epoch, the epochs before and after it taken in because seeds are few. t is Student's quantile, its degrees of freedom the number of
/// differences, with which all 240 approved figures stay within with a probability of 99 % if differences are normal. Where the last bits did
/// nothing, nothing is tolerated. The portable engine's figures have no tolerance.
/// <para>
/// With pinned numerics, x86-64 machines are expected to agree to the bit; a spec that passes by tolerance there says so
/// (<see cref="ModuleInitializer"/>). The effects that specs are about, for comparison: 0.020 in training accuracy, 0.068 in training loss, 0.036 in
/// validation loss on MNIST. The effect in validation accuracy, 0.0085, is little more than last bits move a single run: it is decided over seeds.
/// </para>
/// </remarks>
public static class Tolerances
{
    private const int Epochs = 10;

    /// <summary>The snapshots whose figures have tolerances: the reference engine's.</summary>
    public static ImmutableArray<HistorySnapshot> Snapshots { get; } = [.. SnapshotCatalogue.Mnist, .. SnapshotCatalogue.Sample];

    /// <summary>
    /// The metrics with their tolerances for the run that an approved text describes; nothing is tolerated of a run that is not listed, and nothing
    /// of the portable engine's.
    /// </summary>
    public static ImmutableArray<Metric> Of(ApprovedHistory approved)
    {
        ArgumentNullException.ThrowIfNull(approved);
        return (approved["engine"]?.StartsWith("torch: ", StringComparison.Ordinal) ?? false)
            && Snapshots.FirstOrDefault(one => Describes(approved, one)) is { } snapshot
            ? [.. Metric.All.Select(metric => metric with
            {
                Tolerances = [.. Enumerable.Range(1, Epochs).Select(epoch => Of(Differences(snapshot, metric, epoch)))],
            })]
            : Metric.All;
    }

    /// <summary>What is tolerated where these differences were measured; at least one.</summary>
    internal static double Of(IReadOnlyCollection<double> differences)
    {
        const int Figures = 240;
        var t = Student.Quantile(1 - (0.01 / Figures / 2), differences.Count);
        return t * Math.Sqrt(differences.Average(difference => difference * difference));
    }

    /// <summary>Native minus pinned, for each seed, in an epoch and its neighbors.</summary>
    internal static ImmutableArray<double> Differences(HistorySnapshot snapshot, Metric metric, int epoch)
    {
        IEnumerable<double> In(ImmutableArray<RunRecord> runs, int at) => runs
            .Where(run => run.DatasetName == snapshot.Dataset && run.Recipe with { Seed = snapshot.Recipe.Seed } == snapshot.Recipe)
            .OrderBy(run => run.Recipe.Seed)
            .Select(run => metric.Of(run.Epochs[at - 1]));
        return
        [
            .. from at in Enumerable.Range(epoch - 1, 3)
               where at is >= 1 and <= Epochs
               from pair in In(LastBits.Native, at).Zip(In(LastBits.Pinned, at))
               select pair.First - pair.Second,
        ];
    }

    private static bool Describes(ApprovedHistory approved, HistorySnapshot snapshot)
    {
        var recipe = snapshot.Recipe;
        return (approved["data"]?.StartsWith("MNIST,", StringComparison.Ordinal) ?? false) == (snapshot.Dataset == Dataset.MnistName)
            && (approved["network"]?.EndsWith("no BN", StringComparison.Ordinal) ?? false) == !recipe.HasBatchNormalization
            && approved["batch size"] == FormattableString.Invariant($"{recipe.BatchSize}")
            && approved["learning rate"] == FormattableString.Invariant($"{recipe.LearningRate}")
            && approved["seed"] == FormattableString.Invariant($"{recipe.Seed}");
    }
}
