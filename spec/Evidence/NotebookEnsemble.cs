using System.Collections.Immutable;
using Reproduction.Ensembles;
using Reproduction.Spec.Snapshots;

namespace Reproduction.Spec.Evidence;

/// <summary>The notebook's four runs over many seeds by the portable engine, as stored in results/.</summary>
internal static class NotebookEnsemble
{
    /// <summary>All runs.</summary>
    public static ImmutableArray<RunRecord> Portable { get; } = RunFile.Read(Path.Combine(SnapshotCatalogue.Folder, "..", "results", "notebook.jsonl.gz")).Runs;
}
