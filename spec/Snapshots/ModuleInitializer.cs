using System.Runtime.CompilerServices;
using Reproduction.Claims;

namespace Reproduction.Spec.Snapshots;

/// <summary>How this assembly compares with approved files: in snapshots/, by figures where texts are histories, exactly everywhere else.</summary>
public static class ModuleInitializer
{
    [ModuleInitializer]
    public static void Initialize()
    {
        UseProjectRelativeDirectory("../snapshots");
        VerifierSettings.RegisterStringComparer("txt", Compare);
        DiffEngine.DiffRunner.Disabled = true;
    }

    private static Task<CompareResult> Compare(string received, string verified, IReadOnlyDictionary<string, object> context)
    {
        var commands = Commands.Of(TestContext.CurrentContext.Test);
        if (ApprovedHistory.Read(verified) is not { } approved || HistoryComparison.Of(received, verified, Tolerances.Of(approved)) is not { } comparison)
        {
            return Task.FromResult(CompareResult.NotEqual($"The texts differ; this one is compared exactly.\n\nreceived:\n{received}\n\napproved:\n{verified}\n\n{commands}"));
        }

        if (!comparison.IsTolerated)
        {
            return Task.FromResult(CompareResult.NotEqual($"{comparison.Explain()}\n{commands}"));
        }

        TestContext.Out.WriteLine(comparison.Describe());
        return Task.FromResult(CompareResult.Equal);
    }
}
