using System.Collections.Immutable;

namespace Reproduction.Training;

/// <summary>A loss and an accuracy over a number of examples.</summary>
/// <param name="Loss">The mean sparse categorical cross-entropy, in nats; 0 or more.</param>
/// <param name="Accuracy">The fraction of examples whose largest logit is that of their class; 0 to 1.</param>
public readonly record struct Metrics(double Loss, double Accuracy);

/// <summary>One row of a history, with the meaning that Keras gives it.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Training">Averaged over the epoch's examples, in training mode, each batch before the update that it causes.</param>
/// <param name="Validation">Taken after the epoch, in inference mode, on the validation examples.</param>
public sealed record EpochMetrics(int Epoch, Metrics Training, Metrics Validation);

/// <summary>What the trained network does in inference mode after the last epoch: extras that the notebook did not take.</summary>
/// <param name="TrainingLoss">
/// The mean cross-entropy on the training examples, in nats, by moving statistics and without an update between batches.
/// </param>
/// <param name="TrainingAccuracy">The fraction of the training examples that are classified correctly.</param>
/// <param name="TrainingCorrect">How many of them are.</param>
/// <param name="ValidationCorrect">How many of the validation examples are.</param>
/// <param name="TestCorrect">How many of the test examples are; null where there are none.</param>
public sealed record InferenceFigures(double TrainingLoss, double TrainingAccuracy, int TrainingCorrect, int ValidationCorrect, int? TestCorrect)
{
    /// <summary>The images that were classified wrongly; null where a run was stored before they were kept.</summary>
    public WrongImages? Wrong { get; init; }

    /// <summary>
    /// On the validation examples, after the moving statistics are replaced by <see cref="RecomputedStatistics"/> over the training examples; null
    /// without batch normalization, where the engine gives no moments, and where a run was stored before this was kept.
    /// </summary>
    public Metrics? Recomputed { get; init; }
}

/// <summary>Which images a trained network classifies wrongly after the last epoch: by them, images are sampled as seeds are.</summary>
/// <param name="Validation">Positions among the validation examples, from 0 on, ascending.</param>
/// <param name="Test">Positions among the test examples; null where there are none.</param>
public sealed record WrongImages(ImmutableArray<int> Validation, ImmutableArray<int>? Test);

/// <summary>What a run gave.</summary>
/// <param name="Recipe">What was trained.</param>
/// <param name="DatasetName">On what: <c>mnist</c> or <c>sample</c>.</param>
/// <param name="Engine">By which engine.</param>
/// <param name="Epochs">One row for each epoch.</param>
/// <param name="Test">On the test images, after the last epoch: an extra that no choice was made by; null where there are none.</param>
/// <param name="ParametersSha256">The SHA-256 of the final parameters and moving statistics.</param>
/// <param name="WallTime">The time that the run took. It says something of the machine and is no part of the result.</param>
public sealed record TrainingHistory(
    TrainingRecipe Recipe,
    string DatasetName,
    string Engine,
    ImmutableArray<EpochMetrics> Epochs,
    Metrics? Test,
    string ParametersSha256,
    TimeSpan WallTime)
{
    /// <summary>The network in inference mode after the last epoch; null where it was not asked.</summary>
    public InferenceFigures? Inference { get; init; }

    /// <summary>The last row.</summary>
    public EpochMetrics Final => Epochs[^1];
}
