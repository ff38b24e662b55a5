using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Reproduction.Report;

/// <summary>A night as its JSON tells it.</summary>
/// <param name="Time">When it was compared, in UTC; null where it does not say.</param>
/// <param name="Commit">What was built; empty where it does not say.</param>
/// <param name="Outcome">identical, unchanged, incomplete or changed.</param>
/// <param name="Headline">The night in a sentence.</param>
/// <param name="Largest">The largest change, in standard deviations between the reference's seeds; null without any.</param>
public sealed record PastNight(DateTime? Time, string Commit, string Outcome, string Headline, double? Largest);

/// <summary>The last nights, from their JSON.</summary>
public static class NightlyHistory
{
    private const int BarWidth = 20;
    private const double BarRange = 4;

    /// <summary>Reads a night's JSON.</summary>
    /// <exception cref="FormatException">It is none that this program writes.</exception>
    public static PastNight Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var changes = root.GetProperty("comparisons").EnumerateArray()
                .Where(row => row.TryGetProperty("in_spreads", out var value) && value.ValueKind == JsonValueKind.Number)
                .Select(row => Math.Abs(row.GetProperty("in_spreads").GetDouble()))
                .ToList();
            return new(
                root.TryGetProperty("time", out var time) && time.ValueKind == JsonValueKind.String ? time.GetDateTime() : null,
                root.TryGetProperty("commit", out var commit) ? commit.GetString() ?? string.Empty : string.Empty,
                root.GetProperty("outcome").GetString() ?? throw new FormatException("its outcome is null"),
                root.TryGetProperty("headline", out var headline) ? headline.GetString() ?? string.Empty : string.Empty,
                changes.Count > 0 ? changes.Max() : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"it is no night's JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Draws nights, the oldest first: when, which commit, how it ended, and the largest change as a bar; lines end in \n.</summary>
    public static string Of(IEnumerable<PastNight> nights)
    {
        ArgumentNullException.ThrowIfNull(nights);
        ImmutableArray<PastNight> sorted = [.. nights.OrderBy(night => night.Time ?? DateTime.MinValue)];
        var text = new StringBuilder();
        var outcomeWidth = sorted.Select(night => Shown(night.Outcome).Length).DefaultIfEmpty(0).Max();
        foreach (var night in sorted)
        {
            var filled = (int)Math.Round(Math.Clamp((night.Largest ?? 0) / BarRange, 0, 1) * BarWidth);
            text.Append((night.Time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-").PadRight(16)).Append("  ")
                .Append(Data.OneLine.Of(night.Commit.Length > 12 ? night.Commit[..12] : night.Commit).PadRight(12)).Append("  ")
                .Append(Shown(night.Outcome).PadRight(outcomeWidth)).Append("  ")
                .Append('#', filled).Append('.', BarWidth - filled).Append("  ")
                .Append((night.Largest is { } largest ? largest.ToString("F1", CultureInfo.InvariantCulture) : "-").PadLeft(4))
                .Append(night.Outcome == "changed" ? $"  {Data.OneLine.Of(night.Headline)}" : string.Empty).Append('\n');
        }

        return text.Append(
            CultureInfo.InvariantCulture,
            $"\nBars: the largest change of a night, up to {BarRange:R} standard deviations between the reference's seeds.\n")
            .ToString();
    }

    private static string Shown(string outcome) => outcome == "changed" ? "CHANGED" : Data.OneLine.Of(outcome);
}
