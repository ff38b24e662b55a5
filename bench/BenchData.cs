using Reproduction.Data;

namespace Reproduction.Bench;

/// <summary>What the benchmarks train on: MNIST where it is found, or else the sample.</summary>
internal static class BenchData
{
    private static readonly Examples AsTheyAre = Load().Training;
    private static readonly Examples Dense = WithoutZeros(AsTheyAre);

    public static Dataset Load() =>
        DatasetLocator.FindLocal(DatasetLocatorOptions.FromEnvironment(allowDownload: false)).Found?.Dataset ?? Sample.Load();

    /// <summary>
    /// The training examples as they are, three quarters of whose pixels are 0, or with all zeros replaced: the portable engine skips zeros.
    /// </summary>
    public static Examples Training(bool dense) => dense ? Dense : AsTheyAre;

    private static Examples WithoutZeros(Examples examples)
    {
        // As small a pixel as there is beside 0.
        var inputs = examples.Inputs.ToArray();
        inputs.AsSpan().Replace(0f, 1 / 255f);
        return new(examples.FeatureCount, inputs, examples.Labels.ToArray());
    }
}
