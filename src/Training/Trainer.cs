using System.Collections.Immutable;
using System.Diagnostics;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>Trains one network: a recipe and data in, a history out.</summary>
public sealed class Trainer
{
    /// <summary>The stream of the generator that shuffles the training examples before every epoch.</summary>
    public const ulong ShuffleStream = 2;

    /// <summary>Validation reads this many examples at a time. In inference mode no example influences another.</summary>
    internal const int EvaluationBatchSize = 500;

    /// <summary>Progress is told after every so many steps, and after every epoch.</summary>
    private const int StepsBetweenReports = 25;

    /// <summary>
    /// The largest scale of the stored results: where a run from larger weights leaves the finite numbers, no learning rate saves it.
    /// </summary>
    private const double LargestUsefulScale = 30;

    private readonly IEngine engine;

    /// <summary>A trainer that computes with an engine.</summary>
    public Trainer(IEngine engine) => this.engine = engine;

    /// <summary>Trains a network from its initial state through all epochs.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="data">On what.</param>
    /// <param name="progress">Is told how far the run is, on the run's own thread; null for silence.</param>
    /// <param name="cancellation">Is looked at before every step.</param>
    /// <exception cref="InvalidConfigurationException">The recipe cannot be trained, alone or on these data.</exception>
    /// <exception cref="TrainingDivergedException">A loss is no longer a finite number.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingHistory Train(
        TrainingRecipe recipe, Dataset data, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Validate(data);
        var clock = Stopwatch.StartNew();
        var initial = Initialization.GlorotUniform(recipe.Network, recipe.Seed, recipe.InitialScale);
        using var network = engine.Start(recipe.Network, initial, recipe.LearningRate, recipe.Optimizer);
        var order = new EpochOrder(data.Training.Count, new Pcg32(recipe.Seed, ShuffleStream));
        var stepsPerEpoch = Batches.CountOf(data.Training.Count, recipe.BatchSize);
        var rows = ImmutableArray.CreateBuilder<EpochMetrics>(recipe.Epochs);
        var probe = new Probe(engine, recipe, data);
        var (validationCorrect, wrongInValidation, wrongInTest) = (0, new List<int>(), new List<int>());

        for (var epoch = 1; epoch <= recipe.Epochs; epoch++)
        {
            var average = default(RunningAverage);
            var step = 0;
            foreach (var batch in new Batches(order.Next(), recipe.BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                var stepsDone = ((epoch - 1L) * stepsPerEpoch) + step;
                if (recipe.Probes?.IsDue(stepsDone) == true && progress is not null)
                {
                    progress.Report(new(recipe, epoch, step, stepsPerEpoch, average.Metrics.Loss, clock.Elapsed)
                    {
                        Probe = probe.Look(network.Export(), (int)stepsDone, batch),
                    });
                }

                step++;
                var result = network.Step(data.Training, batch);
                RequireFinite(result.MeanLoss, recipe, epoch, "training loss", step);
                average.Add(result);
                if (step % StepsBetweenReports == 0)
                {
                    progress?.Report(new(recipe, epoch, step, stepsPerEpoch, average.Metrics.Loss, clock.Elapsed));
                }
            }

            wrongInValidation.Clear();
            var evaluated = Evaluate(network, data.Validation, cancellation, wrongInValidation);
            var validation = evaluated.Metrics;
            validationCorrect = evaluated.CorrectCount;
            RequireFinite(validation.Loss, recipe, epoch, "validation loss", stepsPerEpoch);
            rows.Add(new(epoch, average.Metrics, validation));
            progress?.Report(new(recipe, epoch, stepsPerEpoch, stepsPerEpoch, average.Metrics.Loss, clock.Elapsed, rows[^1]));
        }

        RunningAverage? test = data.Test is { } images ? Evaluate(network, images, cancellation, wrongInTest) : null;
        if (test is { } tested && !double.IsFinite(tested.Metrics.Loss))
        {
            throw new TrainingDivergedException(FormattableString.Invariant(
                $"{recipe.Title} diverged: the test loss is {tested.Metrics.Loss} after the last epoch."));
        }

        var training = Evaluate(network, data.Training, cancellation);
        var trained = network.Export();
        var recomputed = WithRecomputedStatistics(recipe, trained, data, cancellation);
        return new(recipe, data.Name, engine.Name, rows.MoveToImmutable(), test?.Metrics, trained.Sha256(), clock.Elapsed)
        {
            Inference = new(training.Metrics.Loss, training.Metrics.Accuracy, training.CorrectCount, validationCorrect, test?.CorrectCount)
            {
                Wrong = new([.. wrongInValidation], test is null ? null : [.. wrongInTest]),
                Recomputed = recomputed,
            },
        };
    }

    private Metrics? WithRecomputedStatistics(TrainingRecipe recipe, NetworkParameters trained, Dataset data, CancellationToken cancellation)
    {
        if (RecomputedStatistics.Of(engine, recipe.Network, trained, data.Training, cancellation) is not { } state)
        {
            return null;
        }

        using var network = engine.Start(recipe.Network, state, recipe.LearningRate);
        var metrics = Evaluate(network, data.Validation, cancellation).Metrics;
        return double.IsFinite(metrics.Loss) ? metrics : null;
    }

    private static RunningAverage Evaluate(
        ITrainingSession network, Examples examples, CancellationToken cancellation, List<int>? wrong = null)
    {
        var average = default(RunningAverage);
        var positions = Enumerable.Range(0, examples.Count).ToArray();
        foreach (var batch in new Batches(positions, EvaluationBatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            average.Add(network.Evaluate(examples, batch, wrong));
        }

        return average;
    }

    private static void RequireFinite(double loss, TrainingRecipe recipe, int epoch, string what, int step)
    {
        if (!double.IsFinite(loss))
        {
            var advice = recipe.InitialScale > LargestUsefulScale
                ? FormattableString.Invariant($"an initial scale below {recipe.InitialScale}")
                : FormattableString.Invariant($"a learning rate below {recipe.LearningRate}");
            throw new TrainingDivergedException(
                FormattableString.Invariant($"{recipe.Title} diverged: the {what} is {loss} at epoch {epoch}, step {step}; try {advice}."));
        }
    }
}
