using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Spec.Snapshots;

namespace Reproduction.Spec.Verdicts;

/// <summary>What results/ holds, and the verdicts that follow from it.</summary>
internal static class StoredEvidence
{
    /// <summary>The checkout's folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(SnapshotCatalogue.Folder, ".."));

    /// <summary>All stored runs.</summary>
    public static ImmutableArray<RunRecord> Runs { get; } = StoredResults.Load(Path.Combine(Root, "results")).Runs;

    /// <summary>The verdicts on all claims.</summary>
    public static ImmutableArray<Verdict> Verdicts { get; } = Claims.Verdicts.Of(Runs, Published.Load());

    /// <summary>Compares a generated page with the one in the checkout; what it should be is left beside it, for make approve.</summary>
    public static void MustBeInStep(string page, string expected)
    {
        var path = Path.Combine(Root, page);
        var received = Path.ChangeExtension(path, $".received{Path.GetExtension(path)}");
        File.Delete(received);
        if (!File.Exists(path) || File.ReadAllText(path) != expected)
        {
            File.WriteAllText(received, expected);
        }

        File.Exists(received).Should().BeFalse(
            "{0} has to say what the stored results do; what it should say is in {1}\n{2}", page, Path.GetFileName(received), Commands.Of(TestContext.CurrentContext.Test));
    }
}
