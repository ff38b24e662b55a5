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
public sealed class I02_I03_Keras_training_traces
{
    private const double Tolerance = 1e-5;

    private static readonly ImmutableArray<TracedRun> Runs =
        [.. from trace in KerasTrainingTrace.All() from engine in Enum.GetValues<EngineKind>() select new TracedRun(trace, engine)];

    [TestCaseSource(nameof(Runs))]
    public void Every_step_has_the_loss_that_Keras_had(TracedRun run) =>
        Deviation.Of(run.Result.Steps.Select(step => step.MeanLoss), run.Trace.LossPerStep).Should().BeLessThan(Tolerance);

    [TestCaseSource(nameof(Runs))]
    public void Every_step_has_the_accuracy_that_Keras_had(TracedRun run) =>
        Deviation.Of(run.Result.Steps.Select(step => (double)step.CorrectCount / step.Count), run.Trace.AccuracyPerStep)
            .Should().BeLessThan(Tolerance);

    [TestCaseSource(nameof(Runs))]
    public void All_parameters_and_moving_statistics_end_where_Keras_ended(TracedRun run)
    {
        run.Result.Final.Arrays.Should().HaveSameCount(run.Trace.FinalArrays);
        foreach (var (ours, keras) in run.Result.Final.Arrays.Zip(run.Trace.FinalArrays))
        {
            Deviation.Of(ours.Values.Select(value => (double)value), keras.Select(value => (double)value))
                .Should().BeLessThan(Tolerance, "{0}/{1} is compared", ours.Layer, ours.Name);
        }
    }

    [TestCaseSource(nameof(Runs))]
    public void Inference_after_the_last_step_gives_the_probabilities_that_Keras_gave(TracedRun run) =>
        Deviation.Of(run.Result.Probe.Select(value => (double)value), run.Trace.ProbeSoftmax.Select(value => (double)value))
            .Should().BeLessThan(Tolerance);

    /// <summary>A trace, and what an engine makes of its kernels and batches; trained when it is first asked for.</summary>
    public sealed class TracedRun
    {
        private readonly EngineKind engine;
        private readonly Lazy<(ImmutableArray<BatchResult> Steps, NetworkParameters Final, ImmutableArray<float> Probe)> result;

        internal TracedRun(KerasTrainingTrace trace, EngineKind engine)
        {
            (Trace, this.engine) = (trace, engine);
            result = new(Train);
        }

        internal KerasTrainingTrace Trace { get; }

        internal (ImmutableArray<BatchResult> Steps, NetworkParameters Final, ImmutableArray<float> Probe) Result => result.Value;

        public override string ToString() => $"{Trace}, {engine}";

        private (ImmutableArray<BatchResult> Steps, NetworkParameters Final, ImmutableArray<float> Probe) Train()
        {
            var configuration = new NetworkConfiguration
            {
                InputSize = Trace.LayerSizes[0],
                HiddenSizes = Trace.LayerSizes[1..^1],
                ClassCount = Trace.LayerSizes[^1],
                BatchNormalization = Trace.BatchNormalization
                    ? new() { Epsilon = Trace.BatchNormEpsilon, Momentum = Trace.BatchNormMomentum }
                    : null,
            };
            var initial = Initialization.FromKernels(configuration, Trace.InitialKernels);
            using var network = EngineFactory.Create(engine).Start(configuration, initial, Trace.LearningRate);
            ImmutableArray<BatchResult> steps =
            [
                .. Trace.Batches.Select(batch =>
                {
                    var examples = new Examples(Trace.LayerSizes[0], batch.Input.AsMemory(), batch.Labels.AsMemory());
                    return network.Step(examples, Enumerable.Range(0, examples.Count).ToArray());
                }),
            ];
            return (steps, network.Export(), Probe(network));
        }

        /// <summary>
        /// The probabilities that the network gives to every class, [rows, classes]: a class's cross-entropy is minus the logarithm of its
        /// probability.
        /// </summary>
        private ImmutableArray<float> Probe(ITrainingSession network)
        {
            var (features, classes) = (Trace.LayerSizes[0], Trace.LayerSizes[^1]);
            return
            [
                .. from row in Enumerable.Range(0, Trace.ProbeInput.Length / features)
                   let input = Trace.ProbeInput.AsMemory().Slice(row * features, features)
                   from label in Enumerable.Range(0, classes)
                   select (float)Math.Exp(-network.Evaluate(new Examples(features, input, new[] { (byte)label }), [0]).MeanLoss),
            ];
        }
    }
}
