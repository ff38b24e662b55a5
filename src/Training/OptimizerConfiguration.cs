using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>How the parameters follow their gradients; the learning rate stands in the recipe.</summary>
/// <remarks>
/// <code>
/// g   the gradient of the batch's mean loss;  w  a parameter;  t  the step, from 1
/// </code>
/// Defaults and semantics are tf.keras's (optimizers/sgd.py, optimizers/adam.py). What a rule keeps for each parameter starts at 0.
/// </remarks>
public abstract record OptimizerConfiguration
{
    /// <summary>Every optimizer that has a name of its own, with the settings that go with the name.</summary>
    public static ImmutableArray<OptimizerConfiguration> All { get; } =
    [
        new SgdConfiguration(),
        new SgdConfiguration { Momentum = 0.9 },
        new SgdConfiguration { Momentum = 0.9, IsNesterov = true },
        new AdamConfiguration(),
    ];

    /// <summary>Its name in options, grids and results: <c>sgd</c>, <c>momentum</c>, <c>nesterov</c> or <c>adam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>For people, in titles: <c>SGD</c>, <c>momentum 0.9</c>, <c>Nesterov momentum 0.9</c> or <c>Adam</c>.</summary>
    public abstract string Title { get; }

    /// <summary>Refuses values outside their ranges.</summary>
    /// <exception cref="InvalidConfigurationException">Says which value, what was received and what is accepted.</exception>
    public abstract void Validate();
}

/// <summary>Stochastic gradient descent, plain or with momentum.</summary>
/// <remarks><code>
/// momentum 0    w = w - rate g
/// momentum      v = momentum v - rate g;  w = w + v
/// Nesterov      v = momentum v - rate g;  w = w + momentum v - rate g
/// </code></remarks>
public sealed record SgdConfiguration : OptimizerConfiguration
{
    /// <summary>The weight of the last step's velocity, from 0 to below 1; 0 for plain descent. Not batch normalization's momentum.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the parameters run ahead by one more step of their velocity (Nesterov 1983; Sutskever et al. 2013).</summary>
    public bool IsNesterov { get; init; }

    /// <summary>Whether this is plain gradient descent, the notebook's.</summary>
    public bool IsPlain => Momentum == 0;

    /// <inheritdoc/>
    public override string Name => IsPlain ? "sgd" : IsNesterov ? "nesterov" : "momentum";

    /// <inheritdoc/>
    public override string Title =>
        IsPlain ? "SGD" : string.Create(CultureInfo.InvariantCulture, $"{(IsNesterov ? "Nesterov momentum" : "momentum")} {Momentum:R}");

    /// <inheritdoc/>
    public override void Validate()
    {
        InvalidConfigurationException.ThrowUnless(
            Momentum >= 0 && (float)Momentum < 1, $"The optimizer's momentum must be from 0 to below 1; received {Momentum}.");
        InvalidConfigurationException.ThrowUnless(!IsNesterov || !IsPlain, $"Nesterov's rule needs a momentum above 0; received {Momentum}.");
    }
}

/// <summary>Adam (Kingma and Ba 2015), with the epsilon of the text before its algorithm 1, as tf.keras has it.</summary>
/// <remarks><code>
/// m = m + (1 - beta1) (g - m);  v = v + (1 - beta2) (g^2 - v)
/// w = w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
/// </code></remarks>
public sealed record AdamConfiguration : OptimizerConfiguration
{
    /// <summary>The weight of the old mean of the gradients, from 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The weight of the old mean of the squared gradients, from 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the square root. Greater than 0.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override string Title => this == new AdamConfiguration()
        ? "Adam"
        : string.Create(CultureInfo.InvariantCulture, $"Adam (beta1 {Beta1:R}, beta2 {Beta2:R}, epsilon {Epsilon:R})");

    /// <inheritdoc/>
    public override void Validate()
    {
        InvalidConfigurationException.ThrowUnless(Beta1 >= 0 && (float)Beta1 < 1, $"Adam's beta1 must be from 0 to below 1; received {Beta1}.");
        InvalidConfigurationException.ThrowUnless(Beta2 >= 0 && (float)Beta2 < 1, $"Adam's beta2 must be from 0 to below 1; received {Beta2}.");
        SinglePrecision.RequirePositive(Epsilon, "Adam's epsilon");
    }
}
