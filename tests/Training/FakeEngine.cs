using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

/// <summary>An engine that computes nothing and remembers what it was asked: the training loop is seen through it.</summary>
internal sealed class FakeEngine : IEngine
{
    public List<(Examples Examples, int[] Batch)> Steps { get; } = [];

    public List<(Examples Examples, int[] Batch)> Evaluations { get; } = [];

    public List<NetworkParameters> Initials { get; } = [];

    public Func<int, ReadOnlySpan<int>, BatchResult> StepResult { get; init; } = (_, batch) => new(1, 0, batch.Length);

    /// <summary>What a batch gives in inference mode; as many of its first examples are wrong as it says.</summary>
    public Func<ReadOnlySpan<int>, BatchResult> EvaluationResult { get; init; } = batch => new(1, 0, batch.Length);

    public string Name => "fake";

    public string Description => "fake";

    public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate)
    {
        Initials.Add(initial);
        return new FakeNetwork(this);
    }

    private sealed class FakeNetwork(FakeEngine engine) : ITrainingSession
    {
        public BatchResult Step(Examples examples, ReadOnlySpan<int> batch)
        {
            engine.Steps.Add((examples, batch.ToArray()));
            return engine.StepResult(engine.Steps.Count, batch);
        }

        public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null)
        {
            engine.Evaluations.Add((examples, batch.ToArray()));
            var result = engine.EvaluationResult(batch);
            foreach (var position in batch[..(batch.Length - result.CorrectCount)])
            {
                wrong?.Add(position);
            }

            return result;
        }

        public NetworkParameters Export() => new(ImmutableArray<ParameterArray>.Empty);

        public void Dispose()
        {
        }
    }
}
