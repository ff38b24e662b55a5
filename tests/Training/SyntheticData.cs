using Reproduction.Data;

namespace Reproduction.Tests.Training;

/// <summary>Tiny data that a network can learn: each class has a center of its own, and noise around it.</summary>
internal static class SyntheticData
{
    public const int FeatureCount = 12;
    public const int ClassCount = 4;

    public static Dataset Create(int trainingCount = 200, int validationCount = 40, Examples? test = null)
    {
        var random = new Pcg32(seed: 7, stream: 99);
        var centers = Enumerable.Range(0, ClassCount * FeatureCount).Select(_ => random.NextSingle()).ToArray();
        return new(Dataset.SampleName, "synthetic digits", "a test", Examples(trainingCount), Examples(validationCount), test);

        Examples Examples(int count)
        {
            var labels = Enumerable.Range(0, count).Select(i => (byte)(i % ClassCount)).ToArray();
            var inputs = labels.SelectMany(label => Enumerable.Range(0, FeatureCount)
                .Select(feature => centers[(label * FeatureCount) + feature] + (0.3f * (random.NextSingle() - 0.5f)))).ToArray();
            return new(FeatureCount, inputs, labels);
        }
    }
}
