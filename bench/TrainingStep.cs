using BenchmarkDotNet.Attributes;
using Reproduction.Data;
using Reproduction.Engines;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Bench;

/// <summary>One training step of the notebook's network, in three ways, on one core: the examples of a batch in, the parameters changed.</summary>
/// <remarks>Every step takes the next batch of a shuffled order, as in training; the same batch again and again would stay in the cache.</remarks>
public class TrainingStep : IDisposable
{
    private ITrainingSession network = null!;
    private IdiomaticLoop idiomatic = null!;
    private int[] order = [];
    private int position;

    /// <summary>The number of examples in a step.</summary>
    [Params(16, 32, 64, 256)]
    public int Batch { get; set; }

    /// <summary>Whether batch normalization stands after the hidden layers.</summary>
    [Params(true, false)]
    public bool Normalized { get; set; }

    /// <summary>Whether no input is 0: at batch size 32 alone, to show what skipping zeros is worth.</summary>
    [Params(false, true)]
    public bool Dense { get; set; }

    private Examples Training => BenchData.Training(Dense);

    private NetworkConfiguration Configuration => new() { BatchNormalization = Normalized ? BatchNormalizationConfiguration.Keras : null };

    private ReadOnlySpan<int> NextBatch
    {
        get
        {
            position = position + Batch > order.Length ? 0 : position;
            position += Batch;
            return order.AsSpan(position - Batch, Batch);
        }
    }

    /// <summary>The yardstick's network.</summary>
    [GlobalSetup(Target = nameof(Idiomatic))]
    public void SetUpIdiomatic()
    {
        Shuffle();
        LibTorch.Load(Numerics.Native);
        idiomatic = new(Training, Normalized);
    }

    /// <summary>torch's network.</summary>
    [GlobalSetup(Target = nameof(Torch))]
    public void SetUpTorch() => SetUp(EngineKind.Torch);

    /// <summary>The portable engine's network.</summary>
    [GlobalSetup(Target = nameof(Portable))]
    public void SetUpPortable() => SetUp(EngineKind.Portable);

    /// <summary>Gives the native memory back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        network?.Dispose();
        idiomatic?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sequential, cross_entropy, backward, SGD.step, with TorchSharp's own layers.</summary>
    [Benchmark(Baseline = true)]
    public float Idiomatic() => idiomatic.Step(NextBatch);

    /// <summary>The engine torch.</summary>
    [Benchmark]
    public double Torch() => network.Step(Training, NextBatch).MeanLoss;

    /// <summary>The engine portable.</summary>
    [Benchmark]
    public double Portable() => network.Step(Training, NextBatch).MeanLoss;

    private void SetUp(EngineKind kind)
    {
        Shuffle();
        var configuration = Configuration;
        network = EngineFactory.Create(kind, Numerics.Native)
            .Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.01);
    }

    private void Shuffle()
    {
        order = new EpochOrder(Training.Count, new Pcg32(1, Trainer.ShuffleStream)).Next().ToArray();
        position = 0;
    }
}
