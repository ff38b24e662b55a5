using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines;
using Reproduction.Networks;
using Reproduction.Spec.Reference;
using Reproduction.Training;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>
/// From Keras's initial kernels and Keras's batches, the training step of either engine gives Keras's figures: the recipe means what it means there.
/// </summary>
/// <remarks>
/// Tolerance: 1e-5 x max(1, |expected|). Both sides compute in float32, which resolves 6e-8 of 1; the largest sums here have 16 terms, and 40 steps
/// pass each rounding error on. Measured with the traces that come along: at most 3e-7. A wrong epsilon, momentum, variance or learning rate misses
/// by 1e-3 and more.
/// </remarks>
[Claim("I2")]
[Claim("I3")]
[TestFixtureSource(nameof(TracesAndEngines))]
public sealed class I02_I03_Keras_training_traces
{
    private const double Tolerance = 1e-5;

    private readonly KerasTrainingTrace trace;
    private readonly IEngine engine;
    private ImmutableArray<BatchResult> steps;
    private NetworkParameters final = null!;
    private ImmutableArray<float> probe;

    public I02_I03_Keras_training_traces(KerasTrainingTrace trace, EngineKind engine)
    {
        this.trace = trace;
        this.engine = EngineFactory.Create(engine);
    }

    private static IEnumerable<TestFixtureData> TracesAndEngines() =>
        from trace in KerasTrainingTrace.All()
        from engine in Enum.GetValues<EngineKind>()
        select new TestFixtureData(trace, engine);

    private NetworkConfiguration Configuration => new()
    {
        InputSize = trace.LayerSizes[0],
        HiddenSizes = trace.LayerSizes[1..^1],
        ClassCount = trace.LayerSizes[^1],
        BatchNormalization = trace.BatchNormalization
            ? new() { Epsilon = trace.BatchNormEpsilon, Momentum = trace.BatchNormMomentum }
            : null,
    };

    [OneTimeSetUp]
    public void Train()
    {
        var initial = Initialization.FromKernels(Configuration, trace.InitialKernels);
        using var network = engine.Start(Configuration, initial, trace.LearningRate);
        steps = [.. trace.Batches.Select(batch =>
        {
            var examples = new Examples(trace.LayerSizes[0], batch.Input.AsMemory(), batch.Labels.AsMemory());
            return network.Step(examples, Enumerable.Range(0, examples.Count).ToArray());
        })];
        final = network.Export();
        probe = Probe(network);
    }

    [Test]
    public void Every_step_has_the_loss_that_Keras_had() =>
        Deviation.Of(steps.Select(step => step.MeanLoss), trace.LossPerStep).Should().BeLessThan(Tolerance);

    [Test]
    public void Every_step_has_the_accuracy_that_Keras_had() =>
        Deviation.Of(steps.Select(step => (double)step.CorrectCount / step.Count), trace.AccuracyPerStep).Should().BeLessThan(Tolerance);

    [Test]
    public void All_parameters_and_moving_statistics_end_where_Keras_ended()
    {
        final.Arrays.Should().HaveSameCount(trace.FinalArrays);
        foreach (var (ours, keras) in final.Arrays.Zip(trace.FinalArrays))
        {
            Deviation.Of(ours.Values.Select(value => (double)value), keras.Select(value => (double)value))
                .Should().BeLessThan(Tolerance, "{0}/{1} is compared", ours.Layer, ours.Name);
        }
    }

    [Test]
    public void Inference_after_the_last_step_gives_the_probabilities_that_Keras_gave() =>
        Deviation.Of(probe.Select(value => (double)value), trace.ProbeSoftmax.Select(value => (double)value)).Should().BeLessThan(Tolerance);

    /// <summary>
    /// The probabilities that the network gives to every class, [rows, classes]: a class's cross-entropy is minus the logarithm of its probability.
    /// </summary>
    private ImmutableArray<float> Probe(ITrainingSession network)
    {
        var (features, classes) = (trace.LayerSizes[0], trace.LayerSizes[^1]);
        return
        [
            .. from row in Enumerable.Range(0, trace.ProbeInput.Length / features)
               let input = trace.ProbeInput.AsMemory().Slice(row * features, features)
               from label in Enumerable.Range(0, classes)
               select (float)Math.Exp(-network.Evaluate(new Examples(features, input, new[] { (byte)label }), [0]).MeanLoss),
        ];
    }
}
