using System.Runtime.CompilerServices;

namespace Reproduction.VerifyStandInTests;

internal static class ModuleInitializer
{
    /// <summary>Settings for all can be made here without complaint, which is what the rule CA2255 would forbid.</summary>
    [ModuleInitializer]
    public static void Initialize()
    {
        DiffEngine.DiffRunner.Disabled = true;
        VerifierSettings.RegisterStringComparer("html", (_, _, _) => Task.FromResult(CompareResult.Equal));
    }
}
