using System.Collections.Concurrent;
using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Engines.Torch;
using Reproduction.Training;

namespace Reproduction.Spec.Runs;

/// <summary>
/// Runs that specs share: each trains once in a test process, beside the others that are asked for with it. The one cache in the
/// specification; nothing in it depends on the order of the specs, since a run's figures do not depend on what runs beside it.
/// </summary>
public static class TrainedRuns
{
    private static readonly ConcurrentDictionary<(string Engine, string Dataset, TrainingRecipe Recipe), RunOutcome> Outcomes = new();
    private static readonly Lock Gate = new();
    private static readonly Lazy<Dataset> Sample = new(() => Data.Sample.Load());
    private static readonly Lazy<DatasetSearch> Search = new(() => DatasetLocator.FindLocal(DatasetLocatorOptions.FromEnvironment(allowDownload: false)));

    /// <summary>The sample.</summary>
    public static Dataset SampleData => Sample.Value;

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

            var reason = $"MNIST is not on this machine ({Search.Value.Summary}). Run 'make reproduce' once, which downloads it, or set MNIST_DIR to a folder with its four files.";
            if (EnvironmentSwitch.IsOn(Environment.GetEnvironmentVariable("REQUIRE_MNIST")))
            {
                Assert.Fail("REQUIRE_MNIST is set, but " + reason);
            }

            Assert.Ignore(reason);
            throw new InvalidOperationException("Assert.Ignore returned.");
        }
    }

    /// <summary>The engine that trains unless another one is named: the reference, with pinned numerics.</summary>
    public static TorchEngine Engine { get; } = new();

    /// <summary>The portable engine.</summary>
    public static PortableEngine PortableEngine { get; } = new();

    /// <summary>Histories on the sample, in the order of the recipes.</summary>
    public static IReadOnlyList<TrainingHistory> OnSample(params IEnumerable<TrainingRecipe> recipes) => Histories(Engine, SampleData, [.. recipes]);

    /// <summary>Histories on the sample or the reason why there is none, in the order of the recipes.</summary>
    public static IReadOnlyList<RunOutcome> OutcomesOnSample(params IEnumerable<TrainingRecipe> recipes) => Train(Engine, SampleData, [.. recipes]);

    /// <summary>Histories on MNIST. All that the specification trains on MNIST is trained together at the first call: that keeps every core busy.</summary>
    public static IReadOnlyList<TrainingHistory> OnMnist(params IEnumerable<TrainingRecipe> recipes)
    {
        var data = MnistData;
        var asked = recipes.ToList();
        Train(Engine, data, [.. Recipes.Notebook, .. Recipes.TenfoldRate, .. asked]);
        return Histories(Engine, data, asked);
    }

    /// <summary>The portable engine's histories, in the order of the recipes.</summary>
    public static IReadOnlyList<TrainingHistory> OfPortableEngine(Dataset data, params IEnumerable<TrainingRecipe> recipes) => Histories(PortableEngine, data, [.. recipes]);

    private static IReadOnlyList<TrainingHistory> Histories(IEngine engine, Dataset data, IReadOnlyList<TrainingRecipe> recipes) =>
    [
        .. Train(engine, data, recipes).Select(outcome => outcome.History
            ?? throw new InvalidOperationException($"{outcome.Recipe.Title} on {data.Title} gave no history: {outcome.Failure}")),
    ];

    private static IReadOnlyList<RunOutcome> Train(IEngine engine, Dataset data, IReadOnlyList<TrainingRecipe> recipes)
    {
        lock (Gate)
        {
            var missing = recipes.Distinct().Where(recipe => !Outcomes.ContainsKey((engine.Name, data.Name, recipe))).ToList();
            if (missing.Count > 0)
            {
                foreach (var outcome in SideBySide.Train(missing, data, engine, Environment.ProcessorCount))
                {
                    Outcomes[(engine.Name, data.Name, outcome.Recipe)] = outcome;
                }
            }

            return [.. recipes.Select(recipe => Outcomes[(engine.Name, data.Name, recipe)])];
        }
    }
}
