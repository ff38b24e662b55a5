namespace Reproduction.Tests.Statistics;

/// <summary>One case for each of R's figures of these quantities.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceRowsAttribute(
    params string[] quantities) : TestCaseSourceAttribute(typeof(Reference), nameof(Reference.Rows), [quantities])
{
    /// <summary>The quantities.</summary>
    public IReadOnlyList<string> Quantities { get; } = quantities;
}
