using System.Collections.Immutable;

namespace Reproduction.Claims;

/// <summary>How a claim was decided.</summary>
public enum Decision
{
    /// <summary>What the claim says was found, without a reservation that matters.</summary>
    Reproduced,

    /// <summary>It was found in a part of the range that the claim speaks of, or in a weaker form; the scope says which.</summary>
    WithinLimits,

    /// <summary>The contrary was found.</summary>
    Refuted,

    /// <summary>The evidence does not decide, or is missing.</summary>
    Undecided,
}

/// <summary>A claim: of the assignment, or added to it.</summary>
/// <param name="Id">T for theory, I for implementation, B for batch size, E for further evidence, and a number.</param>
/// <param name="Statement">What is claimed, true or not.</param>
public sealed record Claim(string Id, string Statement)
{
    private const string Program = "dotnet run --project src/Cli --configuration Release --";

    /// <summary>The figures that the notebook published about it; empty where there are none.</summary>
    public string Published { get; init; } = string.Empty;

    /// <summary>What would refute it, in the words of the rule.</summary>
    public string Refutation { get; init; } = string.Empty;

    /// <summary>The grids of results/ that decide it; none where specs do.</summary>
    public ImmutableArray<string> Grids { get; init; } = [];

    /// <summary>The decision that the stored results give: another one, in either direction, is a surprise.</summary>
    public Decision Expected { get; init; } = Decision.Reproduced;

    /// <summary>The command that repeats the evidence, and decides by it.</summary>
    public string Rerun => Grids.IsEmpty ? $"dotnet test spec --filter TestCategory={Id}" : $"{Program} verdict {Id} --train";
}

/// <summary>Settings that a finding was read from.</summary>
/// <param name="Name">What was run.</param>
/// <param name="Count">The number of runs.</param>
public sealed record CellRead(string Name, int Count);

/// <summary>What a rule found in runs.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Headline">The finding in a few words, for tables.</param>
/// <param name="Evidence">In one line: effects, intervals and numbers of seeds, or what is missing.</param>
/// <param name="Scope">Where it was found, and what limits it; empty where there is nothing to add.</param>
public sealed record Finding(Decision Decision, string Headline, string Evidence, string Scope)
{
    /// <summary>The effects, as numbers.</summary>
    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>Whether the runs could decide; false where some are missing, or the claim cannot be about their data.</summary>
    public bool AreRunsFit { get; init; } = true;

    /// <summary>The settings that it was read from.</summary>
    public ImmutableArray<CellRead> Cells { get; init; } = [];
}

/// <summary>A claim with what was found about it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Finding">What its rule found.</param>
public sealed record Verdict(Claim Claim, Finding Finding)
{
    /// <summary>The decision.</summary>
    public Decision Decision => Finding.Decision;

    /// <summary>Whether the decision is the one that is expected; where runs are missing, none is.</summary>
    public bool IsExpected => Finding.AreRunsFit && Decision == Claim.Expected;
}
