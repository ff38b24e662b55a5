using Reproduction.Spec.Reference;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>The mathematics against other implementations: PyTorch's in float64, Keras's in float32, and our own oracle on the same cases.</summary>
public sealed class T01_to_T04_References
{
    [TestCaseSource(typeof(LayerCase), nameof(LayerCase.All))]
    [Claim("T1")]
    [Claim("T2")]
    public void In_training_the_output_is_theirs(LayerCase one)
    {
        Deviation.Of(one.Run().Training, one.Matrix("output_training")).Should().BeLessThan(one.Tolerance);
        Deviation.Of(one.Oracle().Training(), one.Matrix("output_training")).Should().BeLessThan(one.Tolerance, "the oracle agrees with them too");
    }

    [TestCaseSource(typeof(LayerCase), nameof(LayerCase.All))]
    [Claim("T4")]
    public void In_inference_the_output_is_theirs(LayerCase one)
    {
        Deviation.Of(one.Run().Inference, one.Matrix("output_inference_before_update")).Should().BeLessThan(one.Tolerance);
        Deviation.Of(one.Oracle().Inference(one.MovingMeanBefore, one.MovingVarianceBefore), one.Matrix("output_inference_before_update"))
            .Should().BeLessThan(one.Tolerance, "the oracle agrees with them too");
    }

    [TestCaseSource(typeof(LayerCase), nameof(LayerCase.All))]
    [Claim("T4")]
    public void A_training_pass_moves_the_statistics_to_theirs(LayerCase one)
    {
        var run = one.Run();

        Deviation.Of(run.MovingMean, one.MovingMeanAfter).Should().BeLessThan(one.Tolerance);
        Deviation.Of(run.MovingVariance, one.MovingVarianceAfter).Should().BeLessThan(one.Tolerance);
    }

    [TestCaseSource(typeof(LayerCase), nameof(LayerCase.WithGradients))]
    [Claim("T1")]
    [Claim("T3")]
    public void The_gradients_are_theirs(LayerCase one)
    {
        var (run, oracle, dy) = (one.Run(), one.Oracle(), one.Matrix("upstream_gradient"));

        Deviation.Of(run.GradientOfInput, one.Matrix("gradient_input")).Should().BeLessThan(one.Tolerance);
        Deviation.Of(run.GradientOfGamma, one.Vector("gradient_gamma")).Should().BeLessThan(one.Tolerance);
        Deviation.Of(run.GradientOfBeta, one.Vector("gradient_beta")).Should().BeLessThan(one.Tolerance);
        Deviation.Of(oracle.GradientOfInput(dy), one.Matrix("gradient_input")).Should().BeLessThan(one.Tolerance, "the oracle agrees with them too");
        Deviation.Of(oracle.GradientOfGamma(dy), one.Vector("gradient_gamma")).Should().BeLessThan(one.Tolerance, "the oracle agrees with them too");
        Deviation.Of(oracle.GradientOfBeta(dy), one.Vector("gradient_beta")).Should().BeLessThan(one.Tolerance, "the oracle agrees with them too");
    }
}
