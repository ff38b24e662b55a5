using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Reproduction.Claims;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Snapshots;

/// <summary>How this assembly compares with approved files: in snapshots/, by figures where texts are histories, exactly everywhere else.</summary>
public static class ModuleInitializer
{
    [ModuleInitializer]
    public static void Initialize()
    {
        UseProjectRelativeDirectory("../snapshots");
        VerifierSettings.RegisterStringComparer("txt", Compare);
        VerifierSettings.RegisterStringComparer("svg", ComparePictures);
        DiffEngine.DiffRunner.Disabled = true;
    }

    /// <summary>Pictures are exact; called where they differ. Their text would tell nobody anything.</summary>
    private static Task<CompareResult> ComparePictures(string received, string verified, IReadOnlyDictionary<string, object> context) =>
        Task.FromResult(CompareResult.NotEqual(
            "Another picture: open both files. It is drawn from approved tables and changes with them.\n"
                + $"{Commands.Of(TestContext.CurrentContext.Test)}"));

    private static Task<CompareResult> Compare(string received, string verified, IReadOnlyDictionary<string, object> context)
    {
        var commands = Commands.Of(TestContext.CurrentContext.Test);
        if (ApprovedHistory.Read(verified) is not { } approved
            || HistoryComparison.Of(received, verified, Tolerances.Of(approved)) is not { } comparison)
        {
            return Task.FromResult(CompareResult.NotEqual(
                $"The texts differ; this one is compared exactly.\n\nreceived:\n{received}\n\napproved:\n{verified}\n\n{commands}"));
        }

        if (!comparison.IsTolerated)
        {
            var judgement = HistoryJudgement.Of(received, verified, Tolerances.Of(approved), new(StoredEvidence.Portable));
            return Task.FromResult(CompareResult.NotEqual($"{judgement?.Explain()}\n{comparison.Explain()}\n{commands}"));
        }

        // The error stream reaches whoever runs `dotnet test`, whatever the verbosity; output of a test that passes does not.
        var promised = RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? " x86-64 processors with pinned numerics are expected to agree to the bit: either the code has changed, "
                + "or that expectation is wrong here."
            : string.Empty;
        TestContext.Error.WriteLine(
            $"Warning: {TestContext.CurrentContext.Test.Arguments.FirstOrDefault()} has other bits than the approved "
                + $"one. {comparison.Describe()}{promised}\n{commands.Split('\n')[0]}");
        return Task.FromResult(CompareResult.Equal);
    }
}
