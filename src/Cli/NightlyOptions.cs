using System.Collections.Immutable;
using Reproduction.Engines;

namespace Reproduction.Cli;

/// <summary>What was asked of <c>reproduce nightly</c>.</summary>
internal sealed record NightlyOptions
{
    public required string ReferencePath { get; init; }

    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>Runs trained elsewhere; null to train them.</summary>
    public string? RunsPath { get; init; }

    public required string OutputFolder { get; init; }

    public DatasetOptions Data { get; init; } = new();

    public EngineOptions Engine { get; init; } = new() { Kind = EngineKind.Portable };

    public bool IsQuiet { get; init; }
}
