using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>Finds batches in which ReLU's argument comes so near to 0 that rounding decides on which side it lies. A forward pass in double precision.</summary>
internal static class Kink
{
    // Arguments are sums of up to 784 products of about 0.1, in single precision, and a batch normalization behind them magnifies.
    private const double Near = 2e-6;

    public static bool IsNear(NetworkConfiguration configuration, NetworkParameters state, Examples examples, ReadOnlySpan<int> batch)
    {
        var rows = new double[batch.Length][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = [.. examples.Input(batch[row]).ToArray().Select(value => (double)value)];
        }

        for (var layer = 1; layer <= configuration.HiddenSizes.Length; layer++)
        {
            var (kernel, bias) = (state[LayerNames.Hidden(layer), "kernel"], state[LayerNames.Hidden(layer), "bias"]);
            rows = [.. rows.Select(row => Multiply(row, kernel.AsSpan(), bias.AsSpan()))];
            if (configuration.Normalization is { Placement: NormalizationPlacement.BeforeActivation } before)
            {
                Normalize(rows, before, state, layer);
            }

            if (rows.Any(row => row.Any(value => value != 0 && Math.Abs(value) < Near)))
            {
                return true;
            }

            rows = [.. rows.Select(row => row.Select(value => Math.Max(value, 0)).ToArray())];
            if (configuration.Normalization is { Placement: NormalizationPlacement.AfterActivation } after)
            {
                Normalize(rows, after, state, layer);
            }
        }

        return false;
    }

    private static double[] Multiply(double[] row, ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias)
    {
        var result = new double[bias.Length];
        for (var j = 0; j < result.Length; j++)
        {
            result[j] = bias[j];
            for (var i = 0; i < row.Length; i++)
            {
                result[j] += row[i] * kernel[(i * bias.Length) + j];
            }
        }

        return result;
    }

    private static void Normalize(double[][] rows, NormalizationConfiguration normalization, NetworkParameters state, int layer)
    {
        var name = $"{(normalization is BatchNormalizationConfiguration ? "batch" : "layer")}Normalization{layer}";
        var (gamma, beta) = (state[name, "gamma"], state[name, "beta"]);
        if (normalization is LayerNormalizationConfiguration)
        {
            foreach (var row in rows)
            {
                var (center, spread) = (row.Average(), row.Average(value => (value - row.Average()) * (value - row.Average())));
                for (var j = 0; j < row.Length; j++)
                {
                    row[j] = ((row[j] - center) / Math.Sqrt(spread + normalization.Epsilon) * gamma[j]) + beta[j];
                }
            }

            return;
        }

        for (var j = 0; j < gamma.Length; j++)
        {
            var mean = rows.Average(row => row[j]);
            var variance = rows.Average(row => (row[j] - mean) * (row[j] - mean));
            foreach (var row in rows)
            {
                row[j] = ((row[j] - mean) / Math.Sqrt(variance + normalization.Epsilon) * gamma[j]) + beta[j];
            }
        }
    }
}
