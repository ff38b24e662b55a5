using System.Collections.Immutable;

namespace Reproduction.Claims;

/// <summary>How far each figure of a history may lie from the approved one on another machine.</summary>
public sealed record HistoryTolerances
{
    private readonly ImmutableDictionary<(string Column, string Epoch), double> cells;

    private HistoryTolerances(ImmutableDictionary<(string Column, string Epoch), double> cells) => this.cells = cells;

    /// <summary>Nothing is tolerated, and the parameters' hash has to be equal too: for an engine that gives the same bits everywhere.</summary>
    public static HistoryTolerances None { get; } = new(ImmutableDictionary<(string Column, string Epoch), double>.Empty) { ComparesHash = true };

    /// <summary>Whether the parameters' hash decides. Where figures are tolerated it cannot: it differs as soon as one bit does.</summary>
    public bool ComparesHash { get; private init; }

    /// <summary>The tolerance of a figure, in its column's units; 0 for one that was given none.</summary>
    public double this[string column, string epoch] => cells.GetValueOrDefault((column, epoch));

    /// <summary>A tolerance for each figure: column, epoch and how far it may be off.</summary>
    public static HistoryTolerances Of(IEnumerable<(string Column, int Epoch, double Tolerance)> tolerances) =>
        new(tolerances.ToImmutableDictionary(one => (one.Column, FormattableString.Invariant($"{one.Epoch}")), one => one.Tolerance));
}
