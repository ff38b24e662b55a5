using System.Collections.Immutable;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>When a run is looked into on its way: at step 0, and again every so many steps. Looking changes no figure of the run.</summary>
/// <param name="Every">Steps from one probe to the next, at least 1.</param>
/// <param name="Until">No probe after so many steps, at least 0.</param>
public sealed record ProbeSchedule(int Every, int Until)
{
    /// <summary>Whether the state after a number of steps is looked at.</summary>
    public bool IsDue(long stepsDone) => stepsDone <= Until && stepsDone % Every == 0;

    /// <summary>Refuses what is no schedule.</summary>
    /// <exception cref="InvalidConfigurationException">A number is too small.</exception>
    public void Validate() => InvalidConfigurationException.ThrowUnless(
        Every >= 1 && Until >= 0, $"Probes are taken every 1 or more steps, until step 0 or later; received every {Every} until {Until}.");
}

/// <summary>What a probe found; null for a figure that single precision does not hold.</summary>
/// <param name="Step">The steps done before: the state that the next step starts from.</param>
/// <param name="Loss">Of the next batch, before its step, in training mode.</param>
/// <param name="Gradient">The Euclidean norm of its gradient with respect to all trainable parameters.</param>
/// <param name="Along">The same batch after a step of each length against this gradient, by <see cref="Probe.Lengths"/>.</param>
/// <param name="Layers">The dense layers from the input on, the last of which gives the logits.</param>
public sealed record ProbeRow(int Step, float? Loss, float? Gradient, ImmutableArray<ProbePoint> Along, ImmutableArray<ProbeLayer> Layers);

/// <summary>A point along the gradient.</summary>
/// <param name="Loss">There.</param>
/// <param name="Change">The Euclidean distance of the gradient there from that where the step began.</param>
public sealed record ProbePoint(float? Loss, float? Change);

/// <summary>A layer on the first 500 validation images, in training mode; its gradient is that of the next batch.</summary>
/// <param name="Output">The root mean square of what it hands on, after ReLU and normalization, over images and features.</param>
/// <param name="Gradient">The Euclidean norm of the gradient with respect to its kernel.</param>
/// <param name="Shift">
/// How far the features' means and standard deviations have moved since the probe before: the root of their squared changes, added up over the
/// features, over the root of the sum of the variances then; null for the first probe.
/// </param>
public sealed record ProbeLayer(float? Output, float? Gradient, float? Shift);
