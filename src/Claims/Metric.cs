using System.Collections.Immutable;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>One of the four figures of a history's row.</summary>
/// <param name="Name">Keras's name: loss, accuracy, val_loss, val_accuracy.</param>
/// <param name="Title">The name that a plot carries.</param>
/// <param name="IsLoss">Whether it is a cross-entropy in nats; otherwise it is a fraction.</param>
/// <param name="Of">Takes it from a row.</param>
public sealed record Metric(string Name, string Title, bool IsLoss, Func<EpochMetrics, double> Of)
{
    /// <summary>1 where more is better, -1 where less is.</summary>
    public int Direction => IsLoss ? -1 : 1;

    /// <summary>All four, in the order in which Keras prints them.</summary>
    public static ImmutableArray<Metric> All { get; } =
    [
        new("loss", "Training loss", true, row => row.Training.Loss),
        new("accuracy", "Training accuracy", false, row => row.Training.Accuracy),
        new("val_loss", "Validation loss", true, row => row.Validation.Loss),
        new("val_accuracy", "Validation accuracy", false, row => row.Validation.Accuracy),
    ];

    /// <summary>The metric that most claims are about.</summary>
    public static Metric ValidationAccuracy => All[3];
}
