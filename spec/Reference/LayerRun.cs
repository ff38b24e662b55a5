using Reproduction.Models;
using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Spec.Reference;

/// <summary>What our layer makes of a batch: one forward pass in each mode, the moving statistics and the gradients.</summary>
/// <param name="Inference">In inference mode, before training moves the statistics.</param>
/// <param name="Training">In training mode.</param>
/// <param name="MovingMean">After the training pass.</param>
/// <param name="MovingVariance">After the training pass.</param>
/// <param name="GradientOfInput">Of sum(dy * y) with respect to the input.</param>
/// <param name="GradientOfGamma">With respect to gamma.</param>
/// <param name="GradientOfBeta">With respect to beta.</param>
internal sealed record LayerRun(
    double[,] Inference,
    double[,] Training,
    double[] MovingMean,
    double[] MovingVariance,
    double[,] GradientOfInput,
    double[] GradientOfGamma,
    double[] GradientOfBeta)
{
    /// <summary>Runs a layer.</summary>
    /// <param name="configuration">Its semantics.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="x">The batch.</param>
    /// <param name="gamma">Its scale.</param>
    /// <param name="beta">Its shift.</param>
    /// <param name="movingMean">Before.</param>
    /// <param name="movingVariance">Before.</param>
    /// <param name="dy">The gradient that comes from above; null for ones.</param>
    public static LayerRun Of(
        BatchNormalizationConfiguration configuration,
        ScalarType type,
        double[,] x,
        double[] gamma,
        double[] beta,
        double[] movingMean,
        double[] movingVariance,
        double[,]? dy = null)
    {
        using var scope = NewDisposeScope();
        using var layer = Layer(configuration, type, gamma, beta, movingMean, movingVariance);
        var input = tensor(x, type).requires_grad_();
        layer.eval();
        var inference = layer.forward(input);
        layer.train();
        var training = layer.forward(input);
        (training * (dy is null ? ones_like(training) : tensor(dy, type))).sum().backward();
        return new(
            Matrix(inference), Matrix(training), Vector(layer.MovingMean), Vector(layer.MovingVariance), Matrix(input.grad!),
            Vector(layer.Gamma.grad!), Vector(layer.Beta.grad!));
    }

    /// <summary>A layer with a state.</summary>
    public static BatchNormalization Layer(
        BatchNormalizationConfiguration configuration, ScalarType type, double[] gamma, double[] beta, double[] movingMean, double[] movingVariance)
    {
        var layer = new BatchNormalization("bn", gamma.Length, configuration, type);
        using var withoutGradients = no_grad();
        layer.Gamma.copy_(tensor(gamma, type));
        layer.Beta.copy_(tensor(beta, type));
        layer.MovingMean.copy_(tensor(movingMean, type));
        layer.MovingVariance.copy_(tensor(movingVariance, type));
        return layer;
    }

    /// <summary>A vector's values, widened.</summary>
    public static double[] Vector(Tensor tensor) => tensor.detach().to(ScalarType.Float64).data<double>().ToArray();

    /// <summary>A matrix's values, widened.</summary>
    public static double[,] Matrix(Tensor tensor)
    {
        var values = Vector(tensor.contiguous());
        var result = new double[tensor.shape[0], tensor.shape[1]];
        Buffer.BlockCopy(values, 0, result, 0, values.Length * sizeof(double));
        return result;
    }
}
