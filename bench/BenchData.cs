using Reproduction.Data;

namespace Reproduction.Bench;

/// <summary>What the benchmarks train on: MNIST where it is found, or else the sample.</summary>
internal static class BenchData
{
    public static Dataset Load() => DatasetLocator.FindLocal(DatasetLocatorOptions.FromEnvironment(allowDownload: false)).Found?.Dataset ?? Sample.Load();

    /// <summary>The mean number of quads (four neighbouring inputs) of an example in which one is not 0: those that the portable engine computes with.</summary>
    public static double ActiveQuads(Examples examples)
    {
        long active = 0;
        var inputs = examples.Inputs;
        for (var start = 0; start < inputs.Length; start += 4)
        {
            active += inputs.Slice(start, 4).ContainsAnyExcept(0f) ? 1 : 0;
        }

        return (double)active / examples.Count;
    }
}
