using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>What moves the parameters of a network once a backward pass has given each its gradient.</summary>
/// <remarks>
/// A rule of its own is a class that derives from this one. TorchSharp's optimizers are not used: they hand libtorch numbers that may be freed
/// in use (<see cref="OwnedScalar"/>).
/// </remarks>
public abstract class ParameterUpdate : IDisposable
{
    /// <summary>For parameters whose number does not change.</summary>
    protected ParameterUpdate(IEnumerable<Parameter> parameters) => Parameters = [.. parameters];

    /// <summary>What is moved.</summary>
    protected ImmutableArray<Parameter> Parameters { get; }

    /// <summary>Forgets the gradients: the next backward pass then writes its own, and adds to none.</summary>
    public void ForgetGradients()
    {
        foreach (var parameter in Parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Moves every parameter that has a gradient, once.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (Parameters[i].grad is { } gradient)
            {
                Move(i, Parameters[i], gradient);
            }
        }
    }

    /// <summary>Frees what the rule keeps; the parameters belong to the network.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves one parameter, in place; the dispose scope of the step and the absence of gradients are seen to.</summary>
    /// <param name="position">Of the parameter, from 0: the place of what the rule keeps for it.</param>
    /// <param name="parameter">What is moved.</param>
    /// <param name="gradient">Of the loss with respect to it, of its shape.</param>
    protected abstract void Move(int position, Parameter parameter, Tensor gradient);

    /// <summary>Frees what the rule keeps.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Plain stochastic gradient descent, Keras's SGD without momentum: parameter = parameter - learning rate x gradient.</summary>
public sealed class GradientDescent : ParameterUpdate
{
    private readonly OwnedScalar minusLearningRate;

    /// <summary>With a fixed learning rate.</summary>
    public GradientDescent(IEnumerable<Parameter> parameters, double learningRate)
        : base(parameters) => minusLearningRate = new(-learningRate);

    /// <inheritdoc/>
    protected override void Move(int position, Parameter parameter, Tensor gradient) => minusLearningRate.AddMultiple(parameter, gradient);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => minusLearningRate.Dispose();
}
