using Reproduction.Claims;

namespace Reproduction.Spec.Snapshots;

/// <summary>The tolerances of approved histories are what was measured in their epoch, and no wider.</summary>
[Claim("I8")]
[Claim("B1")]
[Claim("B2")]
public sealed class ToleranceSpec
{
    /// <summary>
    /// With 2 degrees of freedom Student's t has a closed form: |t| stays below a sqrt(2 / (1 - a^2)) with probability a, here 1 - 0.01 / 240. The
    /// root mean square of 0.003 and -0.004 is sqrt(12.5e-6).
    /// </summary>
    [Test]
    public void A_tolerance_is_Students_t_times_the_root_mean_square()
    {
        const double A = 1 - (0.01 / 240);

        Tolerances.Of([0.003, -0.004]).Should().BeApproximately(A * Math.Sqrt(2 / (1 - (A * A))) * Math.Sqrt(12.5e-6), 1e-9);
        Tolerances.Of([0, 0, 0]).Should().Be(0, "where the last bits did nothing, nothing is tolerated");
    }

    [TestCaseSource(typeof(Tolerances), nameof(Tolerances.Snapshots))]
    public void Every_epoch_of_a_snapshot_has_measured_differences_of_its_own(HistorySnapshot snapshot)
    {
        var seeds = snapshot.Dataset == Data.Dataset.MnistName ? 4 : 2;

        foreach (var metric in Metric.All)
        {
            Enumerable.Range(1, 10).Select(epoch => Tolerances.Differences(snapshot, metric, epoch).Length)
                .Should().Equal(
                    [2 * seeds, .. Enumerable.Repeat(3 * seeds, 8), 2 * seeds], "{0}: its epoch, the one before and the one after", metric.Name);
        }
    }

    /// <summary>The last bits grow with the epochs: what is tolerated of the first is less than of the last, for every run and loss.</summary>
    [TestCaseSource(typeof(Tolerances), nameof(Tolerances.Snapshots))]
    public void Early_epochs_are_held_closer_than_late_ones(HistorySnapshot snapshot)
    {
        var approved = ApprovedHistory.Read(File.ReadAllText(Path.Combine(SnapshotCatalogue.Folder, $"{snapshot.Name}.verified.txt")))!;
        var tolerances = Tolerances.Of(approved);

        tolerances.Should().OnlyContain(metric => metric.Tolerances.Length == 10);
        tolerances[0].ToleranceAfter(1).Should().BeLessThan(tolerances[0].ToleranceAfter(10));
    }

    [Test]
    public void An_unknown_run_has_no_tolerance()
    {
        var text = $"data          MNIST, whatever\nseed          77\nengine        torch: whatever\n\n{ApprovedHistory.TableHeader}\n"
            + $"    1    0.500000  0.905000    0.600000        0.8950\n\n{ApprovedHistory.HashLabel}{new string('a', 64)}\n";

        Tolerances.Of(ApprovedHistory.Read(text)!).Should().Equal(Metric.All);
    }

    [Test]
    public void Nothing_is_tolerated_of_the_portable_engine()
    {
        var approved =
            ApprovedHistory.Read(File.ReadAllText(Path.Combine(SnapshotCatalogue.Folder, $"{SnapshotCatalogue.Portable[0].Name}.verified.txt")))!;

        Tolerances.Of(approved).Should().Equal(Metric.All);
    }
}
