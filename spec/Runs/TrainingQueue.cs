using Reproduction.Data;
using Reproduction.Engines.Torch;
using Reproduction.Training;

namespace Reproduction.Spec.Runs;

/// <summary>
/// One queue for all runs that the specs of a test process ask for: the longest first, each trained once, as many at a time as there are processors.
/// Who asks for fewer epochs of a run that is there, or waits, is answered from its first rows. Nothing depends on the order of the specs: a run's
/// figures depend neither on what runs beside it nor on how many epochs follow.
/// </summary>
/// <param name="workers">How many runs at a time.</param>
/// <param name="gathering">
/// How long the workers wait before the first run: specs start side by side, and the longest run that they ask for goes first.
/// </param>
internal sealed class TrainingQueue(int workers, TimeSpan gathering)
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private int started;

    /// <summary>Trains, or waits for who does; the outcomes in the order of the recipes.</summary>
    public IReadOnlyList<RunOutcome> Train(IEngine engine, Dataset data, IReadOnlyList<TrainingRecipe> recipes)
    {
        List<Entry> asked;
        lock (gate)
        {
            asked = [.. recipes.Select(recipe => Find(engine, data, recipe))];
            for (; started < workers && entries.Any(entry => !entry.IsStarted); started++)
            {
                // Threads of their own, for the process: the tests' own threads wait here.
                new Thread(Work) { Name = $"training queue {started + 1}", IsBackground = true }.Start();
            }
        }

        return [.. asked.Zip(recipes, (entry, recipe) => Answer(entry.Outcome.Task.GetAwaiter().GetResult(), engine, data, recipe))];
    }

    /// <summary>
    /// The run that will answer: one as long or longer, one that waits and can be made longer, or a new one. A longer one that failed answers
    /// nothing.
    /// </summary>
    private Entry Find(IEngine engine, Dataset data, TrainingRecipe recipe)
    {
        var same = entries.Where(entry => entry.Engine.Name == engine.Name && ReferenceEquals(entry.Data, data)
            && entry.Recipe with { Epochs = recipe.Epochs } == recipe)
            .ToList();
        var found = same.Find(entry => entry.Recipe.Epochs == recipe.Epochs)
            ?? same.Find(entry => entry.Recipe.Epochs > recipe.Epochs && !entry.HasFailed)
            ?? same.Find(entry => !entry.IsStarted);
        if (found is null)
        {
            entries.Add(found = new(engine, data, recipe));
        }
        else if (found.Recipe.Epochs < recipe.Epochs)
        {
            found.Recipe = recipe;
        }

        return found;
    }

    private RunOutcome Answer(RunOutcome outcome, IEngine engine, Dataset data, TrainingRecipe recipe) =>
        outcome.Recipe.Epochs == recipe.Epochs ? outcome
        : outcome.History is { } longer ? new(recipe, FirstRows(longer, recipe), Failure: null)
        : Train(engine, data, [recipe])[0];

    /// <summary>What the shorter run would have given, but for what is taken after its last epoch, which nobody knows.</summary>
    private static TrainingHistory FirstRows(TrainingHistory longer, TrainingRecipe recipe) =>
        longer with
        {
            Recipe = recipe,
            Epochs = longer.Epochs[..recipe.Epochs],
            Test = null,
            Inference = null,
            ParametersSha256 = "unknown: the first rows of a longer run",
        };

    private void Work()
    {
        Thread.Sleep(gathering);
        while (true)
        {
            Entry? next;
            lock (gate)
            {
                next = entries.Where(entry => !entry.IsStarted).MaxBy(entry => entry.Cost);
                if (next is null)
                {
                    started--;
                    return;
                }

                next.IsStarted = true;
            }

            try
            {
                next.Outcome.SetResult(ParallelTraining.Train([next.Recipe], next.Data, next.Engine, parallelism: 1)[0]);
            }
            catch (Exception exception)
            {
                next.Outcome.SetException(exception);
            }
        }
    }

    private sealed class Entry(IEngine engine, Dataset data, TrainingRecipe recipe)
    {
        public IEngine Engine => engine;

        public Dataset Data => data;

        /// <summary>As it will be trained, or was: its epochs grow with what is asked until it starts.</summary>
        public TrainingRecipe Recipe { get; set; } = recipe;

        public bool IsStarted { get; set; }

        public TaskCompletionSource<RunOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasFailed => Outcome.Task.IsCompleted && (Outcome.Task.IsFaulted || Outcome.Task.Result.History is null);

        /// <summary>Relative duration; torch takes about four times the portable engine's (make bench).</summary>
        public double Cost => RunCost.Of(Recipe) * data.Training.Count * (engine is TorchEngine ? 4 : 1);
    }
}
