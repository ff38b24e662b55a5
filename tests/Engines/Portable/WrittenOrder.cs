using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>
/// One training step as the comments of the portable kernels write it down: plain loops over rows and columns, one scalar at a time, no panels, no
/// vectors, nothing left out. What somebody would write in another language to get the same hash.
/// </summary>
internal sealed class WrittenOrder(
    NetworkConfiguration configuration, NetworkParameters initial, double rate, OptimizerConfiguration? optimizer = null)
{
    private readonly LayerLayout[] layers = [.. NetworkLayout.Of(configuration).Layers.Where(layer => layer is not FlattenLayout)];
    private readonly Dictionary<(string Layer, string Name), Trained> arrays = initial.Arrays.ToDictionary(
        array => (array.Layer, array.Name), array => new Trained([.. array.Values], new float[array.Values.Length], new float[array.Values.Length]));

    private int stepNumber;
    private double power1 = 1;
    private double power2 = 1;

    public NetworkParameters Export() => new([.. initial.Arrays.Select(array => array with { Values = [.. arrays[(array.Layer, array.Name)].W] })]);

    public double Step(Examples examples, ReadOnlySpan<int> batch)
    {
        stepNumber++;
        if (optimizer is AdamConfiguration adam)
        {
            (power1, power2) = stepNumber == 1 ? (adam.Beta1, adam.Beta2) : (power1 * adam.Beta1, power2 * adam.Beta2);
        }

        var values = Rows(examples, batch);
        var backward = new Stack<Func<float[,], float[,]>>();
        foreach (var layer in layers)
        {
            values = Forward(layer, values, out var back);
            backward.Push(back);
        }

        var (loss, gradient) = CrossEntropy(values, examples, batch);
        foreach (var back in backward)
        {
            gradient = back(gradient);
        }

        return loss;
    }

    private float[,] Forward(LayerLayout layer, float[,] x, out Func<float[,], float[,]> back)
    {
        switch (layer)
        {
            case DenseLayout:
                back = dy => BackThroughDense(layer, x, dy);
                return Multiply(x, Array(layer, "kernel").W, Array(layer, "bias").W);
            case ReluLayout:
                var y = Map(x, Relu);
                back = dy => Mask(dy, y);
                return y;
            case NormalizationLayout { Configuration: BatchNormalizationConfiguration batch }:
                var normalized = NormalizeBatch(layer, batch, x, out var parts);
                back = dy => BackThroughBatch(layer, dy, normalized.Hat, parts);
                return normalized.Y;
            case NormalizationLayout { Configuration: LayerNormalizationConfiguration own }:
                var (result, hat) = NormalizeExamples(layer, own, x, out var rstd);
                back = dy => BackThroughExamples(layer, dy, hat, rstd);
                return result;
            default:
                throw new NotSupportedException(layer.Kind);
        }
    }

    private Trained Array(LayerLayout layer, string name) => arrays[(layer.Name, name)];

    /// <summary>The update rules, one parameter at a time.</summary>
    private void Update(Trained array, int i, float g)
    {
        var minusRate = -(float)rate;
        ref var w = ref array.W[i];
        ref var s = ref array.S[i];
        ref var t = ref array.T[i];
        switch (optimizer)
        {
            case SgdConfiguration { IsPlain: false } sgd:
                var descent = minusRate * g;
                s = MathF.FusedMultiplyAdd((float)sgd.Momentum, s, descent);
                w += sgd.IsNesterov ? MathF.FusedMultiplyAdd((float)sgd.Momentum, s, descent) : s;
                break;
            case AdamConfiguration adam:
                s = MathF.FusedMultiplyAdd((float)(1 - adam.Beta1), g - s, s);
                t = MathF.FusedMultiplyAdd((float)(1 - adam.Beta2), MathF.FusedMultiplyAdd(g, g, -t), t);
                w = MathF.FusedMultiplyAdd((float)-(rate * Math.Sqrt(1 - power2) / (1 - power1)), s / (MathF.Sqrt(t) + (float)adam.Epsilon), w);
                break;
            default:
                w = MathF.FusedMultiplyAdd(minusRate, g, w);
                break;
        }
    }

    private static float Relu(float value) => value > 0 ? value : 0;

    private static float[,] Rows(Examples examples, ReadOnlySpan<int> batch)
    {
        var rows = new float[batch.Length, examples.FeatureCount];
        for (var n = 0; n < batch.Length; n++)
        {
            for (var i = 0; i < examples.FeatureCount; i++)
            {
                rows[n, i] = examples.Input(batch[n])[i];
            }
        }

        return rows;
    }

    private static float[,] Map(float[,] values, Func<float, float> function)
    {
        var mapped = (float[,])values.Clone();
        for (var n = 0; n < values.GetLength(0); n++)
        {
            for (var j = 0; j < values.GetLength(1); j++)
            {
                mapped[n, j] = function(values[n, j]);
            }
        }

        return mapped;
    }

    private static float[,] Mask(float[,] gradient, float[,] y)
    {
        for (var n = 0; n < y.GetLength(0); n++)
        {
            for (var j = 0; j < y.GetLength(1); j++)
            {
                gradient[n, j] = y[n, j] > 0 ? gradient[n, j] : 0;
            }
        }

        return gradient;
    }

    private static float[,] Multiply(float[,] x, float[] w, float[] b)
    {
        var y = new float[x.GetLength(0), b.Length];
        for (var n = 0; n < y.GetLength(0); n++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                var sum = b[j];
                for (var i = 0; i < x.GetLength(1); i++)
                {
                    sum = MathF.FusedMultiplyAdd(x[n, i], w[(i * b.Length) + j], sum);
                }

                y[n, j] = sum;
            }
        }

        return y;
    }

    private static float[] Transposed(float[] w, int outputs)
    {
        var inputs = w.Length / outputs;
        return [.. Enumerable.Range(0, w.Length).Select(position => w[(position % inputs * outputs) + (position / inputs)])];
    }

    /// <summary>Ghost batch by ghost batch: rows that share their statistics.</summary>
    private (float[,] Y, float[,] Hat) NormalizeBatch(
        LayerLayout layer, BatchNormalizationConfiguration normalization, float[,] x, out List<(int[] Rows, float[] Rstd)> parts)
    {
        var (all, features) = (x.GetLength(0), x.GetLength(1));
        var (y, hat) = (new float[all, features], new float[all, features]);
        parts = [.. Enumerable.Range(0, all).Chunk(normalization.GhostBatchSize ?? all).Select(rows => (rows, new float[features]))];
        foreach (var (rows, rstd) in parts)
        {
            var n = rows.Length;
            for (var j = 0; j < features; j++)
            {
                var (sum, squares) = (0f, 0f);
                foreach (var row in rows)
                {
                    sum += x[row, j];
                }

                var mean = sum / n;
                foreach (var row in rows)
                {
                    var c = x[row, j] - mean;
                    squares = MathF.FusedMultiplyAdd(c, c, squares);
                }

                var variance = squares / n;
                rstd[j] = 1 / MathF.Sqrt(variance + (float)normalization.Epsilon);
                foreach (var row in rows)
                {
                    hat[row, j] = (x[row, j] - mean) * rstd[j];
                    y[row, j] = MathF.FusedMultiplyAdd(Array(layer, "gamma").W[j], hat[row, j], Array(layer, "beta").W[j]);
                }

                var correction = normalization.MovingVariance == MovingVarianceEstimate.Unbiased ? (float)((double)n / (n - 1)) : 1f;
                Average(ref Array(layer, "moving_mean").W[j], mean, 1, normalization.Momentum);
                Average(ref Array(layer, "moving_variance").W[j], variance, correction, normalization.Momentum);
            }
        }

        return (y, hat);
    }

    private static void Average(ref float moving, float statistic, float correction, double momentum) =>
        moving = MathF.FusedMultiplyAdd(moving, (float)momentum, statistic * correction * (float)(1 - momentum));

    private float[,] BackThroughBatch(LayerLayout layer, float[,] dy, float[,] hat, List<(int[] Rows, float[] Rstd)> parts)
    {
        var features = dy.GetLength(1);
        var (gamma, dx) = (Array(layer, "gamma"), new float[dy.GetLength(0), features]);
        for (var j = 0; j < features; j++)
        {
            var (dbeta, dgamma) = (0f, 0f);
            foreach (var (rows, rstd) in parts)
            {
                var (n, (b, g)) = (rows.Length, Sums(dy, hat, j, rows));
                foreach (var row in rows)
                {
                    dx[row, j] = gamma.W[j] * rstd[j] * MathF.FusedMultiplyAdd(-hat[row, j], g / n, dy[row, j] - (b / n));
                }

                (dbeta, dgamma) = (dbeta + b, dgamma + g);
            }

            Update(gamma, j, dgamma);
            Update(Array(layer, "beta"), j, dbeta);
        }

        return dx;
    }

    private static (float Dbeta, float Dgamma) Sums(float[,] dy, float[,] hat, int j, IEnumerable<int> rows)
    {
        var (dbeta, dgamma) = (0f, 0f);
        foreach (var row in rows)
        {
            dbeta += dy[row, j];
            dgamma = MathF.FusedMultiplyAdd(dy[row, j], hat[row, j], dgamma);
        }

        return (dbeta, dgamma);
    }

    private (float[,] Y, float[,] Hat) NormalizeExamples(
        LayerLayout layer, LayerNormalizationConfiguration normalization, float[,] x, out float[] rstd)
    {
        var (n, features) = (x.GetLength(0), x.GetLength(1));
        var (y, hat) = (new float[n, features], new float[n, features]);
        rstd = new float[n];
        for (var row = 0; row < n; row++)
        {
            var r = row;
            var mean = SixteenSums(features, (j, p) => p + x[r, j]) / features;
            var variance = SixteenSums(features, (j, p) => MathF.FusedMultiplyAdd(x[r, j] - mean, x[r, j] - mean, p)) / features;
            rstd[row] = 1 / MathF.Sqrt(variance + (float)normalization.Epsilon);
            for (var j = 0; j < features; j++)
            {
                hat[row, j] = (x[row, j] - mean) * rstd[row];
                y[row, j] = MathF.FusedMultiplyAdd(Array(layer, "gamma").W[j], hat[row, j], Array(layer, "beta").W[j]);
            }
        }

        return (y, hat);
    }

    private float[,] BackThroughExamples(LayerLayout layer, float[,] dy, float[,] hat, float[] rstd)
    {
        var (n, features) = (dy.GetLength(0), dy.GetLength(1));
        var (gamma, dx) = (Array(layer, "gamma"), new float[n, features]);
        for (var row = 0; row < n; row++)
        {
            var r = row;
            float Gradient(int j) => dy[r, j] * gamma.W[j];
            var a = SixteenSums(features, (j, p) => p + Gradient(j)) / features;
            var b = SixteenSums(features, (j, p) => MathF.FusedMultiplyAdd(Gradient(j), hat[r, j], p)) / features;
            for (var j = 0; j < features; j++)
            {
                dx[row, j] = rstd[row] * MathF.FusedMultiplyAdd(-hat[row, j], b, Gradient(j) - a);
            }
        }

        for (var j = 0; j < features; j++)
        {
            var (dbeta, dgamma) = Sums(dy, hat, j, Enumerable.Range(0, n));
            Update(gamma, j, dgamma);
            Update(Array(layer, "beta"), j, dbeta);
        }

        return dx;
    }

    /// <summary>Sixteen partial sums, each over every sixteenth feature, and their sum from the first to the last.</summary>
    private static float SixteenSums(int features, Func<int, float, float> add)
    {
        var partial = new float[16];
        for (var j = 0; j < features; j++)
        {
            partial[j % 16] = add(j, partial[j % 16]);
        }

        return partial.Aggregate((sum, next) => sum + next);
    }

    private float[,] BackThroughDense(LayerLayout layer, float[,] x, float[,] dy)
    {
        var (w, b) = (Array(layer, "kernel"), Array(layer, "bias"));
        var dx = Multiply(dy, Transposed(w.W, b.W.Length), new float[x.GetLength(1)]);
        for (var j = 0; j < b.W.Length; j++)
        {
            var sum = 0f;
            for (var n = 0; n < x.GetLength(0); n++)
            {
                sum += dy[n, j];
            }

            Update(b, j, sum);
            for (var i = 0; i < x.GetLength(1); i++)
            {
                var g = 0f;
                for (var n = 0; n < x.GetLength(0); n++)
                {
                    g = MathF.FusedMultiplyAdd(x[n, i], dy[n, j], g);
                }

                Update(w, (i * b.W.Length) + j, g);
            }
        }

        return dx;
    }

    private static (double Loss, float[,] Gradient) CrossEntropy(float[,] z, Examples examples, ReadOnlySpan<int> batch)
    {
        var (n, classes) = (z.GetLength(0), z.GetLength(1));
        var gradient = new float[n, classes];
        var loss = 0.0;
        for (var row = 0; row < n; row++)
        {
            var largest = Enumerable.Range(0, classes).Max(j => (double)z[row, j]);
            var s = 0.0;
            for (var j = 0; j < classes; j++)
            {
                s += Exp(z[row, j] - largest);
            }

            var label = examples.Label(batch[row]);
            loss += DeterministicMath.Log(s) - (z[row, label] - largest);
            for (var j = 0; j < classes; j++)
            {
                gradient[row, j] = (float)(((Exp(z[row, j] - largest) / s) - (j == label ? 1.0 : 0.0)) / n);
            }
        }

        return (loss / n, gradient);
    }

    /// <summary>A parameter and what the update rule keeps for each of its values.</summary>
    private sealed record Trained(float[] W, float[] S, float[] T);

    /// <summary>The exponential as the comment beside it says, one number at a time.</summary>
    private static double Exp(double x)
    {
        var k = Math.Round(x * 1.4426950408889634074);
        var r = Math.FusedMultiplyAdd(-k, 1.90821492927058770002e-10, Math.FusedMultiplyAdd(-k, 0.693147180369123816490, x));
        var sum = 0.0;
        for (var degree = 13; degree >= 0; degree--)
        {
            var factorial = Enumerable.Range(1, degree).Aggregate(1L, (product, factor) => product * factor);
            sum = degree == 13 ? 1.0 / factorial : Math.FusedMultiplyAdd(sum, r, 1.0 / factorial);
        }

        return x < -708 ? 0 : sum * Math.ScaleB(1, (int)k);
    }
}
