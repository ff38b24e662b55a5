using System.Globalization;
using System.Text;
using Reproduction.Claims;

namespace Reproduction.Report;

/// <summary>The night for a terminal or a log: the same sentence, picture and alarms as the page, without its markup.</summary>
public static class NightlyText
{
    /// <summary>Plain text; lines end in \n.</summary>
    public static string Of(NightlyResult result, NightlyOccasion occasion)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(occasion);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{result.PairedRuns} of {result.ExpectedRuns} runs compared with the reference by seed; {result.IdenticalRuns} have its bits.\n");
        text.Append(occasion.ToString() is { Length: > 0 } when ? $"{when}\n\n" : "\n");
        text.Append(
            "After the last epoch, in standard deviations between the reference's seeds\n(shaded: where four of five of them lie; the mark: "
                + "tonight's mean):\n\n");
        text.Append(NightlyPlot.Of(result)).Append('\n');
        foreach (var alarm in NightlyWords.Alarms(result))
        {
            text.Append("! ").Append(Data.OneLine.Of(alarm.Headline)).Append('\n');
            text.Append(alarm.Figures.Length > 0 ? $"  {alarm.Figures}\n" : string.Empty).Append("  ").Append(alarm.Reading).Append("\n\n");
        }

        foreach (var gaps in result.Findings.Where(finding => !finding.IsAlarm).GroupBy(finding => finding.Kind))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"- {NightlyWords.Of(gaps.Key)}: {NightlyWords.Count(gaps.Count(), "run")}, such as {Data.OneLine.Of(gaps.First().Description)}\n");
        }

        return text.ToString();
    }
}
