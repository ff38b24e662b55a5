using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Ensembles;

/// <summary>Joins the runs of several results files.</summary>
/// <remarks>The outcome does not depend on the order of the files or of their lines, and merging twice changes nothing.</remarks>
public static class RunMerge
{
    /// <summary>All runs, each once, in the order of their keys.</summary>
    /// <param name="files">Each file's name, for messages, and its runs.</param>
    /// <exception cref="DataException">Two runs of one key have different figures.</exception>
    public static ImmutableArray<RunRecord> Merge(IEnumerable<(string Name, ImmutableArray<RunRecord> Runs)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var chosen = new Dictionary<RunKey, (string Name, RunRecord Record)>();
        foreach (var (name, runs) in files)
        {
            foreach (var record in runs)
            {
                var key = record.Key;
                if (!chosen.TryGetValue(key, out var other))
                {
                    chosen.Add(key, (name, record));
                    continue;
                }

                RequireAgreement(other.Record, other.Name, record, name);

                if (ReferenceEquals(Preferred(other.Record, record), record))
                {
                    chosen[key] = (name, record);
                }
            }
        }

        return [.. chosen.OrderBy(pair => pair.Key, RunKey.Order).Select(pair => pair.Value.Record)];
    }

    /// <summary>
    /// Of one result that was computed twice, the record that is kept: the one that says more; which one must not depend on the order in which they
    /// are met.
    /// </summary>
    internal static RunRecord Preferred(RunRecord one, RunRecord other)
    {
        static int Says(RunRecord record) => record.Inference is not { } figures ? 0
            : 1 + (figures.Wrong is null ? 0 : 1) + (figures.Recomputed is null ? 0 : 1);
        var (oneSays, otherSays) = (Says(one), Says(other));
        return otherSays > oneSays || (otherSays == oneSays && string.CompareOrdinal(RunLine.Of(other), RunLine.Of(one)) < 0) ? other : one;
    }

    /// <summary>Refuses two computations of one run that differ.</summary>
    /// <exception cref="DataException">They differ; the message names both files, the run and the first difference.</exception>
    internal static void RequireAgreement(RunRecord one, string oneFile, RunRecord other, string otherFile)
    {
        if (!RunLine.Agree(one, other))
        {
            var where = oneFile == otherFile ? $"{oneFile} contradicts itself" : $"{oneFile} and {otherFile} contradict each other";
            throw new DataException(
                $"{where} about the run {one.Key}: {Difference(one, other)}; find out which one is wrong (a line edited by hand, native numerics of "
                    + $"two machines, a damaged file) and remove its line");
        }
    }

    private static string Difference(RunRecord one, RunRecord other) =>
        one.Failure != other.Failure ? $"one {Ending(one)}, the other {Ending(other)}"
        : one.ParametersSha256 != other.ParametersSha256
            ? $"the parameters' hashes are {one.ParametersSha256?[..12]}... and {other.ParametersSha256?[..12]}..."
        : "the hashes of the parameters agree, the figures do not";

    private static string Ending(RunRecord record) => record.Failure is { } failure ? $"failed ({failure})" : "went through all epochs";
}
