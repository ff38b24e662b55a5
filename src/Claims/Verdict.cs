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

    /// <summary>The evidence does not decide.</summary>
    Undecided,
}

/// <summary>What was found about a claim.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Decision">The verdict.</param>
/// <param name="Evidence">In one line: effect, interval and number of seeds, or which references agree.</param>
/// <param name="Scope">Where it was found, and where the order turns; empty where there is nothing to add.</param>
/// <param name="Rerun">The precise command that repeats the evidence.</param>
public sealed record Verdict(Claim Claim, Decision Decision, string Evidence, string Scope, string Rerun);
