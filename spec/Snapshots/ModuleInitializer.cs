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

    // The error stream reaches whoever runs `dotnet test`, whatever the verbosity; output of a test that passes does not.
    private static Task<CompareResult> Compare(string received, string verified, IReadOnlyDictionary<string, object> context) =>
        Task.FromResult(Compare(received, verified, TestContext.CurrentContext.Test, TestContext.Error));

    /// <summary>Histories by their figures, other texts exactly.</summary>
    /// <param name="received">What was computed.</param>
    /// <param name="verified">What was approved.</param>
    /// <param name="test">Who asks, for the commands of the message.</param>
    /// <param name="warnings">Is told where figures pass by tolerance: bits that are promised must not change in silence.</param>
    internal static CompareResult Compare(string received, string verified, TestContext.TestAdapter test, TextWriter warnings)
    {
        var commands = Commands.Of(test);
        if (ApprovedHistory.Read(verified) is not { } approved
            || HistoryComparison.Of(received, verified, Tolerances.Of(approved)) is not { } comparison)
        {
            return CompareResult.NotEqual(
                $"The texts differ; this one is compared exactly.\n\nreceived:\n{received}\n\napproved:\n{verified}\n\n{commands}");
        }

        if (!comparison.IsTolerated)
        {
            var judgement = HistoryJudgement.Of(received, verified, Tolerances.Of(approved), new(StoredEvidence.Portable));
            return CompareResult.NotEqual($"{judgement?.Explain()}\n{comparison.Explain()}\n{commands}");
        }

        var promised = RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? " x86-64 processors with pinned numerics are expected to agree to the bit: either the code has changed, "
                + "or that expectation is wrong here."
            : string.Empty;
        warnings.WriteLine(
            $"Warning: {test.Arguments.FirstOrDefault()} has other bits than the approved one. {comparison.Describe()}{promised}\n"
                + commands.Split('\n')[0]);
        return CompareResult.Equal;
    }
}
