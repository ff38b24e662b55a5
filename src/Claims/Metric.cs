using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>One of the four figures of a history's row: all that rules, comparisons and pages know of it.</summary>
/// <param name="Name">Keras's name, and the column's: loss, accuracy, val_loss, val_accuracy.</param>
/// <param name="Title">The name that a plot carries.</param>
/// <param name="IsLoss">Whether it is a cross-entropy in nats; otherwise it is a fraction.</param>
/// <param name="Format">How an approved history prints it.</param>
/// <param name="Of">Takes it from a row.</param>
/// <param name="With">A row with another figure in its place.</param>
public sealed record Metric(
    string Name, string Title, bool IsLoss, string Format, Func<EpochMetrics, double> Of, Func<EpochMetrics, double, EpochMetrics> With)
{
    /// <summary>Averaged over the epoch, in training mode.</summary>
    public static Metric TrainingLoss { get; } = new(
        "loss", "Training loss", true, "F6", row => row.Training.Loss, (row, loss) => row with { Training = row.Training with { Loss = loss } })
    {
        InInferenceMode = figures => figures.TrainingLoss,
    };

    /// <summary>Averaged over the epoch, in training mode.</summary>
    public static Metric TrainingAccuracy { get; } = new(
        "accuracy",
        "Training accuracy",
        false,
        "F6",
        row => row.Training.Accuracy,
        (row, accuracy) => row with { Training = row.Training with { Accuracy = accuracy } })
    {
        InInferenceMode = figures => figures.TrainingAccuracy,
    };

    /// <summary>After the epoch, in inference mode.</summary>
    public static Metric ValidationLoss { get; } = new(
        "val_loss",
        "Validation loss",
        true,
        "F6",
        row => row.Validation.Loss,
        (row, loss) => row with { Validation = row.Validation with { Loss = loss } });

    /// <summary>After the epoch, in inference mode; what most claims are about. A multiple of 0.0002 on 5,000 images.</summary>
    public static Metric ValidationAccuracy { get; } = new(
        "val_accuracy",
        "Validation accuracy",
        false,
        "F4",
        row => row.Validation.Accuracy,
        (row, accuracy) => row with { Validation = row.Validation with { Accuracy = accuracy } });

    /// <summary>All four, in the order in which Keras prints them.</summary>
    public static ImmutableArray<Metric> All { get; } = [TrainingLoss, TrainingAccuracy, ValidationLoss, ValidationAccuracy];

    /// <summary>1 where more is better, -1 where less is.</summary>
    public int Direction => IsLoss ? -1 : 1;

    /// <summary>What it is measured in.</summary>
    public string Unit => IsLoss ? "nats" : "fraction correct";

    /// <summary>The width of its column in an approved history.</summary>
    public int Width => Math.Max(Name.Length, IsLoss ? 10 : 8);

    /// <summary>
    /// How far it may lie from the approved figure on another machine, after each epoch, in its units; empty where nothing is tolerated: for an
    /// engine that gives the same bits everywhere.
    /// </summary>
    public ImmutableArray<double> Tolerances { get; init; } = [];

    /// <summary>For a figure of training mode: the same of the trained network in inference mode; null for others.</summary>
    public Func<InferenceFigures, double>? InInferenceMode { get; private init; }

    /// <summary>Its figure as an approved history prints it.</summary>
    public string Text(EpochMetrics row) => Of(row).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>For people, while they wait: name and figure with four decimals.</summary>
    public string Brief(EpochMetrics row) => string.Create(CultureInfo.InvariantCulture, $"{Name} {Of(row):F4}");

    /// <summary>How far it may be off after an epoch, counted from 1; 0 for one that was given no tolerance.</summary>
    public double ToleranceAfter(int epoch) => epoch >= 1 && epoch <= Tolerances.Length ? Tolerances[epoch - 1] : 0;
}
