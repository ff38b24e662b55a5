using System.Collections.Immutable;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>A finished run of an ensemble: what was trained, what came out, and what it was computed with. One line of a results file.</summary>
/// <param name="Recipe">What was trained.</param>
/// <param name="DatasetName">On what: <c>mnist</c> or <c>sample</c>.</param>
/// <param name="DatasetSha256">The SHA-256 of the examples trained, validated and tested on: <see cref="Data.Dataset.Sha256"/>.</param>
/// <param name="Engine">By which engine: <c>torch</c> or <c>portable</c>.</param>
/// <param name="EngineDescription">The engine with versions and numerics.</param>
/// <param name="Epochs">One row for each epoch that was completed: all of them, unless the run failed.</param>
/// <param name="Test">On the test images after the last epoch; null where there are none or the run failed.</param>
/// <param name="ParametersSha256">The SHA-256 of the final parameters and moving statistics; null when the run failed.</param>
/// <param name="Failure">How the run diverged; null when it did not. A diverged run is finished: it would diverge again.</param>
/// <param name="WallTime">The time that the run took; null where it was not kept ('merge --canonical').</param>
/// <param name="Machine">What it was computed on; null where it was not kept.</param>
public sealed record RunRecord(
    TrainingRecipe Recipe,
    string DatasetName,
    string DatasetSha256,
    string Engine,
    string EngineDescription,
    ImmutableArray<EpochMetrics> Epochs,
    Metrics? Test,
    string? ParametersSha256,
    string? Failure,
    TimeSpan? WallTime,
    MachineInfo? Machine)
{
    /// <summary>The trained network in inference mode; null where the run failed, or was stored before this was kept.</summary>
    public InferenceFigures? Inference { get; init; }

    /// <summary>What was seen on the way, up to where the run failed if it did; null where the recipe asks for no probes.</summary>
    public ImmutableArray<ProbeRow>? Probes { get; init; }

    /// <summary>Whether the run went through all of its epochs.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>
    /// Whether single precision, which every engine computes losses in, holds every figure: what is greater is no loss, and its square may be
    /// infinite.
    /// </summary>
    public bool IsInSinglePrecision => Epochs.All(row => IsHeld(row.Training) && IsHeld(row.Validation));

    /// <summary>The last row.</summary>
    /// <exception cref="InvalidOperationException">The run failed before its first epoch was over.</exception>
    public EpochMetrics Final =>
        Epochs.Length > 0 ? Epochs[^1] : throw new InvalidOperationException($"{Recipe.Title} has no complete epoch: {Failure}");

    private static bool IsHeld(Metrics metrics) => Math.Abs(metrics.Loss) <= float.MaxValue && Math.Abs(metrics.Accuracy) <= float.MaxValue;

    /// <summary>What names the run: two records with the same key must have the same figures.</summary>
    public RunKey Key => new(Recipe, DatasetName, DatasetSha256, Engine, EngineDescription);
}
