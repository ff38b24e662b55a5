using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>Replaces the moving statistics of a trained network by those of all examples: "precise" BN (Wu and Johnson 2021, section 3).</summary>
/// <remarks>
/// <code>
/// the pass runs in training mode over batches of 500, whatever the run was trained with, and updates nothing
/// m, v             mean and biased variance of a feature in front of a BN, over a batch of n examples
/// moving_mean      E[m], batches weighted by n
/// moving_variance  E[v + (m - moving_mean)^2]
/// </code>
/// That is the biased variance of all examples together, what an example in inference is one of. The mean of v alone lacks what the batches' means
/// differ by: of batches of 2 it is half of it. Batches of 500 for the sake of the BNs further on: what they take in is then close to what they get
/// in inference. Sums run in double precision, in the order of the examples, and are rounded once to single precision.
/// </remarks>
internal static class RecomputedStatistics
{
    /// <summary>The network's state with statistics recomputed; null where it has no batch normalization, or the engine gives no moments.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static NetworkParameters? Of(
        IEngine engine, NetworkConfiguration network, NetworkParameters trained, Examples examples, CancellationToken cancellation)
    {
        if (network.BatchNormalization is not { } normalization)
        {
            return null;
        }

        // A ghost batch is the run's way of training, as its batch size is.
        var layout = NetworkLayout.Of(network with { BatchNormalization = normalization with { GhostBatchSize = null } });
        var batches = new List<(int Count, ImmutableArray<FeatureMoments> Layers)>();
        foreach (var batch in new Batches(Enumerable.Range(0, examples.Count).ToArray(), Trainer.EvaluationBatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            if (engine.MomentsBeforeNormalization(layout, trained, examples, batch) is not { } moments)
            {
                return null;
            }

            batches.Add((batch.Length, moments));
        }

        var pooled = new Queue<FeatureMoments>(batches[0].Layers.Select((_, layer) =>
            Pooled([.. batches.Select(batch => (batch.Count, batch.Layers[layer]))])));
        return new([.. trained.Arrays.Select(array => array.Name switch
        {
            "moving_mean" => array with { Values = pooled.Peek().Mean },
            "moving_variance" => array with { Values = pooled.Dequeue().Variance },
            _ => array,
        })]);
    }

    private static FeatureMoments Pooled(IReadOnlyList<(int Count, FeatureMoments Moments)> batches)
    {
        var features = batches[0].Moments.Mean.Length;
        var (means, variances) = (ImmutableArray.CreateBuilder<float>(features), ImmutableArray.CreateBuilder<float>(features));
        var count = batches.Sum(batch => (double)batch.Count);
        for (var feature = 0; feature < features; feature++)
        {
            var mean = batches.Sum(batch => batch.Count * (double)batch.Moments.Mean[feature]) / count;
            var squares = batches.Sum(batch => batch.Count * (batch.Moments.Variance[feature] + Square(batch.Moments.Mean[feature] - mean)));
            means.Add((float)mean);
            variances.Add((float)(squares / count));
        }

        return new(means.MoveToImmutable(), variances.MoveToImmutable());
    }

    private static double Square(double value) => value * value;
}
