using System.Text.Json;
using System.Text.Json.Serialization;
using Reproduction.Claims;
using Reproduction.Statistics;

namespace Reproduction.Report;

/// <summary>The night for machines: the same figures as the page, in full precision and a stable order.</summary>
public static class NightlyJson
{
    /// <summary>The number of the format; it changes when a name or a meaning does.</summary>
    public const int FormatVersion = 2;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The text: indented JSON, lines end in \n; what is not known is null.</summary>
    public static string Of(NightlyResult result, NightlyOccasion? occasion = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonSerializer.Serialize(
            new
            {
                FormatVersion,
                occasion?.Commit,
                Time = occasion?.Time?.UtcDateTime,
                Headline = NightlyWords.Headline(result),
                result.Outcome,
                result.ExpectedRuns,
                result.PairedRuns,
                result.IdenticalRuns,
                result.Settings,
                Findings = result.Findings.Select(finding => new { finding.Kind, finding.IsAlarm, finding.Description }),
                Comparisons = result.Rows.Select(row => new
                {
                    row.Run,
                    BatchNormalization = row.Kind.HasBatchNormalization,
                    Normalization = row.Kind.Network.Normalization?.Name ?? "none",
                    Optimizer = row.Kind.Optimizer.Name,
                    row.Kind.BatchSize,
                    row.Kind.LearningRate,
                    Metric = row.Metric.Name,
                    row.Status,
                    row.Pairs,
                    ReferenceMean = row.Means?.Reference,
                    TonightMean = row.Means?.Tonight,
                    Difference = row.Difference?.Mean,
                    row.Difference?.StandardDeviation,
                    row.Interval,
                    row.PValue,
                    row.AdjustedPValue,
                    WilcoxonPValue = row.Difference?.Wilcoxon.PValue(Alternative.TwoSided),
                    row.ReferenceSpread,
                    row.InSpreads,
                    row.Since,
                    row.Relevant,
                    SmallestDetectable = row.SmallestDetectable(result.Settings.Power),
                    SmallestDetectableIfIndependent = row.SmallestDetectableIfIndependent(result.Settings.Power),
                }),
                result.ReferenceEngines,
                result.TonightEngines,
            },
            Options) + "\n";
    }
}
