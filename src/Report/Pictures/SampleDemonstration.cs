using System.Collections.Immutable;

namespace Reproduction.Report.Pictures;

/// <summary>How the values of one feature are distributed, before batch normalization and after it.</summary>
/// <param name="Unit">The unit's number, from 1 on.</param>
/// <param name="Before">Its outputs, one for each example.</param>
/// <param name="After">The same, minus their mean, divided by the root of their variance plus epsilon.</param>
public sealed record FeatureValues(int Unit, ImmutableArray<double> Before, ImmutableArray<double> After);

/// <summary>One network over its first steps, its loss on the batch at hand taken in both modes before each step.</summary>
/// <param name="Training">In training mode, by the batch's own statistics.</param>
/// <param name="Inference">In inference mode, by the moving statistics, for each momentum.</param>
public sealed record WarmUp(ImmutableArray<double> Training, ImmutableArray<(double Momentum, ImmutableArray<double> Losses)> Inference);

/// <summary>What the pages show beside the stored results: a short training on the embedded sample.</summary>
/// <param name="Features">Some units of the first hidden layer.</param>
/// <param name="WarmUp">The first steps.</param>
public sealed record SampleDemonstration(ImmutableArray<FeatureValues> Features, WarmUp WarmUp);
