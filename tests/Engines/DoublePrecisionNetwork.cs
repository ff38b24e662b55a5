using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Engines;

/// <summary>Training in double precision, written from the papers' equations with plain loops: for these it shares no code with an engine.</summary>
/// <remarks>
/// Softmax and cross-entropy; batch normalization: Ioffe and Szegedy 2015; layer normalization: Ba, Kiros and Hinton 2016, section 3; both gradients
/// from the Jacobian of xhat, dxhat[j]/dx[k] = (delta[j, k] - 1/m - xhat[j] xhat[k] / m) / s over the m values that share their statistics. Momentum:
/// Sutskever et al. 2013, equations 1 and 2; Nesterov's in Keras's form; Adam: Kingma and Ba 2015, algorithm 1, with the bias-corrected means, and
/// with the epsilon that makes it the form before section 2.1: epsilon / sqrt(1 - beta2^t).
/// <para>
/// A normalization without equations here is computed by its torch module, in double precision and with automatic differentiation
/// (<see cref="DoublePrecisionModule"/>): that holds gradients and rounding of both engines, and not the module's formula.
/// </para>
/// </remarks>
internal sealed class DoublePrecisionNetwork
{
    private readonly LayerLayout[] layers;
    private readonly OptimizerConfiguration optimizer;
    private readonly double rate;
    private readonly bool byModules;
    private readonly Dictionary<string, (double[] First, double[] Second)> kept = new(StringComparer.Ordinal);
    private int steps;

    /// <summary>A network at a state.</summary>
    /// <param name="configuration">The network.</param>
    /// <param name="initial">Its state.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="optimizer">How parameters follow their gradients.</param>
    /// <param name="byModules">Whether torch modules normalize although there are equations.</param>
    public DoublePrecisionNetwork(
        NetworkConfiguration configuration, NetworkParameters initial, double rate, OptimizerConfiguration optimizer, bool byModules = false)
    {
        (this.rate, this.optimizer, this.byModules) = (rate, optimizer, byModules);
        layers = [.. NetworkLayout.Of(configuration).Layers.Where(layer => layer is not FlattenLayout)];
        foreach (var array in initial.Arrays)
        {
            Values[$"{array.Layer}/{array.Name}"] = [.. array.Values.Select(value => (double)value)];
        }
    }

    /// <summary>All arrays, by layer and name.</summary>
    public Dictionary<string, double[]> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The inputs of every ReLU for a batch in training mode, all examples and features of one layer after those of another.</summary>
    public IEnumerable<double> ReluInputs(Examples examples, ReadOnlySpan<int> batch)
    {
        var x = Inputs(examples, batch);
        var inputs = new List<double>();
        foreach (var layer in layers)
        {
            inputs.AddRange(layer is ReluLayout ? x.SelectMany(row => row) : []);
            (x, _) = Forward(layer, x, [], moveStatistics: false);
        }

        return inputs;
    }

    /// <summary>One step; the loss is that from before the update.</summary>
    public double Step(Examples examples, ReadOnlySpan<int> batch)
    {
        var (loss, gradients) = Gradients(examples, batch, moveStatistics: true);
        steps++;
        foreach (var (name, gradient) in gradients)
        {
            Move(name, gradient);
        }

        return loss;
    }

    /// <summary>The mean loss of a batch in training mode, and its gradient with respect to every trainable array.</summary>
    public (double Loss, Dictionary<string, double[]> Gradients) Gradients(Examples examples, ReadOnlySpan<int> batch, bool moveStatistics = false)
    {
        var labels = batch.ToArray().Select(examples.Label).ToArray();
        var x = Inputs(examples, batch);
        var gradients = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var backward = new Stack<Func<double[][], double[][]>>();
        foreach (var layer in layers)
        {
            (x, var back) = Forward(layer, x, gradients, moveStatistics);
            backward.Push(back);
        }

        var loss = 0.0;
        var dz = new double[x.Length][];
        for (var n = 0; n < x.Length; n++)
        {
            var sum = x[n].Sum(Math.Exp);
            loss += (Math.Log(sum) - x[n][labels[n]]) / x.Length;
            dz[n] = [.. x[n].Select((value, j) => ((Math.Exp(value) / sum) - (j == labels[n] ? 1 : 0)) / x.Length)];
        }

        foreach (var back in backward)
        {
            dz = back(dz);
        }

        return (loss, gradients);
    }

    private static double[][] Inputs(Examples examples, ReadOnlySpan<int> batch) =>
        [.. batch.ToArray().Select(position => examples.Input(position).ToArray().Select(value => (double)value).ToArray())];

    private (double[][] Y, Func<double[][], double[][]> Back) Forward(
        LayerLayout layer, double[][] x, Dictionary<string, double[]> gradients, bool moveStatistics) => layer switch
        {
            DenseLayout => (Dense(layer, x), dy => BackThroughDense(layer, x, dy, gradients)),
            ReluLayout => ([.. x.Select(row => row.Select(value => Math.Max(value, 0)).ToArray())],
                dy => [.. dy.Select((row, n) => row.Select((value, j) => x[n][j] > 0 ? value : 0).ToArray())]),
            NormalizationLayout { Configuration: BatchNormalizationConfiguration or LayerNormalizationConfiguration } normalization when !byModules =>
                Normalize(normalization, x, gradients, moveStatistics),
            NormalizationLayout other => new DoublePrecisionModule(other, Values).Normalize(x, gradients, moveStatistics),
            _ => throw new NotSupportedException(layer.Kind),
        };

