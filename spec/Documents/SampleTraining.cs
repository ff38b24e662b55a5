using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Networks;
using Reproduction.Report.Pictures;
using Reproduction.Training;

namespace Reproduction.Spec.Documents;

/// <summary>The short training on the embedded sample that the pages show: by the portable engine, so that it is the same on every machine.</summary>
internal static class SampleTraining
{
    private const int Steps = 600;
    private const int BatchSize = 32;
    private const double LearningRate = 0.01;
    private const int UnitCount = 8;

    private static readonly Dataset Data = Sample.Load();

    /// <summary>Trains for a few steps and looks.</summary>
    public static SampleDemonstration Run()
    {
        var notebook = Train(momentum: 0.99);
        return new(
            Features(notebook.Final),
            new(notebook.Training, [(0.99, notebook.Inference), (0.9, Train(momentum: 0.9).Inference)]));
    }

    /// <summary>The loss of each batch before its step, in both modes, and the parameters after the last step.</summary>
    private static (ImmutableArray<double> Training, ImmutableArray<double> Inference, NetworkParameters Final) Train(double momentum)
    {
        var configuration = new NetworkConfiguration { BatchNormalization = new() { Momentum = momentum } };
        using var network = new PortableEngine().Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), LearningRate);
        var order = new EpochOrder(Data.Training.Count, new Pcg32(1, Trainer.ShuffleStream));
        var training = ImmutableArray.CreateBuilder<double>(Steps);
        var inference = ImmutableArray.CreateBuilder<double>(Steps);
        while (training.Count < Steps)
        {
            foreach (var batch in new Batches(order.Next(), BatchSize))
            {
                if (training.Count < Steps)
                {
                    inference.Add(network.Evaluate(Data.Training, batch).MeanLoss);
                    training.Add(network.Step(Data.Training, batch).MeanLoss);
                }
            }
        }

        return (training.ToImmutable(), inference.ToImmutable(), network.Export());
    }

    /// <summary>
    /// Units from the narrowest distribution to the widest, evenly by rank, of those that are active for at least half of the images.
    /// </summary>
    private static ImmutableArray<FeatureValues> Features(NetworkParameters parameters)
    {
        var kernel = parameters[LayerNames.Hidden(1), "kernel"];
        var bias = parameters[LayerNames.Hidden(1), "bias"];
        var units = Enumerable.Range(0, bias.Length)
            .Select(unit => Normalized(
                unit + 1, [.. Enumerable.Range(0, Data.Validation.Count).Select(i => Output(Data.Validation.Input(i), kernel, bias, unit))]))
            .Where(feature => feature.Values.Before.Count(value => value > 0) >= Data.Validation.Count / 2)
            .OrderBy(feature => feature.Variance)
            .ToList();
        return [.. Enumerable.Range(0, UnitCount).Select(i => units[i * (units.Count - 1) / (UnitCount - 1)].Values)];
    }

    /// <summary>max(0, x W + b) for one example and one unit.</summary>
    private static double Output(ReadOnlySpan<float> input, ImmutableArray<float> kernel, ImmutableArray<float> bias, int unit)
    {
        double sum = bias[unit];
        for (var i = 0; i < input.Length; i++)
        {
            sum += (double)input[i] * kernel[(i * bias.Length) + unit];
        }

        return Math.Max(0, sum);
    }

    private static (double Variance, FeatureValues Values) Normalized(int unit, ImmutableArray<double> values)
    {
        var mean = values.Average();
        var variance = values.Average(value => (value - mean) * (value - mean));
        return (
            variance,
            new(unit, values, [.. values.Select(value => (value - mean) / Math.Sqrt(variance + BatchNormalizationConfiguration.Keras.Epsilon))]));
    }
}
