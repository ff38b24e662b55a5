using System.Collections.Immutable;
using Reproduction.Ensembles;

namespace Reproduction.Claims;

/// <summary>Decides every claim of the catalogue by the rules of the classes beside this one.</summary>
public static class Verdicts
{
    /// <summary>One verdict for each claim, in the catalogue's order.</summary>
    /// <param name="runs">Stored runs, of any recipes; those that are not of full MNIST are left aside. Where those that a claim needs are missing, it is undecided.</param>
    /// <param name="published">The notebook's figures.</param>
    public static ImmutableArray<Verdict> Of(IReadOnlyList<RunRecord> runs, Published published)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(published);
        var evidence = new EvidenceRuns(runs);
        var effects = new TestedEffects(evidence);
        var theory = new TheoryVerdicts(evidence, effects);
        var implementation = new ImplementationVerdicts(evidence, effects, published);
        var batchSize = new BatchSizeVerdicts(evidence, effects);
        var found = MathematicalVerdicts.All().ToDictionary(
            verdict => verdict.Id, verdict => (Found: (verdict.Decision, verdict.Evidence, verdict.Scope), Rerun: Wording.Spec(verdict.Id)), StringComparer.Ordinal);

        void Add(string id, (Decision, string, string) verdict, string grid) => found.Add(id, (verdict, Wording.Ensemble(grid)));
        Add("T7", theory.T7(), "learning-rates");
        Add("T8", theory.T8(), "learning-rates");
        Add("T9", theory.T9(), "rates-and-scales");
        Add("T10", theory.T10(), "rates-and-scales");
        Add("I4", implementation.Effect("I4", Metric.All[1]), "notebook");
        Add("I5", implementation.Effect("I5", Metric.All[3]), "notebook");
        Add("I6", implementation.Effect("I6", Metric.All[0]), "notebook");
        Add("I7", implementation.Effect("I7", Metric.All[2]), "notebook");
        Add("I8", implementation.History(32), "notebook");
        Add("B1", implementation.History(64), "notebook");
        Add("B2", implementation.History(16), "notebook");
        Add("B3", batchSize.B3(), "notebook");
        Add("B4", batchSize.B4(), "batch-sizes");
        Add("B5", batchSize.B5(), "batch-sizes");
        return [.. ClaimCatalogue.All.Select(claim => (Claim: claim, Verdict: found[claim.Id])).Select(pair =>
            new Verdict(pair.Claim, pair.Verdict.Found.Decision, pair.Verdict.Found.Evidence, pair.Verdict.Found.Scope, pair.Verdict.Rerun))];
    }
}
