using System.Collections.Immutable;
using Reproduction.Claims;

namespace Reproduction.Report.Page;

/// <summary>A line of the verdict table: a claim, and its verdict where there is one.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Verdict">Its verdict; null where none was computed, which the page says.</param>
internal sealed record VerdictRow(Claim Claim, Verdict? Verdict)
{
    /// <summary>The question of the assignment that the claim belongs to.</summary>
    public string Question => Claim.Id.Length == 0 ? "Other claims" : Claim.Id[0] switch
    {
        'T' => "Question 1: theory",
        'I' => "Question 2: implementation",
        'B' => "Question 3: batch size",
        'E' => "Further evidence",
        _ => "Other claims",
    };

    /// <summary>The decision in words.</summary>
    public string Label =>
        Verdict is null ? "No verdict"
            : Verdict.Decision == Decision.WithinLimits ? "Within limits"
            : char.ToUpperInvariant(Wording.Of(Verdict.Decision)[0]) + Wording.Of(Verdict.Decision)[1..];

    /// <summary>The decision as a character, which says the same as the words.</summary>
    public string Symbol => Verdict?.Decision switch
    {
        Decision.Reproduced => "✓",
        Decision.WithinLimits => "◐",
        Decision.Refuted => "✗",
        Decision.Undecided => "?",
        _ => "-",
    };

    /// <summary>The whole catalogue in its order, then the verdicts on claims that it does not know.</summary>
    public static ImmutableArray<VerdictRow> All(IReadOnlyList<Verdict> verdicts)
    {
        var repeated = verdicts.GroupBy(verdict => verdict.Claim.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
        {
            throw new ArgumentException($"A claim has one verdict; received {repeated.Count()} for {repeated.Key}.", nameof(verdicts));
        }

        var byClaim = verdicts.ToDictionary(verdict => verdict.Claim.Id, StringComparer.Ordinal);
        var known = Rule.All.Select(rule => rule.Claim.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Rule.All.Select(rule => rule.Claim)
            .Select(claim =>
                byClaim.GetValueOrDefault(claim.Id) is { } verdict ? new VerdictRow(verdict.Claim, verdict) : new VerdictRow(claim, null)),
            .. verdicts.Where(verdict => !known.Contains(verdict.Claim.Id))
                .OrderBy(verdict => verdict.Claim.Id, StringComparer.Ordinal)
                .Select(verdict => new VerdictRow(verdict.Claim, verdict)),
        ];
    }

    /// <summary>How many claims were decided how, in the order of the decisions; those without a verdict last.</summary>
    public static ImmutableArray<(VerdictRow Example, int Count)> Counts(ImmutableArray<VerdictRow> rows) =>
    [
        .. rows.GroupBy(row => row.Verdict?.Decision)
            .OrderBy(group => group.Key is { } decision ? (int)decision : int.MaxValue)
            .Select(group => (group.First(), group.Count())),
    ];
}
