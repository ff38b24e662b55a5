using System.Collections.Immutable;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>A kind of run that the reference lacks, and the one that it has in its place.</summary>
/// <param name="Ours">Tonight's recipe; its seed is 0.</param>
/// <param name="Theirs">The reference's.</param>
/// <param name="Differences">In what they differ.</param>
internal sealed record OtherRecipe(TrainingRecipe Ours, TrainingRecipe Theirs, ImmutableArray<string> Differences)
{
    /// <summary>Recipes that differ in more than this are other runs, and not a changed recipe.</summary>
    private const int MostDifferences = 2;

    /// <summary>Finds kinds of runs that have become others: a default that was changed must not look like runs that are missing.</summary>
    /// <param name="ours">The kinds that were expected or trained.</param>
    /// <param name="trained">Those of them that were trained.</param>
    /// <param name="theirs">The reference's kinds.</param>
    public static ImmutableArray<OtherRecipe> Find(
        IEnumerable<TrainingRecipe> ours, IReadOnlySet<TrainingRecipe> trained, IReadOnlySet<TrainingRecipe> theirs)
    {
        var replaced = theirs.Where(kind => !trained.Contains(kind)).ToList();
        var found = ImmutableArray.CreateBuilder<OtherRecipe>();
        foreach (var kind in ours.Where(kind => !theirs.Contains(kind)))
        {
            var nearest = replaced.Select(other => new OtherRecipe(kind, other, RecipeDifferences.Of(other, kind)))
                .MinBy(other => other.Differences.Length);
            if (nearest is { Differences.Length: >= 1 and <= MostDifferences })
            {
                replaced.Remove(nearest.Theirs);
                found.Add(nearest);
            }
        }

        return found.ToImmutable();
    }
}
