using CsCheck;
using Reproduction.Networks;
using Reproduction.Spec.Reference;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>
/// T2, reproduced, up to epsilon: each feature leaves the normalization step with mean 0 and variance v / (v + epsilon), where v is its variance in
/// the batch. That is 1 where v is large, and less where v is as small as epsilon.
/// </summary>
/// <remarks>Float64 throughout; 1e-9 is what is left of 16 digits after the subtraction of means up to 1e6 times the spread.</remarks>
[Claim("T2")]
public sealed class T02_Mean_0_and_variance_1
{
    private static readonly BatchNormalizationConfiguration Keras = BatchNormalizationConfiguration.Keras;

    [Test]
    public void Each_feature_leaves_with_mean_0() => Law.Holds(
        BatchGenerators.Any,
        count: 200,
        batch => Deviation.Of(Moments(batch).Mean, new double[batch.Gamma.Length]).Should().BeLessThan(1e-9));

    [Test]
    public void Each_feature_leaves_with_variance_1_up_to_epsilon() => Law.Holds(
        BatchGenerators.Any,
        count: 200,
        Variance);

    [Test]
    public void Where_the_variance_is_as_small_as_epsilon_it_leaves_with_less() => Law.Holds(
        BatchGenerators.OfSmallSpread,
        count: 200,
        Variance);

    /// <summary>Values 0 and 2 sqrt(epsilon) have variance epsilon: they leave with variance 1/2, and as -1/sqrt(2) and 1/sqrt(2).</summary>
    [Test]
    public void Epsilon_is_added_under_the_root()
    {
        var half = Math.Sqrt(Keras.Epsilon);
        var y = Train(new double[,] { { 0 }, { 2 * half } }, Keras);

        y[0, 0].Should().BeApproximately(-Math.Sqrt(0.5), 1e-12);
        y[1, 0].Should().BeApproximately(Math.Sqrt(0.5), 1e-12);
    }

    /// <summary>
    /// What the laws promise is what their generators make: constant features, and features of one batch whose spreads differ a hundredfold.
    /// </summary>
    [Test]
    public void The_batches_that_the_laws_try_have_constant_features_and_different_spreads()
    {
        var (constant, different) = (0, 0);
        Law.Holds(BatchGenerators.Any, count: 200, batch =>
        {
            var deviations = new Oracle(batch.X, batch.Gamma, batch.Beta, batch.Epsilon).Variance.Select(Math.Sqrt).ToList();
            constant += deviations.Min() < 1e-12 ? 1 : 0;
            different += deviations.Max() > 100 * deviations.Where(deviation => deviation > 1e-12).DefaultIfEmpty(double.PositiveInfinity).Min()
                ? 1
                : 0;
        });

        constant.Should().BeGreaterThan(50, "of 200 batches");
        different.Should().BeGreaterThan(50, "of 200 batches");
    }

    [Test]
    public void A_constant_feature_leaves_as_beta()
    {
        var run = LayerRun.Of(Keras, ScalarType.Float64, new double[,] { { 3, 1 }, { 3, 2 }, { 3, 6 } }, [2, 1], [0.5, 0], [0, 0], [1, 1]);

        for (var row = 0; row < 3; row++)
        {
            run.Training[row, 0].Should().Be(0.5);
        }
    }

    [Test]
    public void Each_feature_is_normalized_by_itself()
    {
        var alone = Train(new double[,] { { 1 }, { 2 }, { 6 } }, Keras);
        var beside = Train(new double[,] { { 1, 1000 }, { 2, -7 }, { 6, 0 } }, Keras);

        Enumerable.Range(0, 3).Select(row => beside[row, 0]).Should().Equal(Enumerable.Range(0, 3).Select(row => alone[row, 0]));
    }

    /// <summary>
    /// x and a x + b leave alike, but for epsilon, whose weight falls by a^2: with epsilon a^2 on the other side they leave alike exactly, up to
    /// rounding.
    /// </summary>
    [Test]
    public void Shifting_and_scaling_the_input_changes_nothing() => Law.Holds(
        Gen.Select(BatchGenerators.Tame, Gen.Double[0.1, 10], Gen.Double[-10, 10]),
        count: 100,
        one =>
        {
            var (batch, scale, shift) = one;
            var moved = new double[batch.X.GetLength(0), batch.X.GetLength(1)];
            for (var i = 0; i < moved.GetLength(0); i++)
            {
                for (var j = 0; j < moved.GetLength(1); j++)
                {
                    moved[i, j] = (scale * batch.X[i, j]) + shift;
                }
            }

            Deviation.Of(Train(moved, Keras with { Epsilon = 1e-3 * scale * scale }), Train(batch.X, Keras)).Should().BeLessThan(1e-10);
        });

    private static void Variance(AnyBatch batch)
    {
        var oracle = new Oracle(batch.X, batch.Gamma, batch.Beta, batch.Epsilon);
        Deviation.Of(Moments(batch).Variance, oracle.Variance.Select(variance => variance / (variance + batch.Epsilon))).Should().BeLessThan(1e-9);
    }

    private static (double[] Mean, double[] Variance) Moments(AnyBatch batch)
    {
        var oracle = new Oracle(Train(batch.X, Keras with { Epsilon = batch.Epsilon }), batch.Gamma, batch.Beta, batch.Epsilon);
        return (oracle.Mean, oracle.Variance);
    }

    private static double[,] Train(double[,] x, BatchNormalizationConfiguration configuration) => LayerRun.Of(
        configuration,
        ScalarType.Float64,
        x,
        [.. Enumerable.Repeat(1.0, x.GetLength(1))],
        new double[x.GetLength(1)],
        new double[x.GetLength(1)],
        [.. Enumerable.Repeat(1.0, x.GetLength(1))]).Training;
}
