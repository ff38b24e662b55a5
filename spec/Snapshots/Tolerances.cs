using Reproduction.Claims;

namespace Reproduction.Spec.Snapshots;

/// <summary>The one place where tolerances of approved histories are declared.</summary>
public static class Tolerances
{
    /// <summary>PLACEHOLDER.</summary>
    public static HistoryTolerances OfApprovedHistories { get; } = new(Loss: 0.004, Accuracy: 0.0015, ValidationLoss: 0.012, ValidationAccuracy: 0.004);
}
