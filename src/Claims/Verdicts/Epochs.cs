using Reproduction.Ensembles;
using Reproduction.Statistics;

namespace Reproduction.Claims;

/// <summary>How many epochs batch normalization saves.</summary>
internal static class Epochs
{
    /// <summary>
    /// The epochs that the network without batch normalization trained for, minus those after which the network with it has, for the same seed, at least the
    /// training accuracy that the other one ended with; -1 where it never has. Null where there are too few runs.
    /// </summary>
    public static PairedComparison? Saved(EvidenceRuns runs, double learningRate) => runs.Pairs(
        EvidenceRuns.Recipe(false, learningRate: learningRate),
        EvidenceRuns.Recipe(true, learningRate: learningRate),
        (without, with) => (without.Epochs.Length, EpochOf(with, without.Final.Training.Accuracy)));

    private static int EpochOf(RunRecord run, double accuracy) =>
        run.Epochs.FirstOrDefault(row => row.Training.Accuracy >= accuracy)?.Epoch ?? run.Epochs.Length + 1;
}
