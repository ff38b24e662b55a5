using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Networks;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>
/// One training step as the comments of the portable kernels write it down: plain loops over rows and columns, one scalar at a time, no panels, no vectors,
/// nothing left out. What somebody would write in another language to get the same hash.
/// </summary>
internal sealed class WrittenOrder(NetworkConfiguration configuration, NetworkParameters initial, float rate)
{
    private readonly List<float[]> arrays = [.. initial.Arrays.Select(array => array.Values.ToArray())];
    private readonly BatchNormalizationConfiguration? normalization = configuration.BatchNormalization;
    private readonly int layers = configuration.LayerSizes.Length - 1;

    public NetworkParameters Export() => new([.. initial.Arrays.Select((array, i) => array with { Values = [.. arrays[i]] })]);

    public double Step(Examples examples, ReadOnlySpan<int> batch)
    {
        var before = normalization?.Placement == BatchNormalizationPlacement.BeforeActivation;
        var n = batch.Length;
        var inputs = new float[layers][,];
        var outputs = new float[layers][,];
        var states = new (float[,] Hat, float[] Scale)[layers];
        inputs[0] = Rows(examples, batch);
        for (var layer = 0; layer < layers; layer++)
        {
            var y = Multiply(inputs[layer], Kernel(layer), Bias(layer));
            if (layer < layers - 1)
            {
                y = before ? y : Map(y, Rectify);
                outputs[layer] = y;
                var next = normalization is null ? y : Normalize(layer, y, out states[layer]);
                inputs[layer + 1] = before ? Map(next, Rectify) : next;
            }

            outputs[layer] = y;
        }

        var (loss, gradient) = CrossEntropy(outputs[^1], examples, batch);
        for (var layer = layers - 1; layer >= 0; layer--)
        {
            var dy = gradient;
            if (layer > 0)
            {
                gradient = Multiply(dy, Transposed(Kernel(layer), Bias(layer).Length), new float[inputs[layer].GetLength(1)]);
                gradient = before ? Mask(gradient, inputs[layer]) : gradient;
                gradient = normalization is null ? gradient : DescendNormalization(layer - 1, gradient, states[layer - 1]);
                gradient = before ? gradient : Mask(gradient, outputs[layer - 1]);
            }

            DescendDense(layer, inputs[layer], dy);
        }

        return loss;
    }

    private int Stride => normalization is null ? 2 : 6;

    private float[] Kernel(int layer) => arrays[layer * Stride];

    private float[] Bias(int layer) => arrays[(layer * Stride) + 1];

    private float[] Normalization(int layer, int which) => arrays[(layer * Stride) + 2 + which];

    private static float Rectify(float value) => value > 0 ? value : 0;

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

    private float[,] Normalize(int layer, float[,] x, out (float[,] Hat, float[] Scale) state)
    {
        var (n, features) = (x.GetLength(0), x.GetLength(1));
        var (y, hat, scales) = (new float[n, features], new float[n, features], new float[features]);
        for (var j = 0; j < features; j++)
        {
            var (sum, squares) = (0f, 0f);
            for (var row = 0; row < n; row++)
            {
                sum += x[row, j];
            }

            var mean = sum / n;
            for (var row = 0; row < n; row++)
            {
                var c = x[row, j] - mean;
                squares = MathF.FusedMultiplyAdd(c, c, squares);
            }

            var variance = squares / n;
            scales[j] = 1 / MathF.Sqrt(variance + (float)normalization!.Epsilon);
            for (var row = 0; row < n; row++)
            {
                hat[row, j] = (x[row, j] - mean) * scales[j];
                y[row, j] = MathF.FusedMultiplyAdd(Normalization(layer, 0)[j], hat[row, j], Normalization(layer, 1)[j]);
            }

            var factor = normalization.MovingVariance == MovingVarianceEstimate.Unbiased ? (float)((double)n / (n - 1)) : 1f;
            Follow(ref Normalization(layer, 2)[j], mean, 1);
            Follow(ref Normalization(layer, 3)[j], variance, factor);
        }

        state = (hat, scales);
        return y;
    }

    private void Follow(ref float moving, float statistic, float factor) =>
        moving = MathF.FusedMultiplyAdd(moving, (float)normalization!.Momentum, statistic * factor * (float)(1 - normalization.Momentum));

    private float[,] DescendNormalization(int layer, float[,] dy, (float[,] Hat, float[] Scale) state)
    {
        var (n, features) = (dy.GetLength(0), dy.GetLength(1));
        var dx = new float[n, features];
        for (var j = 0; j < features; j++)
        {
            var (a, b) = (0f, 0f);
            for (var row = 0; row < n; row++)
            {
                a += dy[row, j];
                b = MathF.FusedMultiplyAdd(dy[row, j], state.Hat[row, j], b);
            }

            ref var gamma = ref Normalization(layer, 0)[j];
            ref var beta = ref Normalization(layer, 1)[j];
            for (var row = 0; row < n; row++)
            {
                dx[row, j] = gamma * state.Scale[j] * MathF.FusedMultiplyAdd(-state.Hat[row, j], b / n, dy[row, j] - (a / n));
            }

            gamma = MathF.FusedMultiplyAdd(-rate, b, gamma);
            beta = MathF.FusedMultiplyAdd(-rate, a, beta);
        }

        return dx;
    }

    private void DescendDense(int layer, float[,] x, float[,] dy)
    {
        var (w, b) = (Kernel(layer), Bias(layer));
        for (var j = 0; j < b.Length; j++)
        {
            var sum = 0f;
            for (var n = 0; n < x.GetLength(0); n++)
            {
                sum += dy[n, j];
            }

            b[j] = MathF.FusedMultiplyAdd(-rate, sum, b[j]);
            for (var i = 0; i < x.GetLength(1); i++)
            {
                var g = 0f;
                for (var n = 0; n < x.GetLength(0); n++)
                {
                    g = MathF.FusedMultiplyAdd(x[n, i], dy[n, j], g);
                }

                w[(i * b.Length) + j] = MathF.FusedMultiplyAdd(-rate, g, w[(i * b.Length) + j]);
            }
        }
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
                s += Elementary.Exp(z[row, j] - largest);
            }

            var label = examples.Label(batch[row]);
            loss += Elementary.Log(s) - (z[row, label] - largest);
            for (var j = 0; j < classes; j++)
            {
                gradient[row, j] = (float)(((Elementary.Exp(z[row, j] - largest) / s) - (j == label ? 1.0 : 0.0)) / n);
            }
        }

        return (loss / n, gradient);
    }
}
