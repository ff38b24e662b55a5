using Reproduction.Engines;
using Reproduction.Ensembles;

namespace Reproduction.Cli;

/// <summary>What was asked of <c>reproduce ensemble</c>.</summary>
internal sealed record EnsembleOptions
{
    public required Grid Grid { get; init; }

    /// <summary>The part of the grid to train; null for all of it.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Where finished runs are, and go.</summary>
    public required string ResultsPath { get; init; }

    public DatasetOptions Data { get; init; } = new();

    public EngineOptions Engine { get; init; } = new() { Kind = EngineKind.Portable };

    public bool IsQuiet { get; init; }

    /// <summary>Done when everything is known to be in order, right before the results file is opened.</summary>
    public Action? BeforeTheFirstRun { get; init; }

    /// <summary>How to go on after a stop, as the end of a sentence.</summary>
    public string WhenStopped { get; init; } = "the same command goes on from there";
}
