namespace Reproduction.Spec.Reference;

/// <summary>Batch normalization in double precision, written from the definition with plain loops; it shares no code with the module.</summary>
/// <remarks>
/// <code>
/// x, y, dy, dx        [n, features]
/// gamma, beta         [features]
/// mean, variance      [features]    the variance is biased: divided by n
/// normalized          [n, features] (x - mean) / sqrt(variance + epsilon)
/// </code>
/// Ioffe and Szegedy 2015, algorithm 1 for the forward pass, section 3 for the gradients.
/// </remarks>
internal sealed class Oracle
{
    private readonly double[,] x;
    private readonly double[] gamma;
    private readonly double[] beta;
    private readonly double epsilon;

    public Oracle(double[,] x, double[] gamma, double[] beta, double epsilon)
    {
        (this.x, this.gamma, this.beta, this.epsilon) = (x, gamma, beta, epsilon);
        Mean = PerFeature(j => Sum(i => x[i, j]) / N);
        Variance = PerFeature(j => Sum(i => (x[i, j] - Mean[j]) * (x[i, j] - Mean[j])) / N);
    }

    public int N => x.GetLength(0);

    public int Features => x.GetLength(1);

    /// <summary>The batch's mean.</summary>
    public double[] Mean { get; }

    /// <summary>The batch's biased variance.</summary>
    public double[] Variance { get; }

    /// <summary>The batch's unbiased variance: divided by n - 1.</summary>
    public double[] UnbiasedVariance => PerFeature(j => Variance[j] * N / (N - 1));

    /// <summary>y = gamma * normalized + beta, by the batch's own statistics.</summary>
    public double[,] Training() => PerCell((i, j) => (gamma[j] * Normalized(i, j)) + beta[j]);

    /// <summary>The same by statistics that are given.</summary>
    public double[,] Inference(double[] movingMean, double[] movingVariance) =>
        PerCell((i, j) => (gamma[j] * (x[i, j] - movingMean[j]) / Math.Sqrt(movingVariance[j] + epsilon)) + beta[j]);

    /// <summary>A moving value after a batch: momentum is the weight of the old value.</summary>
    public static double[] Moved(double[] old, double[] batch, double momentum) =>
        [.. old.Zip(batch, (o, b) => (momentum * o) + ((1 - momentum) * b))];

    /// <summary>dL/dgamma: the sum over the batch of dy * normalized.</summary>
    public double[] GradientOfGamma(double[,] dy) => PerFeature(j => Sum(i => dy[i, j] * Normalized(i, j)));

    /// <summary>dL/dbeta: the sum over the batch of dy.</summary>
    public double[] GradientOfBeta(double[,] dy) => PerFeature(j => Sum(i => dy[i, j]));

    /// <summary>
    /// dL/dx. With dn = dy * gamma and s = sqrt(variance + epsilon):
    /// dvariance = sum(dn * (x - mean)) * -1/2 * s^-3; dmean = sum(dn) * -1/s + dvariance * sum(-2 (x - mean)) / n;
    /// dx = dn / s + dvariance * 2 (x - mean) / n + dmean / n.
    /// </summary>
    public double[,] GradientOfInput(double[,] dy)
    {
        var s = PerFeature(j => Math.Sqrt(Variance[j] + epsilon));
        var dvariance = PerFeature(j => Sum(i => dy[i, j] * gamma[j] * (x[i, j] - Mean[j])) * -0.5 * Math.Pow(s[j], -3));
        var dmean = PerFeature(j => (Sum(i => dy[i, j] * gamma[j]) * -1 / s[j]) + (dvariance[j] * Sum(i => -2 * (x[i, j] - Mean[j])) / N));
        return PerCell((i, j) => (dy[i, j] * gamma[j] / s[j]) + (dvariance[j] * 2 * (x[i, j] - Mean[j]) / N) + (dmean[j] / N));
    }

    private double Normalized(int i, int j) => (x[i, j] - Mean[j]) / Math.Sqrt(Variance[j] + epsilon);

    private double Sum(Func<int, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < N; i++)
        {
            sum += term(i);
        }

        return sum;
    }

    private double[] PerFeature(Func<int, double> value) => [.. Enumerable.Range(0, Features).Select(value)];

    private double[,] PerCell(Func<int, int, double> value)
    {
        var result = new double[N, Features];
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < Features; j++)
            {
                result[i, j] = value(i, j);
            }
        }

        return result;
    }
}
