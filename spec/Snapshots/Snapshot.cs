using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Engines;
using Reproduction.Networks;
using Reproduction.Spec.Runs;
using Reproduction.Training;

namespace Reproduction.Spec.Snapshots;

/// <summary>An approved history: which run on which data. Its file is named by the recipe.</summary>
/// <param name="Dataset"><c>mnist</c> or <c>sample</c>.</param>
/// <param name="Recipe">The run.</param>
/// <param name="Engine">By which engine; the reference engine goes without saying.</param>
public sealed record HistorySnapshot(string Dataset, TrainingRecipe Recipe, EngineKind Engine = EngineKind.Torch)
{
    /// <summary>The name of the file, without its endings.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dataset}-{(Recipe.HasBatchNormalization ? "bn" : "plain")}-batch{Recipe.BatchSize}-rate{Recipe.LearningRate:R}-seed{Recipe.Seed}"
            + $"{(Engine == EngineKind.Portable ? "-portable" : string.Empty)}");

    public override string ToString() => Name;
}

/// <summary>A picture of approved histories, drawn from their tables alone.</summary>
/// <param name="Name">The name of the file, without its endings.</param>
/// <param name="Title">What the picture is headed.</param>
/// <param name="Histories">Whose curves it shows.</param>
public sealed record PictureSnapshot(string Name, string Title, ImmutableArray<HistorySnapshot> Histories)
{
    public override string ToString() => Name;
}

/// <summary>Everything in the folder snapshots: what is not listed here has no business there.</summary>
public static class SnapshotCatalogue
{
    /// <summary>The network's summary with batch normalization, and without.</summary>
    public static ImmutableArray<(string Name, NetworkConfiguration Network)> Summaries { get; } =
        [("network-bn", Recipes.Normalized), ("network-plain", Recipes.Plain)];

    /// <summary>The reference engine's histories on MNIST: the notebook's four runs.</summary>
    public static ImmutableArray<HistorySnapshot> Mnist { get; } =
        [.. Recipes.Notebook.Select(recipe => new HistorySnapshot(Data.Dataset.MnistName, recipe))];

    /// <summary>The histories on MNIST at ten times the notebook's learning rate, by the portable engine.</summary>
    public static ImmutableArray<HistorySnapshot> TenfoldRate { get; } =
        [.. Recipes.TenfoldRate.Select(recipe => new HistorySnapshot(Data.Dataset.MnistName, recipe, EngineKind.Portable))];

    /// <summary>The histories on the sample: the notebook's pair at batch size 32.</summary>
    public static ImmutableArray<HistorySnapshot> Sample { get; } =
        [.. new[] { Recipes.With(), Recipes.Without() }.Select(recipe => new HistorySnapshot(Data.Dataset.SampleName, recipe))];

    /// <summary>
    /// The portable engine's histories: the notebook's four runs on MNIST, its pair at batch size 32 on the sample, and that at ten times the rate.
    /// </summary>
    public static ImmutableArray<HistorySnapshot> Portable { get; } =
        [.. Mnist.Concat(Sample).Select(snapshot => snapshot with { Engine = EngineKind.Portable }), .. TenfoldRate];

    /// <summary>The pictures.</summary>
    public static ImmutableArray<PictureSnapshot> Pictures { get; } =
    [
        new("mnist-learning-curves", "Learning curves on MNIST, learning rate 0.01, seed 1", Mnist),
        new("mnist-learning-curves-rate0.1", "Learning curves on MNIST, learning rate 0.1, seed 1, portable engine", TenfoldRate),
        new("sample-learning-curves", "Learning curves on the sample (Fashion-MNIST, not MNIST), learning rate 0.01, seed 1", Sample),
    ];

    /// <summary>The names of all verified files.</summary>
    public static IEnumerable<string> Files =>
    [
        .. Summaries.Select(summary => $"{summary.Name}.verified.txt"),
        .. Mnist.Concat(Sample).Concat(Portable).Select(history => $"{history.Name}.verified.txt"),
        .. Pictures.Select(picture => $"{picture.Name}.verified.svg"),
    ];

    /// <summary>The folder.</summary>
    public static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reproduction.sln")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(
                folder?.FullName ?? throw new InvalidOperationException($"There is no Reproduction.sln above {AppContext.BaseDirectory}."),
                "snapshots");
        }
    }
}
