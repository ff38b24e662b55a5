using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Snapshots;

/// <summary>The tolerances of approved histories are what was measured, and no wider.</summary>
public sealed class ToleranceSpec
{
    private static readonly SeedEvidence Native = SeedEvidence.Load("last-bits-native.csv");
    private static readonly SeedEvidence Pinned = SeedEvidence.Load("last-bits-pinned.csv");

    private static IEnumerable<HistorySnapshot> Snapshots() => SnapshotCatalogue.Mnist.Concat(SnapshotCatalogue.Sample);

    [TestCaseSource(nameof(Snapshots))]
    public void A_tolerance_is_what_the_last_bits_were_measured_to_do(HistorySnapshot snapshot)
    {
        var tolerances = Tolerances.ByRun[Tolerances.Key(snapshot)];
        foreach (var column in ApprovedHistory.Columns)
        {
            var differences = Enumerable.Range(1, 10).SelectMany(epoch => Of(Native, snapshot, epoch, column).Zip(Of(Pinned, snapshot, epoch, column), (a, b) => a - b)).ToList();
            var measured = 4.2 * Math.Sqrt(differences.Average(difference => difference * difference));

            differences.Count.Should().BeGreaterThanOrEqualTo(20);
            tolerances[column].Should().BeInRange(measured, measured * 1.12, "{0} is rounded up to two digits", column);
        }
    }

    [Test]
    public void An_unknown_run_has_no_tolerance()
    {
        var text = $"data          MNIST, whatever\nseed          77\nengine        torch: whatever\n\n{ApprovedHistory.TableHeader}\n    1    0.500000  0.905000    0.600000        0.8950\n\n{ApprovedHistory.HashLabel}{new string('a', 64)}\n";

        Tolerances.Of(ApprovedHistory.Read(text)!).Should().Be(HistoryTolerances.None);
    }

    [Test]
    public void Nothing_is_tolerated_of_the_portable_engine()
    {
        var approved = ApprovedHistory.Read(File.ReadAllText(Path.Combine(SnapshotCatalogue.Folder, $"{SnapshotCatalogue.Portable[0].Name}.verified.txt")))!;

        Tolerances.Of(approved).Should().Be(HistoryTolerances.None);
        HistoryTolerances.None.ComparesHash.Should().BeTrue();
    }

    private static ImmutableArray<double> Of(SeedEvidence evidence, HistorySnapshot snapshot, int epoch, string column) =>
        evidence.Of(snapshot.Recipe.HasBatchNormalization, snapshot.Recipe.BatchSize, epoch, column, snapshot.Dataset, snapshot.Recipe.LearningRate);
}