    private double[][] Dense(LayerLayout layer, double[][] x)
    {
        var (kernel, bias) = (Values[$"{layer.Name}/kernel"], Values[$"{layer.Name}/bias"]);
        return [.. x.Select(row =>
        {
            double[] y = [.. bias];
            for (var i = 0; i < row.Length; i++)
            {
                // Most pixels are 0 and add nothing.
                if (row[i] != 0)
                {
                    AddMultiple(y, row[i], kernel.AsSpan(i * y.Length, y.Length));
                }
            }

            return y;
        })];
    }

    /// <summary>target = target + factor x other.</summary>
    private static void AddMultiple(Span<double> target, double factor, ReadOnlySpan<double> other)
    {
        for (var j = 0; j < target.Length; j++)
        {
            target[j] += factor * other[j];
        }
    }

    private double[][] BackThroughDense(LayerLayout layer, double[][] x, double[][] dy, Dictionary<string, double[]> gradients)
    {
        var kernel = Values[$"{layer.Name}/kernel"];
        gradients[$"{layer.Name}/kernel"] = [.. kernel.Select((_, at) =>
            x.Select((row, n) => row[at / layer.Outputs] * dy[n][at % layer.Outputs]).Sum())];
        gradients[$"{layer.Name}/bias"] = [.. Enumerable.Range(0, layer.Outputs).Select(j => dy.Sum(row => row[j]))];
        return [.. dy.Select(row => Enumerable.Range(0, layer.Inputs)
            .Select(i => row.Select((value, j) => value * kernel[(i * layer.Outputs) + j]).Sum())
            .ToArray())];
    }

    private (double[][] Y, Func<double[][], double[][]> Back) Normalize(
        NormalizationLayout layer, double[][] x, Dictionary<string, double[]> gradients, bool moveStatistics)
    {
        var (gamma, beta) = (Values[$"{layer.Name}/gamma"], Values[$"{layer.Name}/beta"]);

        // Groups of values that share a mean and a variance: a feature over a ghost batch (Hoffer et al. 2017), or an example over its features.
        var groups = layer.Configuration is BatchNormalizationConfiguration across
            ? Enumerable.Range(0, x.Length).Chunk(across.GhostBatchSize ?? x.Length)
                .SelectMany(rows => Enumerable.Range(0, layer.Features).Select(j => rows.Select(n => (N: n, J: j)).ToArray())).ToArray()
            : [.. Enumerable.Range(0, x.Length).Select(n => Enumerable.Range(0, layer.Features).Select(j => (N: n, J: j)).ToArray())];
        var xhat = x.Select(row => new double[row.Length]).ToArray();
        var deviation = new double[groups.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            var mean = groups[g].Average(at => x[at.N][at.J]);
            var variance = groups[g].Average(at => (x[at.N][at.J] - mean) * (x[at.N][at.J] - mean));
            deviation[g] = Math.Sqrt(variance + layer.Configuration.Epsilon);
            foreach (var (n, j) in groups[g])
            {
                xhat[n][j] = (x[n][j] - mean) / deviation[g];
            }

            if (moveStatistics && layer.Configuration is BatchNormalizationConfiguration batch)
            {
                var (means, variances, feature) = (Values[$"{layer.Name}/moving_mean"], Values[$"{layer.Name}/moving_variance"], groups[g][0].J);
                means[feature] += (1 - batch.Momentum) * (mean - means[feature]);
                variances[feature] += (1 - batch.Momentum) * (variance - variances[feature]);
            }
        }

        return ([.. xhat.Select(row => row.Select((value, j) => (gamma[j] * value) + beta[j]).ToArray())], dy =>
        {
            gradients[$"{layer.Name}/gamma"] = [.. gamma.Select((_, j) => dy.Select((row, n) => row[j] * xhat[n][j]).Sum())];
            gradients[$"{layer.Name}/beta"] = [.. gamma.Select((_, j) => dy.Sum(row => row[j]))];
            var dx = x.Select(row => new double[row.Length]).ToArray();
            for (var g = 0; g < groups.Length; g++)
            {
                foreach (var to in groups[g])
                {
                    var size = groups[g].Length;
                    dx[to.N][to.J] = groups[g].Sum(from => dy[from.N][from.J] * gamma[from.J]
                        * ((from == to ? 1.0 : 0.0) - (1.0 / size) - (xhat[from.N][from.J] * xhat[to.N][to.J] / size)) / deviation[g]);
                }
            }

            return dx;
        }
        );
    }

    private void Move(string name, double[] gradient)
    {
        var values = Values[name];
        if (!kept.TryGetValue(name, out var state))
        {
            kept[name] = state = (new double[values.Length], new double[values.Length]);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var g = gradient[i];
            switch (optimizer)
            {
                case SgdConfiguration sgd:
                    state.First[i] = (sgd.Momentum * state.First[i]) - (rate * g);
                    values[i] += sgd.IsNesterov ? (sgd.Momentum * state.First[i]) - (rate * g) : state.First[i];
                    break;
                case AdamConfiguration adam:
                    state.First[i] = (adam.Beta1 * state.First[i]) + ((1 - adam.Beta1) * g);
                    state.Second[i] = (adam.Beta2 * state.Second[i]) + ((1 - adam.Beta2) * g * g);
                    var correction = 1 - Math.Pow(adam.Beta2, steps);
                    var mean = state.First[i] / (1 - Math.Pow(adam.Beta1, steps));
                    values[i] -= rate * mean / (Math.Sqrt(state.Second[i] / correction) + (adam.Epsilon / Math.Sqrt(correction)));
                    break;
            }
        }
    }
}
