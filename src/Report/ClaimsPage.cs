using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Ensembles;

namespace Reproduction.Report;

/// <summary>The page that a newcomer is sent to: every claim with its verdict. CLAIMS.md at the root of the checkout.</summary>
public static class ClaimsPage
{
    /// <summary>The page; Markdown, lines end in \n.</summary>
    /// <param name="verdicts">One for each claim.</param>
    /// <param name="runs">The stored runs that they rest on.</param>
    public static string Of(IReadOnlyList<Verdict> verdicts, IReadOnlyList<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(runs);
        var text = new StringBuilder();
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""
            # Claims and verdicts

            A notebook trained a small network on MNIST with and without batch normalization (BN), at three batch sizes, and drew conclusions.
            This page holds each claim against {runs.Count} runs on full MNIST and against independent references, and says what was found and where.
            It is generated from the [stored results](results/README.md) by stated [rules](src/Claims/Verdicts), and a spec keeps it in step; it is not edited by hand.


            """).ReplaceLineEndings("\n"));
        text.Append(Overview(verdicts).ToMarkdown());
        foreach (var verdict in verdicts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {verdict.Claim.Id}\n\n> {verdict.Claim.Statement}\n\n**{Words(verdict.Decision)}.** {verdict.Evidence}\n");
            if (verdict.Scope.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nScope: {verdict.Scope}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"\nRerun: `{verdict.Rerun}`\n");
        }

        return text.Append(string.Create(CultureInfo.InvariantCulture, $"""

            ## How it was decided

            - Comparisons are paired by seed: equal seeds share shuffles and, where shapes allow, initial kernels. A one-sided paired t-test decides, at 1 % for all tests
              together (Holm's correction); d_z is the mean difference in standard deviations of the differences.
            - A published figure's z is its distance from our mean, beyond what its rounding hides, in standard deviations of one more run (Student's prediction); its
              percentile is its rank among our seeds.
            - "Trains" means a validation accuracy of 0.9 or more after ten epochs, for every seed.
            - Runs: {Provenance(runs)}
            - `make report` draws the same as a page with charts.

            """).ReplaceLineEndings("\n")).ToString();
    }

    private static Table Overview(IReadOnlyList<Verdict> verdicts) => new(
        [new("Claim"), new("What it says"), new("Verdict")],
        [.. verdicts.Select(verdict => ImmutableArray.Create(
            $"[{verdict.Claim.Id}](#{verdict.Claim.Id.ToLowerInvariant()})", verdict.Claim.Statement, verdict.Decision == Decision.Reproduced ? "reproduced" : $"**{Words(verdict.Decision).ToLowerInvariant()}**"))]);

    private static string Words(Decision decision) => decision switch
    {
        Decision.Reproduced => "Reproduced",
        Decision.WithinLimits => "Reproduced within limits",
        Decision.Refuted => "Refuted",
        _ => "Undecided",
    };

    private static string Provenance(IReadOnlyList<RunRecord> runs) => runs.Count == 0
        ? "none."
        : $"{string.Join("; ", runs.GroupBy(run => (run.DatasetName, run.DatasetSha256, run.EngineDescription)).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} by {group.Key.EngineDescription} on {group.Key.DatasetName}, whose data have the SHA-256 {group.Key.DatasetSha256[..12]}...")))}.";
}
