using Reproduction.Claims;
using Reproduction.Spec.Runs;
using Reproduction.Spec.Snapshots;
using Reproduction.Training;

namespace Reproduction.Spec.Evidence;

/// <summary>The stored runs, which verdicts rest on, are what the code trains: seed 1 of each of the notebook's runs has the stored hash.</summary>
public sealed class Stored_runs_are_those_of_todays_code
{
    /// <summary>A run belongs to the claims that it decides, so that the specs of one claim train no more than it needs.</summary>
    private static IEnumerable<TestCaseData> Notebook()
    {
        foreach (var recipe in Recipes.Notebook)
        {
            var data = new TestCaseData(recipe).SetArgDisplayNames(recipe.Title);
            foreach (var claim in recipe.BatchSize switch { 64 => ["B1"], 16 => ["B2"], _ => new[] { "I4", "I5", "I6", "I7" } })
            {
                data.SetProperty("Claim", claim).SetCategory(claim);
            }

            yield return data;
        }
    }

    [TestCaseSource(nameof(Notebook))]
    public void A_run_that_is_trained_today_has_the_stored_hash(TrainingRecipe recipe)
    {
        var history = TrainedRuns.OfPortableEngine(TrainedRuns.MnistData, recipe)[0];
        var stored = StoredEvidence.Portable.Runs.Single(run => run.Recipe == recipe);

        history.ParametersSha256.Should().Be(stored.ParametersSha256);
        stored.DatasetSha256.Should().Be(TrainedRuns.MnistData.Sha256);
    }

    /// <summary>
    /// TorchSharp's stored runs are what its code trains: those of seed 1 are the approved histories, which other specs train anew. Both engines had
    /// the same images.
    /// </summary>
    [Claim("I4")]
    [Claim("I5")]
    [Claim("I6")]
    [Claim("I7")]
    [TestCaseSource(typeof(SnapshotCatalogue), nameof(SnapshotCatalogue.Mnist))]
    public void TorchSharps_stored_runs_of_seed_1_have_the_approved_hashes(HistorySnapshot snapshot)
    {
        var approved = ApprovedHistory.Read(File.ReadAllText(Path.Combine(SnapshotCatalogue.Folder, $"{snapshot.Name}.verified.txt")))!;
        var stored = StoredEvidence.Torch.Runs.Single(run => run.Recipe == snapshot.Recipe);

        approved.Lines[approved.HashLine].Should().Be(ApprovedHistory.HashLabel + stored.ParametersSha256);
        stored.DatasetSha256.Should().Be(StoredEvidence.Portable.Runs[0].DatasetSha256);
    }
}
