namespace Reproduction.Training;

/// <summary>Loss and accuracy over examples that come in batches of different sizes: each example weighs the same, as in Keras.</summary>
public record struct RunningAverage
{
    private double lossSum;
    private long correctCount;
    private long count;

    /// <summary>The averages so far; not a number before the first batch.</summary>
    public readonly Metrics Metrics => new(lossSum / count, (double)correctCount / count);

    /// <summary>How many of the examples were classified correctly.</summary>
    public readonly int CorrectCount => checked((int)correctCount);

    /// <summary>Adds a batch.</summary>
    public void Add(BatchResult batch)
    {
        lossSum += batch.MeanLoss * batch.Count;
        correctCount += batch.CorrectCount;
        count += batch.Count;
    }
}
