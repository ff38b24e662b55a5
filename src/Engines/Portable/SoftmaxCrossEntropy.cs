using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Reproduction.Data;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>Softmax and sparse categorical cross-entropy of a batch, in double precision from single-precision logits.</summary>
/// <remarks>
/// <code>
/// z    [n, classes]   the logits
/// m    the largest of the n-th row;  s = e^(z[n, 0] - m) + e^(z[n, 1] - m) + ...  in this order
/// loss of an example = ln s - (z[n, label] - m), in nats; the batch's is their sum in the order of the examples, divided by n
/// dz[n, j] = (e^(z[n, j] - m) / s - (1 if j is the label, else 0)) / n, rounded to single precision
/// </code>
/// </remarks>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Loss and hits of a batch, and the loss's gradient with respect to the logits.</summary>
    /// <param name="logits">[n, classes].</param>
    /// <param name="examples">Where the labels come from.</param>
    /// <param name="batch">The positions of the batch's examples.</param>
    /// <param name="gradient">Receives dz with its padding, unless it is null.</param>
    /// <param name="wrong">Receives the positions of the examples that are classified wrongly, unless it is null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BatchResult Evaluate(
        PackedMatrix logits, Examples examples, ReadOnlySpan<int> batch, PackedMatrix? gradient, ICollection<int>? wrong = null)
    {
        var width = PackedMatrix.Padded(logits.Columns);
        Span<double> powers = stackalloc double[width <= 256 ? width : 0];
        powers = powers.IsEmpty ? new double[width] : powers;
        var (lossSum, correct) = (0.0, 0);
        for (var row = 0; row < batch.Length; row++)
        {
            var label = examples.Label(batch[row]);
            var best = Largest(logits, row);
            var largest = (double)At(logits, row, best);
            PutPowers(logits, row, largest, powers);
            var sum = 0.0;
            foreach (var power in powers[..logits.Columns])
            {
                sum += power;
            }

            lossSum += DeterministicMath.Log(sum) - (At(logits, row, label) - largest);
            correct += best == label ? 1 : 0;
            if (best != label)
            {
                wrong?.Add(batch[row]);
            }

            if (gradient is { } target)
            {
                PutGradient(target, row, powers, sum, label, batch.Length);
            }
        }

        return new(lossSum / batch.Length, correct, batch.Length);
    }

    /// <summary>e^(z - m) of a row, its padding included, whose values mean nothing.</summary>
    private static void PutPowers(PackedMatrix logits, int row, double largest, Span<double> powers)
    {
        for (var panel = 0; panel < logits.Count; panel++)
        {
            var (low, high) = Vector512.Widen(logits.Values.Load(logits.RowOfPanel(panel, row)));
            DeterministicMath.Exp(low - Vector512.Create(largest)).CopyTo(powers[(panel * PackedMatrix.Width)..]);
            DeterministicMath.Exp(high - Vector512.Create(largest)).CopyTo(powers[((panel * PackedMatrix.Width) + Vector512<double>.Count)..]);
        }
    }

    private static void PutGradient(PackedMatrix gradient, int row, Span<double> powers, double sum, int label, int count)
    {
        powers[gradient.Columns..].Clear();
        for (var start = 0; start < powers.Length; start += Vector512<double>.Count)
        {
            (Vector512.Create<double>(powers[start..]) / sum).CopyTo(powers[start..]);
        }

        powers[label] -= 1;
        for (var panel = 0; panel < gradient.Count; panel++)
        {
            var of = powers[(panel * PackedMatrix.Width)..];
            var (low, high) = (Vector512.Create<double>(of) / count, Vector512.Create<double>(of[Vector512<double>.Count..]) / count);
            gradient.Values.Store(gradient.RowOfPanel(panel, row), Vector512.Narrow(low, high));
        }
    }

    /// <summary>The class with the largest logit; of equal ones the first.</summary>
    private static int Largest(PackedMatrix logits, int row)
    {
        var best = 0;
        for (var j = 1; j < logits.Columns; j++)
        {
            best = At(logits, row, j) > At(logits, row, best) ? j : best;
        }

        return best;
    }

    private static float At(PackedMatrix logits, int row, int column) => logits.Values[logits.Position(row, column)];
}
