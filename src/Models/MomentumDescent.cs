using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>Stochastic gradient descent with momentum, Keras's SGD with momentum above 0.</summary>
/// <remarks>
/// <code>
/// v = momentum v - rate g                     0 at first
/// w = w + v                                   or, with Nesterov's rule,  w = w + momentum v - rate g
/// </code>
/// Source: Keras's optimizers/sgd.py; Sutskever et al. 2013, section 2. torch keeps v divided by -rate, which is the same while the rate stays.
/// </remarks>
public sealed class MomentumDescent : ParameterUpdate
{
    private readonly bool isNesterov;
    private readonly OwnedScalar minusLearningRate;
    private readonly OwnedScalar momentum;
    private readonly OwnedScalar one = new(1);
    private readonly ImmutableArray<Tensor> velocities;

    /// <summary>With a fixed learning rate.</summary>
    /// <param name="parameters">What is moved.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">The weight of the last step's velocity.</param>
    /// <param name="isNesterov">Whether the parameters run ahead by one more step of their velocity.</param>
    public MomentumDescent(IEnumerable<Parameter> parameters, double learningRate, double momentum, bool isNesterov)
        : base(parameters)
    {
        this.isNesterov = isNesterov;
        minusLearningRate = new(-learningRate);
        this.momentum = new(momentum);
        velocities = [.. Parameters.Select(parameter => zeros(parameter.shape, parameter.dtype).DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    protected override void Move(int position, Parameter parameter, Tensor gradient)
    {
        var velocity = velocities[position];
        momentum.Scale(velocity);
        minusLearningRate.AddMultiple(velocity, gradient);
        (isNesterov ? momentum : one).AddMultiple(parameter, velocity);
        if (isNesterov)
        {
            minusLearningRate.AddMultiple(parameter, gradient);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var owned in velocities.Concat<IDisposable>([minusLearningRate, momentum, one]))
        {
            owned.Dispose();
        }
    }
}
