using CsCheck;

namespace Reproduction.Spec.Reference;

/// <summary>
/// Tries a law on generated cases. CsCheck's own loop draws all cases but the first from the clock; here every run tries the same ones.
/// </summary>
internal static class Law
{
    /// <summary>Asserts for each of the first cases of a generator. A failure names the case's seed, with which CsCheck finds it again.</summary>
    public static void Holds<T>(Gen<T> cases, int count, Action<T> assert)
    {
        for (var number = 0; number < count; number++)
        {
            cases.Sample(assert, seed: new PCG(stream: 1, seed: (ulong)number).ToString(), iter: 1, threads: 1);
        }
    }
}
