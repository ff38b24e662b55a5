using Reproduction.Data;
using Reproduction.Training;

namespace Reproduction.Cli;

/// <summary>What the exceptions of failed runs tell, in a file: for whoever looks for the cause, and too long for a terminal.</summary>
internal static class FailureLog
{
    /// <summary>Writes the log, and takes away an earlier one where there is nothing to write.</summary>
    /// <param name="path">The file.</param>
    /// <param name="failures">Of this call.</param>
    /// <returns>What the line about a failure ends with: where more of it is to be found, or nothing.</returns>
    public static Func<RunFailure, string> Write(string path, IEnumerable<RunFailure> failures)
    {
        var entries = failures.Where(failure => failure.Details is not null).Select(failure => $"{failure.Line}\n\n{failure.Details}\n").ToList();
        if (entries.Count == 0)
        {
            File.Delete(path);
            return _ => string.Empty;
        }

        AtomicFile.Write(path, string.Join('\n', entries));
        return failure => failure.Details is null ? string.Empty : $" (more in {path})";
    }
}
