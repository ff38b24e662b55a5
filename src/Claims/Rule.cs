using System.Collections.Immutable;
using System.Reflection;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>What rules decide from.</summary>
/// <param name="Runs">The runs selected.</param>
/// <param name="Family">The tests of all rules, corrected together.</param>
/// <param name="Published">The notebook's figures; null where the runs are of other data than the notebook's.</param>
public sealed record Evidence(EvidenceRuns Runs, Family Family, Published? Published);

/// <summary>
/// A claim and how it is decided. A file in the folder Rules is all that a claim needs here: pages, tables, commands and the family follow from it.
/// </summary>
/// <param name="claim">The claim.</param>
public abstract class Rule(Claim claim)
{
    /// <summary>Every rule of this project: the assignment's in its order, and then what was added.</summary>
    public static ImmutableArray<Rule> All { get; } = Of(typeof(Rule).Assembly);

    /// <summary>The claim.</summary>
    public Claim Claim { get; } = claim;

    /// <summary>The tests that it puts into the family; none where there are too few runs.</summary>
    public virtual IEnumerable<FamilyTest> Tests(EvidenceRuns runs) => [];

    /// <summary>Decides. A pure function: equal runs, equal finding.</summary>
    public abstract Finding Decide(Evidence evidence);

    /// <summary>The rules of an assembly, by question and number.</summary>
    public static ImmutableArray<Rule> Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return [.. assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Rule)) && type.GetConstructor(Type.EmptyTypes) is not null && !type.IsAbstract)
            .Select(type => (Rule)Activator.CreateInstance(type)!)
            .OrderBy(rule => "TIBE".IndexOf(rule.Claim.Id[0], StringComparison.Ordinal) is var place and >= 0 ? place : int.MaxValue)
            .ThenBy(rule => rule.Claim.Id.Length).ThenBy(rule => rule.Claim.Id, StringComparer.Ordinal)];
    }

    /// <summary>One verdict for each rule, in their order.</summary>
    /// <param name="runs">The runs selected.</param>
    /// <param name="rules">The rules; all that there are, unless others are named. The family is that of these.</param>
    public static ImmutableArray<Verdict> Decide(EvidenceRuns runs, IReadOnlyList<Rule>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        rules ??= All;
        var evidence = new Evidence(
            runs, FamilyOf(runs, rules), runs.Runs.All(run => run.DatasetName == Data.Dataset.MnistName) ? Published.Load() : null);
        return [.. rules.Select(rule => new Verdict(rule.Claim, rule.Decide(evidence)))];
    }

    /// <summary>The tests of rules, corrected together.</summary>
    public static Family FamilyOf(EvidenceRuns runs, IReadOnlyList<Rule>? rules = null) => new((rules ?? All).SelectMany(rule => rule.Tests(runs)));

    /// <summary>What is missing of recipes, five seeds each, or of tests of the family, in words; null where nothing is.</summary>
    protected static string? Lacking(Evidence evidence, IEnumerable<TrainingRecipe> kinds, params IEnumerable<string> tests)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Runs.Lacking(EvidenceRuns.LeastSeeds, kinds)
            ?? (tests.All(test => evidence.Family[test] is not null) ? null : $"{EvidenceRuns.LeastSeeds} seeds that the settings share");
    }

    /// <summary>The finding where runs are missing.</summary>
    protected static Finding Missing(string lacking) =>
        NotOfTheseData("runs are missing", $"The runs do not decide: these are missing: {lacking}.");

    /// <summary>The finding where the claim cannot be about these data.</summary>
    protected static Finding NotOfTheseData(string headline, string reason) =>
        new(Decision.Undecided, headline, reason, string.Empty) { AreRunsFit = false };
}
