namespace Reproduction.Claims;

/// <summary>The claims that mathematics decides: specs compare with independent references, and no seed has a part in them.</summary>
/// <remarks>What is said here is what those specs assert; where one of them fails, the claim is no longer reproduced, and the build is red.</remarks>
internal static class MathematicalVerdicts
{
    public static IEnumerable<(string Id, Decision Decision, string Evidence, string Scope)> All() =>
    [
        ("T1", Decision.Reproduced, "The layer's output is that of PyTorch in float64, of Keras in float32 and of an oracle for the batch's own statistics; another batch gives the same example another output.", "Training mode; in inference the moving statistics replace them (T4)."),
        ("T2", Decision.Reproduced, "For random batches of any size every feature leaves with mean 0 and variance v / (v + epsilon), v being its variance before.", "A feature of variance 0 leaves as beta, whatever its value."),
        ("T3", Decision.Reproduced, "gamma and beta are parameters, their gradients agree with PyTorch and with finite differences, and training moves them.", string.Empty),
        ("T4", Decision.Reproduced, "The moving statistics follow Keras's update to float32 rounding, are no parameters, are part of the saved state, and decide inference.", "tf.keras feeds the moving variance the biased variance, torch the unbiased one: both are implemented and compared."),
        ("T5", Decision.Reproduced, "BN(300) has 1,200 values, BN(100) 400; the network 268,210 with batch normalization (800 of them not trainable), 266,610 without.", string.Empty),
        ("T6", Decision.Reproduced, "With batch normalization before the ReLU and after it, the network's gradients are right and it trains ahead of the plain one.", "Shown by training on the sample, at learning rate 0.01."),
        ("I1", Decision.Reproduced, "55,000 training and 5,000 validation images, the first 5,000 held out, pixels divided by 255, the files' SHA-256 checked.", string.Empty),
        ("I2", Decision.Reproduced, "Layers, order, initial values and parameter counts are Keras's; so are the outputs, to 1e-5.", string.Empty),
        ("I3", Decision.Reproduced, "From Keras's initial kernels and batches, 40 steps give Keras's losses, parameters and moving statistics to 1e-5 (3e-7 measured), with either engine.", string.Empty),
    ];
}
