using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>What one batch gave.</summary>
/// <param name="MeanLoss">The mean cross-entropy over the batch, in nats.</param>
/// <param name="CorrectCount">How many examples were classified correctly; of equal largest logits the first counts.</param>
/// <param name="Count">The number of examples in the batch.</param>
public readonly record struct BatchResult(double MeanLoss, int CorrectCount, int Count);

/// <summary>Something that can train a network: the seam between the training loop and the arithmetic.</summary>
/// <remarks>An engine computes steps. Initial values, the order of examples, averages and histories are the same for every engine.</remarks>
public interface IEngine
{
    /// <summary>The name that results carry.</summary>
    string Name { get; }

    /// <summary>The name with version and numerics: all that decides the engine's last bits.</summary>
    string Description { get; }

    /// <summary>The library that computes, with its version; null where the program itself does.</summary>
    string? Library => null;

    /// <summary>
    /// Opens a session on values that have been validated: <see cref="EngineSeam.Start"/> does so, and is what everybody else calls. The session
    /// belongs to the calling thread until it is disposed.
    /// </summary>
    ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate);

    /// <summary>Loss, gradient and activations of a batch in training mode; nothing is learned. Equal arguments, equal bits.</summary>
    /// <param name="layout">The network.</param>
    /// <param name="at">Its state, of this layout.</param>
    /// <param name="examples">Where the batch comes from.</param>
    /// <param name="batch">The positions of its examples, at least one.</param>
    BatchGradient Differentiate(NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch) =>
        throw new NotSupportedException($"The engine {Name} gives no gradients away.");

    /// <summary>
    /// Mean and biased variance, over a batch, of what each batch normalization takes in, in training mode; nothing is learned, no statistic moves.
    /// Null where the engine gives none away.
    /// </summary>
    /// <param name="layout">The network.</param>
    /// <param name="at">Its state, of this layout.</param>
    /// <param name="examples">Where the batch comes from.</param>
    /// <param name="batch">The positions of its examples, at least one.</param>
    ImmutableArray<FeatureMoments>? MomentsBeforeNormalization(
        NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch) => null;
}

/// <summary>A network while it is trained. Not for use by several threads.</summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>One step of the optimizer on a batch, in training mode; the result is that from before the update.</summary>
    /// <param name="examples">Where the batch comes from.</param>
    /// <param name="batch">The positions of its examples, at least one.</param>
    BatchResult Step(Examples examples, ReadOnlySpan<int> batch);

    /// <summary>Loss and hits of a batch in inference mode; nothing is learned from it.</summary>
    /// <param name="examples">Where the batch comes from.</param>
    /// <param name="batch">The positions of its examples, at least one.</param>
    /// <param name="wrong">Receives the positions of those that are classified wrongly, in the batch's order; null where nobody asks.</param>
    BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null);

    /// <summary>Copies the state out.</summary>
    NetworkParameters Export();
}
