using System.Collections.Immutable;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>How far an ensemble is.</summary>
/// <param name="Total">The runs of the grid.</param>
/// <param name="Finished">Those that are stored: by this pass, by earlier ones, by other processes.</param>
/// <param name="Diverged">Those that this pass saw diverge; they are among the finished.</param>
/// <param name="Running">The runs under way in this process, longest under way first.</param>
/// <param name="WorkDone">The part of the grid that is done, runs weighed by <see cref="RunCost"/>; 0 to 1.</param>
/// <param name="Elapsed">Since this pass began.</param>
/// <param name="TimeLeft">What is left at this pass's rate so far; null before there is a rate.</param>
/// <param name="Latest">The run whose end this is the news of; null when it is the news of a step.</param>
public sealed record EnsembleProgress(
    int Total,
    int Finished,
    int Diverged,
    ImmutableArray<TrainingProgress> Running,
    double WorkDone,
    TimeSpan Elapsed,
    TimeSpan? TimeLeft,
    RunRecord? Latest);
