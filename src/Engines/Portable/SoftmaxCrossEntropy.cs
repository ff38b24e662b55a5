using System.Runtime.CompilerServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BatchResult Evaluate(PackedMatrix logits, Examples examples, ReadOnlySpan<int> batch, PackedMatrix? gradient)
    {
        Span<double> powers = stackalloc double[logits.Columns <= 256 ? logits.Columns : 0];
        powers = powers.IsEmpty ? new double[logits.Columns] : powers;
        var (lossSum, correct) = (0.0, 0);
        for (var row = 0; row < batch.Length; row++)
        {
            var label = examples.Label(batch[row]);
            var best = Largest(logits, row);
            var largest = (double)At(logits, row, best);
            var sum = 0.0;
            for (var j = 0; j < powers.Length; j++)
            {
                powers[j] = DeterministicMath.Exp(At(logits, row, j) - largest);
                sum += powers[j];
            }

            lossSum += DeterministicMath.Log(sum) - (At(logits, row, label) - largest);
            correct += best == label ? 1 : 0;
            if (gradient is { } target)
            {
                PutGradient(target, row, powers, sum, label, batch.Length);
            }
        }

        return new(lossSum / batch.Length, correct, batch.Length);
    }

    private static void PutGradient(PackedMatrix gradient, int row, ReadOnlySpan<double> powers, double sum, int label, int count)
    {
        var values = gradient.Values;
        for (var j = 0; j < powers.Length; j++)
        {
            values[gradient.Position(row, j)] = (float)(((powers[j] / sum) - (j == label ? 1.0 : 0.0)) / count);
        }

        for (var j = powers.Length; j < gradient.Count * PackedMatrix.Width; j++)
        {
            values[gradient.Position(row, j)] = 0;
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
