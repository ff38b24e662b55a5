using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Spec.Runs;

/// <summary>The queue gives every spec the figures that a run of its own would have.</summary>
[Claim("I3")]
public sealed class TrainingQueueSpec
{
    private static readonly Examples Examples = new(2, new float[16], new byte[] { 0, 1, 0, 1, 0, 1, 0, 1 });
    private static readonly Dataset Data = new("sample", "zeros", "a spec", Examples, Examples);
    private static readonly TrainingRecipe Recipe = new()
    {
        Network = new() { InputSize = 2, HiddenSizes = [3], ClassCount = 2 },
        BatchSize = 8,
        Epochs = 4,
    };

    [Test]
    public void A_run_trains_once_for_all_who_ask_and_the_longest_goes_first()
    {
        var engine = new CountingEngine();
        var queue = new TrainingQueue(workers: 1, TimeSpan.FromMilliseconds(200));

        var outcomes = queue.Train(engine, Data, [Recipe with { Epochs = 2 }, Recipe with { Seed = 2, Epochs = 9 }, Recipe]);
        var again = queue.Train(engine, Data, [Recipe]);

        engine.Steps.Should().Equal([9, 4], "the run of two epochs is part of that of four, and the longest goes first");
        outcomes.Select(outcome => outcome.History!.Epochs.Length).Should().Equal(2, 9, 4);
        outcomes[0].Recipe.Epochs.Should().Be(2);
        outcomes[0].History!.ParametersSha256.Should().StartWith("unknown", "nobody saw the parameters after its last epoch");
        again[0].History!.Epochs.Should().Equal(outcomes[2].History!.Epochs);
    }

    [Test]
    public void A_longer_run_that_failed_answers_for_no_shorter_one()
    {
        var engine = new CountingEngine { DivergesAtStep = 3 };
        var queue = new TrainingQueue(workers: 2, TimeSpan.Zero);

        queue.Train(engine, Data, [Recipe])[0].Failure!.Line.Should().Contain("diverged");
        queue.Train(engine, Data, [Recipe with { Epochs = 2 }])[0].History!.Epochs.Should().HaveCount(2);
    }

    /// <summary>Counts the steps of each of its networks, and gives a loss that is the number of the step.</summary>
    private sealed class CountingEngine : IEngine
    {
        private readonly List<Session> sessions = [];

        public int DivergesAtStep { get; init; } = int.MaxValue;

        public IEnumerable<int> Steps => sessions.Select(session => session.Steps);

        public string Name => "counting";

        public string Description => "counting";

        public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate)
        {
            sessions.Add(new(DivergesAtStep));
            return sessions[^1];
        }

        private sealed class Session(int divergesAtStep) : ITrainingSession
        {
            public int Steps { get; private set; }

            public BatchResult Step(Examples examples, ReadOnlySpan<int> batch) =>
                new(++Steps == divergesAtStep ? double.NaN : Steps, 1, batch.Length);

            public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null) => new(1, 1, batch.Length);

            public NetworkParameters Export() => new([]);

            public void Dispose()
            {
            }
        }
    }
}
