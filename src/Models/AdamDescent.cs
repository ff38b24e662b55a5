using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>Adam, with tf.keras's epsilon.</summary>
/// <remarks>
/// <code>
/// m = m + (1 - beta1) (g - m);  v = v + (1 - beta2) (g^2 - v)                              0 at first
/// w = w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)                   at step t = 1, 2, ...
/// </code>
/// Source: Kingma and Ba 2015, algorithm 1 in the form of the paragraph before section 2.1, which Keras's optimizers/adam.py computes. torch's Adam
/// adds its epsilon to the corrected root instead.
/// </remarks>
public sealed class AdamDescent : ParameterUpdate
{
    private readonly double learningRate;
    private readonly double beta1;
    private readonly double beta2;
    private readonly OwnedScalar meanWeight;
    private readonly OwnedScalar squareWeight;
    private readonly OwnedScalar epsilon;
    private readonly ImmutableArray<Tensor> means;
    private readonly ImmutableArray<Tensor> squares;
    private readonly long[] stepsOf;

    /// <summary>With a fixed learning rate.</summary>
    /// <param name="parameters">What is moved.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta1">The weight of the old mean of the gradients.</param>
    /// <param name="beta2">The weight of the old mean of the squared gradients.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    public AdamDescent(IEnumerable<Parameter> parameters, double learningRate, double beta1, double beta2, double epsilon)
        : base(parameters)
    {
        (this.learningRate, this.beta1, this.beta2) = (learningRate, beta1, beta2);
        meanWeight = new(1 - beta1);
        squareWeight = new(1 - beta2);
        this.epsilon = new(epsilon);
        means = [.. Parameters.Select(Zeros)];
        squares = [.. Parameters.Select(Zeros)];
        stepsOf = new long[Parameters.Length];
    }

    /// <inheritdoc/>
    protected override void Move(int position, Parameter parameter, Tensor gradient)
    {
        var (mean, square, step) = (means[position], squares[position], ++stepsOf[position]);
        meanWeight.AddMultiple(mean, gradient - mean);
        squareWeight.AddMultiple(square, (gradient * gradient) - square);
        using var minusRate = new OwnedScalar(-learningRate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step)));
        minusRate.AddMultiple(parameter, mean / (square.sqrt() + epsilon));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var owned in means.Concat(squares).Concat<IDisposable>([meanWeight, squareWeight, epsilon]))
        {
            owned.Dispose();
        }
    }

    private static Tensor Zeros(Parameter parameter) => zeros(parameter.shape, parameter.dtype).DetachFromDisposeScope();
}
