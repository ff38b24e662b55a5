namespace Reproduction.Training;

/// <summary>How far a run is.</summary>
/// <param name="Recipe">Which run.</param>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps of a whole epoch.</param>
/// <param name="RunningLoss">The training loss averaged over the epoch so far.</param>
/// <param name="Elapsed">Since the run began.</param>
/// <param name="Row">The epoch's row when it is complete; null before.</param>
public sealed record TrainingProgress(
    TrainingRecipe Recipe,
    int Epoch,
    int Step,
    int StepsPerEpoch,
    double RunningLoss,
    TimeSpan Elapsed,
    EpochMetrics? Row = null)
{
    /// <summary>What a probe before the next step found; null where there was none.</summary>
    public ProbeRow? Probe { get; init; }

    /// <summary>Steps done since the run began.</summary>
    public long StepsDone => ((Epoch - 1L) * StepsPerEpoch) + Step;

    /// <summary>Steps of the whole run.</summary>
    public long StepsInAll => (long)Recipe.Epochs * StepsPerEpoch;

    /// <summary>The mean rate since the run began.</summary>
    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? StepsDone / Elapsed.TotalSeconds : 0;

    /// <summary>What is left at that rate; null before the first step.</summary>
    public TimeSpan? TimeLeft => StepsPerSecond > 0 ? TimeSpan.FromSeconds((StepsInAll - StepsDone) / StepsPerSecond) : null;
}

/// <summary>A run left the range of finite numbers. The message says where, on one line.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>With the one line that a person reads.</summary>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }
}
