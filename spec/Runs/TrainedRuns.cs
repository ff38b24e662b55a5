using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Engines.Torch;
using Reproduction.Training;

namespace Reproduction.Spec.Runs;

/// <summary>
/// Runs that specs share: each trains once in a test process, and only those that the selected specs ask for. The one cache in the specification.
/// </summary>
public static class TrainedRuns
{
    private static readonly TrainingQueue Queue = new(Environment.ProcessorCount, gathering: TimeSpan.FromMilliseconds(500));
    private static readonly Lazy<Dataset> Sample = new(() => Data.Sample.Load());
    private static readonly Lazy<Dataset> Small = new(() => SampleData with { Training = SampleData.Training.Slice(0, 2_000) });
    private static readonly Lazy<DatasetSearch> Search =
        new(() => DatasetLocator.FindLocal(DatasetLocatorOptions.FromEnvironment(allowDownload: false)));

    /// <summary>The sample.</summary>
    public static Dataset SampleData => Sample.Value;

    /// <summary>The sample's first 2,000 training images, for small batches, which make many steps.</summary>
    public static Dataset SmallSample => Small.Value;

    /// <summary>
    /// MNIST, where it is found without a download. Elsewhere the spec that asks for it is skipped with a reason, or fails where
    /// REQUIRE_MNIST says that it has to be there (<see cref="EnvironmentSwitch"/>).
    /// </summary>
    public static Dataset MnistData
    {
        get
        {
            if (Search.Value.Found is { } found)
            {
                return found.Dataset;
            }

            var reason = $"MNIST is not on this machine ({Search.Value.Summary}). Run 'make reproduce' once, which downloads it, "
                + "or set MNIST_DIR to a folder with its four files.";
            if (EnvironmentSwitch.IsOn(Environment.GetEnvironmentVariable("REQUIRE_MNIST")))
            {
                Assert.Fail("REQUIRE_MNIST is set, but " + reason);
            }

            Assert.Ignore(reason);
            throw new InvalidOperationException("Assert.Ignore returned.");
        }
    }

    /// <summary>The reference engine, with pinned numerics: it trains the notebook's runs.</summary>
    public static TorchEngine Engine { get; } = new();

    /// <summary>The portable engine: it trains everything else, the same bits on every machine.</summary>
    public static PortableEngine PortableEngine { get; } = new();

    /// <summary>The reference engine's histories on the sample, in the order of the recipes.</summary>
    public static IReadOnlyList<TrainingHistory> OnSample(params IEnumerable<TrainingRecipe> recipes) => Histories(Engine, SampleData, [.. recipes]);

    /// <summary>The reference engine's histories on MNIST, in the order of the recipes.</summary>
    public static IReadOnlyList<TrainingHistory> OnMnist(params IEnumerable<TrainingRecipe> recipes) => Histories(Engine, MnistData, [.. recipes]);

    /// <summary>The portable engine's histories, in the order of the recipes.</summary>
    public static IReadOnlyList<TrainingHistory> OfPortableEngine(Dataset data, params IEnumerable<TrainingRecipe> recipes) =>
        Histories(PortableEngine, data, [.. recipes]);

    /// <summary>The portable engine's histories or the reason why there is none, in the order of the recipes.</summary>
    public static IReadOnlyList<RunOutcome> OutcomesOfPortableEngine(Dataset data, params IEnumerable<TrainingRecipe> recipes) =>
        Queue.Train(PortableEngine, data, [.. recipes]);

    private static IReadOnlyList<TrainingHistory> Histories(IEngine engine, Dataset data, IReadOnlyList<TrainingRecipe> recipes) =>
    [
        .. Queue.Train(engine, data, recipes).Select(outcome => outcome.History
            ?? throw new InvalidOperationException($"{outcome.Recipe.Title} on {data.Title} gave no history: {outcome.Failure}")),
    ];
}
