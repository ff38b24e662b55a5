using System.Globalization;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Report.Snapshots;

namespace Reproduction.Cli;

/// <summary>
/// Approves what the specs received. Pictures and the page that shows them are drawn from approved tables: where a table is approved, they are drawn
/// anew first.
/// </summary>
internal sealed class Approval(CommandContext context, string checkout)
{
    private static readonly TimeSpan LimitOfDrawing = TimeSpan.FromMinutes(10);

    /// <summary>Lists, judges and, unless it is only to be shown, approves.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(string? pattern, bool isDryRun)
    {
        if (EnvironmentSwitch.IsOn(context.Variable("CI")))
        {
            return context.Fail(
                $"approve is refused where CI is set (it is '{context.Variable("CI")}'): snapshots are approved by a person who reads them.",
                ExitCode.InvalidOptions);
        }

        if (!Directory.Exists(Path.Combine(checkout, "snapshots")))
        {
            return context.Fail(
                $"there is no folder snapshots in {Path.GetFullPath(checkout)}; run approve in the checkout's folder, or name it with --checkout.",
                ExitCode.InvalidOptions);
        }

        var received = ReceivedFile.In(checkout).Where(file => file.IsMeantBy(pattern ?? "*")).ToList();
        if (received.Count == 0)
        {
            return context.Fail(
                $"nothing was received{(pattern is null ? string.Empty : $" by the name '{pattern}'")}; run 'make spec' first.",
                ExitCode.InvalidOptions);
        }

        var run = new FileInfo(Path.Combine(checkout, "out", "last-spec-run"));
        if (received.Find(file => !run.Exists || file.Time < run.LastWriteTimeUtc) is { } old)
        {
            return context.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{old.Name} was received {old.Time:yyyy-MM-dd HH:mm:ss} UTC, before the last run of the specs"
                    + $"{(run.Exists ? string.Empty : ", of which nothing is known here")}: it may not be what the code gives now. "
                    + $"Run the spec again, or delete {old.ReceivedPath}."), ExitCode.InvalidOptions);
        }

        var spreads = new SeedSpreads(Stored());
        received.ForEach(file => Show(file, spreads));
        if (isDryRun)
        {
            context.Lines.WriteLine($"{Files(received.Count)} would be approved; nothing was.");
            return ExitCode.Success;
        }

        return Approve(received, spreads);
    }

    private int Approve(List<ReceivedFile> received, SeedSpreads spreads)
    {
        var tables = received.Where(file => !file.IsDrawnFromTables).ToList();
        var changed = tables.Where(file => File.Exists(file.ApprovedPath)).ToList();
        tables.ForEach(file => file.Approve());
        var drawn = received.Except(tables).ToList();
        if (tables.Exists(file => file.ApprovedPath.EndsWith(".txt", StringComparison.Ordinal)))
        {
            context.Lines.WriteLine("Drawing the pictures of the approved tables ...");
            var draw = ChildProcess.Run(
                "dotnet", LimitOfDrawing, ["test", Path.Combine(checkout, "spec"), "--filter", "FullyQualifiedName~PictureSpec"], ("APPROVING", "1"));
            if (draw.ExitCode is null || !draw.Output.Contains("Reproduction.Spec.dll (", StringComparison.Ordinal))
            {
                var reason = draw.Output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? draw.Error;
                return context.Fail(
                    $"{Files(tables.Count)} approved, but the pictures could not be drawn: {reason.ReplaceLineEndings(" ").Trim()}",
                    ExitCode.Failure);
            }

            // Each is there once, as it was drawn last: it was shown above, or is new.
            var anew = ReceivedFile.In(checkout).Where(file => file.IsDrawnFromTables).ToList();
            anew.Where(file => drawn.TrueForAll(shown => shown.ReceivedPath != file.ReceivedPath)).ToList().ForEach(file => Show(file, spreads));
            drawn = anew;
        }

        drawn.ForEach(file => file.Approve());
        context.Lines.WriteLine(
            $"{Files(tables.Count + drawn.Count)} approved. Read them again with 'git diff' and 'make changes' before you commit.");
        foreach (var stale in StaleNow(changed))
        {
            context.Lines.WriteLine($"Stale now: {stale}");
        }

        return ExitCode.Success;
    }

    private void Show(ReceivedFile file, SeedSpreads spreads) =>
        context.Lines.WriteLine($"{(File.Exists(file.ApprovedPath) ? "changed" : "new    ")}  {file.ApprovedPath}: {file.Judge(spreads)}");

    /// <summary>What rests on figures that are no longer the code's.</summary>
    private static IEnumerable<string> StaleNow(List<ReceivedFile> changed)
    {
        var histories = changed.Where(file => file.Name.Contains("-batch", StringComparison.Ordinal)).ToList();
        if (histories.Exists(file => file.Name.EndsWith("-portable", StringComparison.Ordinal)))
        {
            yield return "results/, with it CLAIMS.md, docs/batch-normalization.md and what the nightly comparison holds runs against: trained by "
                + "the code before (results/README.md has the commands).";
        }

        if (histories.Exists(file => !file.Name.EndsWith("-portable", StringComparison.Ordinal)))
        {
            yield return "results/notebook-torch.jsonl.gz and spec/Evidence/*.csv, from which bands and tolerances come: trained by the code before "
                + "(results/README.md and spec/Evidence/README.md have the commands).";
        }
    }

    private EvidenceRuns Stored()
    {
        try
        {
            return EvidenceRuns.Select(StoredResults.Load(Path.Combine(checkout, "results")).Runs);
        }
        catch (DataException exception)
        {
            context.Note($"no spread between seeds is known: {exception.Message}");
            return EvidenceRuns.Select([]);
        }
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";
}
