using System.Collections.Immutable;
using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Spec.Snapshots;

namespace Reproduction.Spec.Evidence;

/// <summary>What results/ holds, selected as everywhere by one engine at a time, and the verdicts that follow from it.</summary>
internal static class StoredEvidence
{
    /// <summary>The seeds that TorchSharp has trained, from 1 on.</summary>
    public const int TorchSeeds = 20;

    private static readonly ImmutableArray<RunRecord> All = StoredResults.Load(Path.Combine(SnapshotCatalogue.Folder, "..", "results")).Runs;

    /// <summary>The checkout's folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(SnapshotCatalogue.Folder, ".."));

    /// <summary>The portable engine's runs: what CLAIMS.md is decided from, and what the program takes where no engine is named.</summary>
    public static EvidenceRuns Portable { get; } = EvidenceRuns.Select(All);

    /// <summary>TorchSharp's: the notebook's four runs for seeds 1 to <see cref="TorchSeeds"/>.</summary>
    public static EvidenceRuns Torch { get; } = EvidenceRuns.Select(All, engine: "torch");

    /// <summary>The portable engine's runs on the whole of Fashion-MNIST.</summary>
    public static EvidenceRuns Fashion { get; } = EvidenceRuns.Select(All, Data.Dataset.FashionMnistName);

    /// <summary>The verdicts on all claims.</summary>
    public static ImmutableArray<Verdict> Verdicts { get; } = Rule.Decide(Portable);

    /// <summary>The verdict on a claim.</summary>
    public static Verdict Of(string id) => Verdicts.Single(verdict => verdict.Claim.Id == id);

    /// <summary>A claim is decided so, and the whole of an effect's 95 % interval lies in a range.</summary>
    public static void MustDecide(string id, Decision decision, string name, double low, double high)
    {
        var verdict = Of(id);
        var effect = verdict.Finding.Effects.Single(effect => effect.Name == name);

        verdict.Decision.Should().Be(decision, verdict.Finding.Evidence);
        effect.Interval!.Low.Should().BeGreaterThan(low, "{0}: {1}", name, effect);
        effect.Interval.High.Should().BeLessThan(high, "{0}: {1}", name, effect);
    }

    /// <summary>Both engines' runs, as rows of a spec.</summary>
    public static IEnumerable<TestCaseData> Engines() =>
        [new TestCaseData(Portable).SetArgDisplayNames("portable"), new TestCaseData(Torch).SetArgDisplayNames("torch")];

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
            "{0} has to say what the stored results do; what it should say is in {1}\n{2}",
            page,
            Path.GetFileName(received),
            Commands.Of(TestContext.CurrentContext.Test));
    }
}
