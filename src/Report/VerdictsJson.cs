using System.Text.Encodings.Web;
using System.Text.Json;
using Reproduction.Claims;

namespace Reproduction.Report;

/// <summary>The verdicts as JSON, for programs.</summary>
public static class VerdictsJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A list with an object for each claim; it ends in \n.</summary>
    public static string Of(IReadOnlyList<Verdict> verdicts) => JsonSerializer.Serialize(
        verdicts.Select(verdict => new { Claim = verdict.Claim.Id, Decision = Words(verdict.Decision), verdict.Evidence, verdict.Scope, verdict.Rerun }), Indented) + "\n";

    /// <summary>A decision in words, as the first of a line.</summary>
    public static string Words(Decision decision) => decision == Decision.WithinLimits ? "Within limits" : decision.ToString();
}
