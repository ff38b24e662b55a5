using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Reference;
using Reproduction.Spec.Runs;
using Reproduction.Training;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>T3, reproduced: gamma and beta, one of each per feature, are the output's scale and shift and are trained with the rest.</summary>
[Claim("T3")]
public sealed class T03_Gamma_and_beta
{
    private static readonly BatchNormalizationConfiguration Keras = BatchNormalizationConfiguration.Keras;

    [Test]
    public void Two_learnable_parameters_per_feature()
    {
        using var layer = new BatchNormalization("bn", 7, Keras);

        layer.named_parameters().Select(parameter => (parameter.name, parameter.parameter.NumberOfElements, parameter.parameter.requires_grad))
            .Should().Equal(("gamma", 7, true), ("beta", 7, true));
        LayerRun.Vector(layer.Gamma).Should().OnlyContain(value => value == 1);
        LayerRun.Vector(layer.Beta).Should().OnlyContain(value => value == 0);
    }

    /// <summary>Up to epsilon: the output's standard deviation is |gamma| sqrt(v / (v + epsilon)). Float64; 1e-9 as in T2.</summary>
    [Test]
    public void They_are_the_outputs_standard_deviation_and_mean() => Law.Holds(
        BatchGenerators.Any,
        count: 200,
        batch =>
        {
            var input = new Oracle(batch.X, batch.Gamma, batch.Beta, batch.Epsilon);
            var y = LayerRun.Of(
                Keras with { Epsilon = batch.Epsilon }, ScalarType.Float64, batch.X, batch.Gamma, batch.Beta, new double[input.Features],
                [.. batch.Gamma.Select(_ => 1.0)]).Training;
            var output = new Oracle(y, batch.Gamma, batch.Beta, batch.Epsilon);

            Deviation.Of(output.Mean, batch.Beta).Should().BeLessThan(1e-9);
            Deviation.Of(output.Variance, batch.Gamma.Zip(input.Variance, (gamma, variance) => gamma * gamma * variance / (variance + batch.Epsilon)))
                .Should().BeLessThan(1e-9);
        });

    /// <summary>
    /// Float64 against the oracle. The rounding of a mean of up to 1e3, 7 units of 1.1e-16, divided by the root of an epsilon of 1e-5 or more, shifts
    /// a normalized value by up to 2.5e-10, and a sum of up to 64 of them by 1.6e-8. beta's gradient sees no mean: 1e-9 as in T1.
    /// </summary>
    [Test]
    public void Their_gradients_are_those_of_the_definition() => Law.Holds(
        BatchGenerators.Any,
        count: 200,
        batch =>
        {
            var run = LayerRun.Of(
                Keras with { Epsilon = batch.Epsilon }, ScalarType.Float64, batch.X, batch.Gamma, batch.Beta, new double[batch.Gamma.Length],
                [.. batch.Gamma.Select(_ => 1.0)], batch.Dy);
            var oracle = new Oracle(batch.X, batch.Gamma, batch.Beta, batch.Epsilon);

            Deviation.Of(run.GradientOfGamma, oracle.GradientOfGamma(batch.Dy)).Should().BeLessThan(1.6e-8);
            Deviation.Of(run.GradientOfBeta, oracle.GradientOfBeta(batch.Dy)).Should().BeLessThan(1e-9);
        });

    /// <summary>
    /// The loss sum(dy y) is linear in both, so that a central difference of any width is exact but for rounding: float64, differences of 0.5 of sums
    /// of up to 64 terms; 1e-9 as in T1.
    /// </summary>
    [Test]
    public void Their_gradients_are_those_of_finite_differences_of_the_loss() => Law.Holds(
        BatchGenerators.Any,
        count: 50,
        batch =>
        {
            const double Width = 0.25;
            double Loss(double[] gamma, double[] beta)
            {
                var y = LayerRun.Of(
                    Keras with { Epsilon = batch.Epsilon }, ScalarType.Float64, batch.X, gamma, beta, new double[gamma.Length],
                    [.. gamma.Select(_ => 1.0)]).Training;
                return y.Cast<double>().Zip(batch.Dy.Cast<double>(), (output, gradient) => output * gradient).Sum();
            }

            double[] Moved(double[] values, int feature, double by) => [.. values.Select((value, i) => i == feature ? value + by : value)];
            double[] Differences(Func<int, double, double> loss) =>
                [.. Enumerable.Range(0, batch.Gamma.Length).Select(feature => (loss(feature, Width) - loss(feature, -Width)) / (2 * Width))];
            var run = LayerRun.Of(
                Keras with { Epsilon = batch.Epsilon }, ScalarType.Float64, batch.X, batch.Gamma, batch.Beta, new double[batch.Gamma.Length],
                [.. batch.Gamma.Select(_ => 1.0)], batch.Dy);

            Deviation.Of(run.GradientOfGamma, Differences((feature, by) => Loss(Moved(batch.Gamma, feature, by), batch.Beta)))
                .Should().BeLessThan(1e-9);
            Deviation.Of(run.GradientOfBeta, Differences((feature, by) => Loss(batch.Gamma, Moved(batch.Beta, feature, by))))
                .Should().BeLessThan(1e-9);
        });

    [Test]
    public void Training_moves_every_one_of_them()
    {
        var initial = Initialization.GlorotUniform(Recipes.Normalized, seed: 1);
        using var network = TrainedRuns.Engine.Start(Recipes.Normalized, initial, learningRate: 0.01);
        var batch = Enumerable.Range(0, 256).ToArray();
        for (var step = 0; step < 3; step++)
        {
            network.Step(TrainedRuns.SampleData.Training, batch);
        }

        var trained = network.Export();

        // The hidden layers' first units may be silent on every image (ReLU), and a silent unit's gamma has no gradient: nine in ten have to move.
        foreach (var (layer, name) in new[]
        {
            ("batchNormalization1", "gamma"),
            ("batchNormalization1", "beta"),
            ("batchNormalization2", "gamma"),
            ("batchNormalization2", "beta"),
        })
        {
            trained[layer, name].Zip(initial[layer, name]).Count(pair => pair.First != pair.Second)
                .Should().BeGreaterThan(trained[layer, name].Length * 9 / 10, "{0}/{1} is trained", layer, name);
        }
    }
}
