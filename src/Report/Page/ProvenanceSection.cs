using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Ensembles;

namespace Reproduction.Report.Page;

/// <summary>What the figures were computed from and with.</summary>
internal static class ProvenanceSection
{
    public static Section Of(RunSelection selection, string? command)
    {
        var runs = selection.Runs;
        var section = new Section("provenance", "Where the figures come from", "There are no runs.") { Command = command };
        if (runs.IsEmpty)
        {
            return section;
        }

        var hours = runs.Sum(run => (run.WallTime ?? TimeSpan.Zero).Ticks) / (double)TimeSpan.TicksPerHour;
        var failures = runs.Count(run => !run.Succeeded);
        return section with
        {
            Text = "Every run is stored with its recipe, its seed, its whole history, and what it was computed with. "
                + "This page is made from the stored runs and from nothing else.",
            Tables =
            [
                new("The runs", new(
                    [new("What"), new("Value")],
                    [
                        ["Runs", $"{Figures.Count(runs.Length)}, of which {Figures.Count(failures)} failed (a failed run is a result, too)"],
                        ["Time", $"{hours.ToString("N1", CultureInfo.InvariantCulture)} hours, summed over runs"],
                        ["Data set", runs[0].DatasetName],
                        ["SHA-256 of its examples", runs[0].DatasetSha256],
                        .. Counted("Engine", runs, run => $"{run.Engine}: {run.EngineDescription}"),
                        .. Counted("Machine", runs, run => run.Machine?.ToString() ?? "not kept"),
                    ])),
            ],
        };
    }

    private static IEnumerable<ImmutableArray<string>> Counted(string what, ImmutableArray<RunRecord> runs, Func<RunRecord, string> of) =>
        runs.GroupBy(of, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
                ImmutableArray.Create(what, $"{group.Key} ({Figures.Count(group.Count())} run{(group.Count() == 1 ? string.Empty : "s")})"));
}
