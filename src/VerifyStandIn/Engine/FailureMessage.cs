using System.Text;

namespace Reproduction.VerifyStandIn;

/// <summary>The text of a failed verification; tools read it, so it is Verify's to the letter.</summary>
internal static class FailureMessage
{
    public static string Of(string directory, IReadOnlyList<Comparison> comparisons, IReadOnlyCollection<string> stale, bool withContent)
    {
        var byOutcome = comparisons.ToLookup(c => c.Outcome);
        var message = new StringBuilder();
        Line(message, $"Directory: {directory}");
        Files(message, "New:", byOutcome[Outcome.New]);
        Files(message, "NotEqual:", byOutcome[Outcome.NotEqual]);
        if (stale.Count > 0)
        {
            Line(message, "Delete:");
            foreach (var path in stale)
            {
                Line(message, $"  - {Path.GetFileName(path)}");
            }
        }

        Files(message, "Equal:", byOutcome[Outcome.Equal]);
        if (withContent && (byOutcome.Contains(Outcome.New) || byOutcome.Contains(Outcome.NotEqual)))
        {
            Line(message, "\nFileContent:\n");
            Content(message, "New:", byOutcome[Outcome.New]);
            Content(message, "NotEqual:", byOutcome[Outcome.NotEqual]);
        }

        return message.ToString();
    }

    private static void Files(StringBuilder message, string header, IEnumerable<Comparison> comparisons)
    {
        foreach (var (index, comparison) in comparisons.Index())
        {
            if (index == 0)
            {
                Line(message, header);
            }

            Line(message, $"  - Received: {Path.GetFileName(comparison.File.ReceivedPath)}");
            Line(message, $"    Verified: {Path.GetFileName(comparison.File.VerifiedPath)}");
        }
    }

    private static void Content(StringBuilder message, string header, IEnumerable<Comparison> comparisons)
    {
        foreach (var (index, comparison) in comparisons.Index())
        {
            if (index == 0)
            {
                Line(message, $"{header}\n");
            }

            var received = $"Received: {Path.GetFileName(comparison.File.ReceivedPath)}";
            var verified = $"Verified: {Path.GetFileName(comparison.File.VerifiedPath)}";
            Line(message, comparison switch
            {
                { Outcome: Outcome.New } => $"{received}\n{comparison.Received}\n",
                { Message: { } found } => $"{received}\n{verified}\nCompare Result:\n{found}\n",
                _ => $"{received}\n{comparison.Received}\n{verified}\n{comparison.Verified}\n",
            });
        }
    }

    // Not AppendLine, which ends lines as the operating system does.
    private static void Line(StringBuilder message, string line) => message.Append(line).Append('\n');
}
