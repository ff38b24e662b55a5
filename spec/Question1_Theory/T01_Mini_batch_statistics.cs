using Reproduction.Networks;
using Reproduction.Spec.Reference;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>T1, reproduced: in training, the statistics are those of the current mini-batch.</summary>
[Claim("T1")]
public sealed class T01_Mini_batch_statistics
{
    private static readonly BatchNormalizationConfiguration Keras = BatchNormalizationConfiguration.Keras;

    [Test]
    public void The_same_example_leaves_differently_from_different_batches()
    {
        var (first, second) = (Train(new double[,] { { 1 }, { 2 }, { 3 } }), Train(new double[,] { { 1 }, { 5 }, { 9 } }));

        // Mean 2, variance 2/3, and mean 5, variance 32/3; the example is 1 below and 4 below the mean.
        first[0, 0].Should().BeApproximately(-1 / Math.Sqrt((2.0 / 3) + 1e-3), 1e-12);
        second[0, 0].Should().BeApproximately(-4 / Math.Sqrt((32.0 / 3) + 1e-3), 1e-12);
    }

    [Test]
    public void What_was_seen_before_does_not_matter()
    {
        double[,] batch = { { 1, 4 }, { 2, 0 }, { 6, 1 } };

        var fresh = Run(batch, movingMean: [0, 0], movingVariance: [1, 1]);
        var later = Run(batch, movingMean: [100, -5], movingVariance: [50, 0.1]);

        later.Should().BeEquivalentTo(fresh, "the moving statistics of earlier batches play no part in training");
    }

    [Test]
    public void The_whole_data_sets_statistics_would_give_something_else()
    {
        double[,] all = { { 0 }, { 4 }, { 5 }, { 6 } };
        var whole = Train(all);

        Train(new double[,] { { 0 }, { 4 } })[0, 0].Should().NotBeApproximately(whole[0, 0], 0.1);
        Train(new double[,] { { 5 }, { 6 } })[0, 0].Should().NotBeApproximately(whole[2, 0], 0.1);
    }

    /// <summary>
    /// The law: any batch leaves as the definition says. Float64 against the oracle; values up to 1e3 with deviations down to 1e-3 lose six digits of
    /// sixteen in the subtraction of the mean, and a few more units in sums of up to 64 terms: 1e-9.
    /// </summary>
    [Test]
    public void Any_batch_leaves_as_the_definition_says() => Law.Holds(
        BatchGenerators.Any,
        count: 200,
        batch =>
        {
            var run = LayerRun.Of(
                Keras with { Epsilon = batch.Epsilon }, ScalarType.Float64, batch.X, batch.Gamma, batch.Beta, Zeros(batch), Ones(batch));
            var deviation = Deviation.Of(run.Training, new Oracle(batch.X, batch.Gamma, batch.Beta, batch.Epsilon).Training());
            deviation.Should().BeLessThan(1e-9, "a batch of {0} by {1}", batch.X.GetLength(0), batch.X.GetLength(1));
        });

    /// <summary>
    /// In float32, with a mean of 1e4 and a spread of about 1. The oracle sees the same rounded inputs, so what is left is the rounding of the mean:
    /// a pairwise sum of up to 64 terms rounds 6 times and the division once, each time by 6e-8 of 1e4, that is 4.2e-3 in all. Divided by the
    /// feature's deviation and multiplied by gamma it arrives in the output.
    /// </summary>
    [Test]
    public void Large_means_leave_no_more_than_the_rounding_of_the_mean() => Law.Holds(
        BatchGenerators.OfLargeMean,
        count: 200,
        batch =>
        {
            var rounded = Rounded(batch.X);
            var oracle = new Oracle(rounded, batch.Gamma, batch.Beta, Keras.Epsilon);
            var tolerance =
                batch.Gamma.Zip(oracle.Variance, (gamma, variance) => Math.Abs(gamma) / Math.Sqrt(variance + Keras.Epsilon)).Max() * 7 * 6e-8 * 1e4;
            var run = LayerRun.Of(Keras, ScalarType.Float32, rounded, batch.Gamma, batch.Beta, Zeros(batch), Ones(batch));

            Deviation.Of(run.Training, oracle.Training())
                .Should().BeLessThan(tolerance + 1e-6, "1e-6 is for gamma and beta, which are rounded to float32 too");
        });

    /// <summary>
    /// The gradient goes through the batch's mean and variance too. Central differences with step h = 1e-5 of sum(dy y) err by h^2 times third
    /// derivatives, which are up to (1 / deviation)^3, and by rounding, 1e-16 / h times the sum's size: 1e-5 for deviations of 0.3 and more.
    /// </summary>
    [Test]
    public void The_gradient_goes_through_the_batchs_statistics_as_finite_differences_show() => Law.Holds(
        BatchGenerators.Tame,
        count: 60,
        batch =>
        {
            var run = LayerRun.Of(Keras, ScalarType.Float64, batch.X, batch.Gamma, batch.Beta, Zeros(batch), Ones(batch), batch.Dy);
            double Loss(double[,] x)
            {
                var y = LayerRun.Of(Keras, ScalarType.Float64, x, batch.Gamma, batch.Beta, Zeros(batch), Ones(batch)).Training;
                return y.Cast<double>().Zip(batch.Dy.Cast<double>(), (a, b) => a * b).Sum();
            }

            var (row, column) = (batch.X.GetLength(0) - 1, batch.X.GetLength(1) - 1);
            const double Step = 1e-5;
            var (up, down) = ((double[,])batch.X.Clone(), (double[,])batch.X.Clone());
            up[row, column] += Step;
            down[row, column] -= Step;

            Deviation.Of([run.GradientOfInput[row, column]], [(Loss(up) - Loss(down)) / (2 * Step)]).Should().BeLessThan(1e-5);
            Deviation.Of(run.GradientOfInput, new Oracle(batch.X, batch.Gamma, batch.Beta, Keras.Epsilon).GradientOfInput(batch.Dy))
                .Should().BeLessThan(1e-11);
        });

    private static double[,] Train(double[,] x) => Run(x, new double[x.GetLength(1)], [.. Enumerable.Repeat(1.0, x.GetLength(1))]);

    private static double[,] Run(double[,] x, double[] movingMean, double[] movingVariance) => LayerRun.Of(
        Keras, ScalarType.Float64, x, [.. Enumerable.Repeat(1.0, x.GetLength(1))], new double[x.GetLength(1)], movingMean, movingVariance).Training;

    private static double[] Zeros(AnyBatch batch) => new double[batch.Gamma.Length];

    private static double[] Ones(AnyBatch batch) => [.. Enumerable.Repeat(1.0, batch.Gamma.Length)];

    private static double[,] Rounded(double[,] x)
    {
        var result = (double[,])x.Clone();
        for (var i = 0; i < x.GetLength(0); i++)
        {
            for (var j = 0; j < x.GetLength(1); j++)
            {
                result[i, j] = (float)x[i, j];
            }
        }

        return result;
    }
}
