using System.Collections.Immutable;
using System.Diagnostics;
using Reproduction.Data;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>Trains one run of an ensemble and makes its record, whether it ended well or diverged.</summary>
internal static class RunTrainer
{
    /// <summary>The record; null with a fault when something else than the recipe was at fault.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RunRecord? Train(
        RunKey key,
        Dataset data,
        IEngine engine,
        MachineInfo machine,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellation,
        out RunFault? fault)
    {
        fault = null;
        var clock = Stopwatch.StartNew();
        var rows = new Rows(progress);
        RunRecord Record(ImmutableArray<EpochMetrics> epochs, Metrics? test, string? hash, string? failure) =>
            new(
                key.Recipe,
                key.DatasetName,
                key.DatasetSha256,
                key.Engine,
                key.EngineDescription,
                epochs,
                test,
                hash,
                failure,
                clock.Elapsed,
                machine)
            {
                Probes = key.Recipe.Probes is null ? null : [.. rows.Probes],
            };

        try
        {
            var history = new Trainer(engine).Train(key.Recipe, data, rows, cancellation);
            return Record(history.Epochs, history.Test, history.ParametersSha256, null) with
            {
                Inference = history.Inference is { } figures && double.IsFinite(figures.TrainingLoss) ? figures : null,
            };
        }
        catch (TrainingDivergedException exception)
        {
            return Record([.. rows.Complete], null, null, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever else goes wrong is this run's fault alone: memory, a native library. It may go well the next time, so nothing is stored.
            fault = new(key.Recipe, RunFailure.Of(key.Recipe, rows.Latest, exception));
            return null;
        }
    }

    /// <summary>Keeps the rows as they come: a run that diverges takes its history with it otherwise.</summary>
    private sealed class Rows(IProgress<TrainingProgress> next) : IProgress<TrainingProgress>
    {
        public List<EpochMetrics> Complete { get; } = [];

        public TrainingProgress? Latest { get; private set; }

        public List<ProbeRow> Probes { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Probe is { } probe)
            {
                // News of the state, not of progress.
                Probes.Add(probe);
                return;
            }

            if (value.Row is { } row)
            {
                Complete.Add(row);
            }

            Latest = value;
            next.Report(value);
        }
    }
}
