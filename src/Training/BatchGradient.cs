using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>Mean and biased variance over a batch of each feature that a layer hands on, or takes in.</summary>
/// <param name="Mean">[features].</param>
/// <param name="Variance">[features].</param>
public sealed record FeatureMoments(ImmutableArray<float> Mean, ImmutableArray<float> Variance);

/// <summary>What a batch gives at a state, in training mode.</summary>
/// <param name="MeanLoss">The mean cross-entropy over the batch, in nats.</param>
/// <param name="Gradient">Its derivative with respect to each trainable array, in the layout's order.</param>
/// <param name="Outputs">What each hidden layer hands on, after its ReLU and normalization, and last the logits.</param>
public sealed record BatchGradient(double MeanLoss, ImmutableArray<ParameterArray> Gradient, ImmutableArray<FeatureMoments> Outputs);
