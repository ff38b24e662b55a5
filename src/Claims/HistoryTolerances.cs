namespace Reproduction.Claims;

/// <summary>How far a figure may lie from the approved one on another machine.</summary>
/// <param name="Loss">For the training loss, in nats.</param>
/// <param name="Accuracy">For the training accuracy, as a fraction.</param>
/// <param name="ValidationLoss">For the validation loss, in nats.</param>
/// <param name="ValidationAccuracy">For the validation accuracy, as a fraction.</param>
public sealed record HistoryTolerances(double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy)
{
    /// <summary>Nothing is tolerated, and the parameters' hash has to be equal too: for an engine that gives the same bits everywhere.</summary>
    public static HistoryTolerances None { get; } = new(0, 0, 0, 0) { ComparesHash = true };

    /// <summary>Whether the parameters' hash decides. Where figures are tolerated it cannot: it differs as soon as one bit does.</summary>
    public bool ComparesHash { get; init; }

    /// <summary>The tolerance of a column, by its name.</summary>
    public double this[string column] => column switch
    {
        "loss" => Loss,
        "accuracy" => Accuracy,
        "val_loss" => ValidationLoss,
        "val_accuracy" => ValidationAccuracy,
        _ => throw new ArgumentException($"There is no column {column}.", nameof(column)),
    };
}
