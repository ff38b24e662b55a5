using DiffEngine;
using VerifyTests;

namespace Reproduction.VerifyStandIn;

/// <summary>Carries out a verification: names the files, compares, accepts or fails.</summary>
/// <param name="global">The settings of all verifications.</param>
/// <param name="project">The project of the tests.</param>
/// <param name="attach">Attaches a received file to the test's result; done on a build server, where nobody sees the folder.</param>
internal sealed class SnapshotEngine(GlobalSettings global, TestProject project, Action<string> attach)
{
    public async Task<VerifyResult> Verify(
        RunningTest test, string sourceFile, VerifySettings settings, object? root, Func<IReadOnlyList<Target>> targets)
    {
        global.HasRun($"{test.TypeName}.{test.Method.Name}");
        var names = new SnapshotNames(test, sourceFile, project, settings, global);
        Directory.CreateDirectory(names.Directory);
        if (settings.UniquePrefixRequired)
        {
            global.ThrowIfPrefixHasBeenUsed(names.Prefix);
        }

        foreach (var received in names.Existing("received").ToList())
        {
            File.Delete(received);
        }

        var stale = new SortedSet<string>(names.Existing("verified"), StringComparer.InvariantCultureIgnoreCase);
        var comparisons = new List<Comparison>();
        var comparison = new TextComparison(global, settings);
        foreach (var (target, file) in names.Assign(targets()))
        {
            comparisons.Add(await comparison.Compare(file, Normalize(target.Text, settings)));
            stale.Remove(file.VerifiedPath);
        }

        var failed = comparisons.Where(c => c.Outcome != Outcome.Equal).OrderBy(c => c.Outcome).ToList();
        var accepted = Accept(stale, failed, path => IsAccepted(test, settings, path));

        var complete = accepted.Count == stale.Count + failed.Count;
        if (!complete || (accepted.Count > 0 && (global.ThrowWhenAccepted || settings.ThrowWhenAccepted)))
        {
            throw new VerifyException(FailureMessage.Of(names.Directory, comparisons, stale, global.ContentInException));
        }

        var equal = comparisons.Where(c => c.Outcome == Outcome.Equal).Select(c => c.File.VerifiedPath);
        return new([.. equal, .. accepted.Except(stale, StringComparer.Ordinal)], root);
    }

    private string Normalize(string text, VerifySettings settings)
    {
        var scrubbed = settings.ScrubbersEnabled ? PathScrubber.For(project).Scrub(text) : text;
        return scrubbed.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }

    private bool IsAccepted(RunningTest test, VerifySettings settings, string verifiedPath) =>
        global.AcceptIf?.Invoke(test.TypeName, test.Method.Name, verifiedPath) ?? settings.AcceptIf?.Invoke(verifiedPath) ?? false;

    /// <summary>Asks for each verified file, in Verify's order: stale, new, not equal.</summary>
    private List<string> Accept(IEnumerable<string> stale, IEnumerable<Comparison> failed, Func<string, bool> isAccepted)
    {
        var accepted = new List<string>();
        foreach (var path in stale.Where(isAccepted))
        {
            File.Delete(path);
            accepted.Add(path);
        }

        foreach (var file in failed.Select(c => c.File))
        {
            if (isAccepted(file.VerifiedPath))
            {
                File.Move(file.ReceivedPath, file.VerifiedPath, overwrite: true);
                accepted.Add(file.VerifiedPath);
            }
            else if (BuildServerDetector.Detected)
            {
                attach(file.ReceivedPath);
            }
        }

        return accepted;
    }
}
