using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Claims.Rules;

/// <summary>Runs of every grid that rules name, that nobody trained: a world in which every claim holds, and what is changed of it.</summary>
internal sealed record SyntheticEvidence
{
    private static readonly Published Published = Published.Load();

    /// <summary>The recipes of all grids by the grid's name, planned ones too.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<TrainingRecipe>> Grids =
        Directory.GetFiles(Path.Combine(Checkout.Folder, "results"), "*.grid.json", SearchOption.AllDirectories)
            .ToImmutableDictionary(
                path => Path.GetFileName(path).Replace(".grid.json", string.Empty, StringComparison.Ordinal),
                path => GridFile.Read(path).Expand().Recipes,
                StringComparer.Ordinal);

    /// <summary>The final validation accuracy of a kind of run, 0 for one that diverges; null for that of <see cref="AsClaimed"/>.</summary>
    public Func<TrainingRecipe, double?> Accuracy { get; init; } = _ => null;

    /// <summary>Added to the test accuracy alone.</summary>
    public Func<TrainingRecipe, double> Test { get; init; } = _ => 0;

    /// <summary>Added to the validation accuracy after an epoch.</summary>
    public Func<TrainingRecipe, int, double> Validation { get; init; } = (kind, epoch) => Momentum(kind) == 0.999 && epoch == 1 ? Cold(kind) : 0;

    /// <summary>Added to the training accuracy of every epoch.</summary>
    public Func<TrainingRecipe, double> Training { get; init; } = _ => 0;

    /// <summary>The standard deviation between seeds.</summary>
    public Func<TrainingRecipe, double> Noise { get; init; } = kind => kind.HasBatchNormalization ? 0.0004 : 0.0012;

    /// <summary>What a run that is looked into shows along its gradient: range of the loss and change of the gradient.</summary>
    public Func<TrainingRecipe, double> Roughness { get; init; } = kind => kind.HasBatchNormalization ? 0.1 : 0.2;

    /// <summary>How far its distributions move.</summary>
    public Func<TrainingRecipe, double> Shift { get; init; } = kind => IsNoisy(kind) ? 0.5 : kind.HasBatchNormalization ? 0.01 : 0.05;

    /// <summary>What its layers hand on.</summary>
    public Func<TrainingRecipe, double> Size { get; init; } = kind => kind.HasBatchNormalization ? 1 : 9;

    /// <summary>The gradients of its layers.</summary>
    public Func<TrainingRecipe, double> GradientSize { get; init; } = kind => kind.HasBatchNormalization ? 1 : 9;

    /// <summary>Which runs there are.</summary>
    public Func<TrainingRecipe, bool> Which { get; init; } = _ => true;

    /// <summary>What statistics that are not warm cost, a little more or less from seed to seed.</summary>
    public static double Cold(TrainingRecipe kind) => -0.05 - (0.001 * (kind.Seed % 5));

    public static bool IsGhost(TrainingRecipe kind) => kind.Network.BatchNormalization?.GhostBatchSize is not null;

    public static bool IsNoisy(TrainingRecipe kind) => kind.Network.Normalization is NoisyBatchNormalizationConfiguration;

    public static double? Momentum(TrainingRecipe kind) => kind.Network.BatchNormalization?.Momentum;

    /// <summary>What the trained network does in inference mode.</summary>
    public Func<TrainingRecipe, InferenceFigures?> Inference { get; init; } = _ => null;

    /// <summary>
    /// What a short run gains in validation accuracy with recomputed statistics, beside what its moving statistics cost for not being warm.
    /// </summary>
    public Func<TrainingRecipe, double> Recomputed { get; init; } = kind => kind.BatchSize == 2 ? -Cold(kind) : 0;

    /// <summary>The runs of grids; of all of them where none is named.</summary>
    public IEnumerable<RunRecord> Runs(params IReadOnlyCollection<string> grids) =>
        (grids.Count == 0 ? Grids.Values : grids.Select(grid => Grids[grid])).SelectMany(recipes => recipes).Distinct().Where(Which).Select(Run);

    public ImmutableArray<Verdict> Verdicts() => Rule.Decide(EvidenceRuns.Select(Runs()));

    /// <summary>What would be so if every claim held.</summary>
    private static double AsClaimed(TrainingRecipe kind) => kind switch
    {
        { Optimizer: not SgdConfiguration { Momentum: 0 } } => IsTuned(kind) ? 0.98 : 0.975,
        { Network.HiddenSizes: var layers } when Layers(kind) is not null =>
            kind.HasBatchNormalization || kind.InitialScale == 1 || layers.Length < 4 ? 0.975 : 0.5,
        { Network.Normalization: LayerNormalizationConfiguration } => 0.974,
        { InitialScale: 0 } => 0.1,
        { Network.Normalization: NoisyBatchNormalizationConfiguration } => 0.976,
        { HasBatchNormalization: true, LearningRate: <= 3, InitialScale: not 1 } or { HasBatchNormalization: true, LearningRate: > 0.1 and <= 3 } =>
            0.975,
        { HasBatchNormalization: false, InitialScale: 0.3, LearningRate: not 0.01 } => 0.9,
        { HasBatchNormalization: false, InitialScale: not 1 } or { LearningRate: > 0.1 } => 0.1,
        { HasBatchNormalization: true, BatchSize: 1 } => 0.1,
        { HasBatchNormalization: true, BatchSize: 2 } => 0.7,
        { HasBatchNormalization: true, BatchSize: > 64 } => 0.95,
        { LearningRate: 0.1 } => 0.978,
        { LearningRate: 0.005 or 0.02 } or { Epochs: not 10 } => AsClaimed(kind with { LearningRate = 0.01, Epochs = 10, BatchSize = 32 }),
        { HasBatchNormalization: false, BatchSize: 64 } => 0.962,
        { HasBatchNormalization: false, BatchSize: 16 } => 0.972,
        { HasBatchNormalization: true, BatchSize: 16 or 32 or 64 } => Published.History(kind.BatchSize)[^1].Validation.Accuracy,
        { HasBatchNormalization: true } => 0.975,
        _ => 0.9675,
    };

    /// <summary>The rates that validate best with momentum and with Adam: those that optimizers-tuned trains.</summary>
    private static bool IsTuned(TrainingRecipe kind) => kind.LearningRate == (kind.Optimizer, kind.HasBatchNormalization) switch
    {
        (AdamConfiguration, true) => 0.001,
        (AdamConfiguration, false) => 0.0003,
        (_, true) => 0.01,
        _ => 0.01,
    };

    /// <summary>The number of hidden layers of 100; null for the notebook's 300 and 100.</summary>
    public static int? Layers(TrainingRecipe kind) =>
        kind.Network.HiddenSizes.All(width => width == 100) ? kind.Network.HiddenSizes.Length : null;

    private RunRecord Run(TrainingRecipe recipe)
    {
        var accuracy = Accuracy(recipe) ?? AsClaimed(recipe);
        var epochs = accuracy == 0 ? [] : Enumerable.Range(1, recipe.Epochs).Select(epoch => Row(recipe, epoch, accuracy)).ToImmutableArray();
        var test = accuracy == 0 ? (Metrics?)null : new(1 - accuracy, Clamp(accuracy + Test(recipe) + (Draw(recipe, 0, 9) * Noise(recipe))));
        return new(
            recipe,
            Dataset.MnistName,
            new string('d', 64),
            "portable",
            "portable arithmetic 1",
            epochs,
            test,
            accuracy == 0 ? null : new string('a', 64),
            accuracy == 0 ? "diverged" : null,
            TimeSpan.FromSeconds(1), new("processor", "AVX2", 2, "system", "runtime"))
        {
            Inference = Inference(recipe) ?? (accuracy != 0 && recipe is { HasBatchNormalization: true, Epochs: <= 2 }
                ? new(1, accuracy, 1, 1, null) { Recomputed = WithRecomputedStatistics(recipe, accuracy) }
                : null),
            Probes = recipe.Probes is null ? null : accuracy == 0 ? [] : [.. Enumerable.Range(0, 4).Select(i => Looked(recipe, i))],
        };
    }

    /// <summary>As if the moving statistics had been warm; the momentum has no part in it.</summary>
    private Metrics WithRecomputedStatistics(TrainingRecipe recipe, double accuracy)
    {
        var warm = (this with { Validation = (_, _) => 0 }).Row(recipe, recipe.Epochs, accuracy).Validation;
        return warm with { Accuracy = Clamp(warm.Accuracy + Recomputed(recipe)) };
    }

    /// <summary>A state; its figures differ a little from seed to seed.</summary>
    private ProbeRow Looked(TrainingRecipe recipe, int number)
    {
        float Figure(double value, int metric) => (float)(value * Math.Exp(0.02 * Draw(recipe, number, metric)));
        return new(
            number * recipe.Probes!.Every,
            1,
            1,
            [.. Probe.Lengths.Select(length => new ProbePoint(1 + (length * Figure(Roughness(recipe), 1)), length * Figure(Roughness(recipe), 2)))],
            [.. Enumerable.Range(3, 3).Select(i => new ProbeLayer(
                Figure(Size(recipe), i), Figure(GradientSize(recipe), i + 3), number == 0 ? null : Figure(Shift(recipe), 9)))]);
    }

    private EpochMetrics Row(TrainingRecipe recipe, int epoch, double accuracy)
    {
        var published =
            !recipe.HasBatchNormalization && !IsNoisy(recipe) ? default
            : Published.History(recipe.BatchSize) is { IsEmpty: false } own ? own
            : Published.History(32);
        var last = published.IsDefault ? Published.WithoutBatchNormalization.Row : published[^1];
        var row = published.IsDefault || epoch > published.Length
            ? new EpochMetrics(
                epoch,
                new(last.Training.Loss + (0.03 * (10 - epoch)), last.Training.Accuracy - (0.004 * (10 - epoch))),
                new(last.Validation.Loss + (0.02 * (10 - epoch)), last.Validation.Accuracy - (0.003 * (10 - epoch))))
            : published[epoch - 1];

        // A figure of the notebook's plain run was cut off after three decimals: half a unit more is its middle.
        var shift = accuracy - last.Validation.Accuracy - (published.IsDefault ? 0.0005 : 0);
        var middle = published.IsDefault ? 0.0005 : 0;
        double Noisy(double value, int metric) => value + middle + (Draw(recipe, epoch, metric) * Noise(recipe));
        return new(
            epoch,
            new(Math.Max(0, Noisy(row.Training.Loss - shift, 1)), Clamp(Noisy(row.Training.Accuracy + shift + Training(recipe), 2))),
            new(Math.Max(0, Noisy(row.Validation.Loss - shift, 3)), Clamp(Noisy(row.Validation.Accuracy + shift + Validation(recipe, epoch), 4))));
    }

    private static double Clamp(double accuracy) => Math.Clamp(accuracy, 0, 1);

    /// <summary>A standard normal value of its own for each run, epoch and metric; the momentum of moving statistics has no part in it.</summary>
    private static double Draw(TrainingRecipe recipe, int epoch, int metric)
    {
        var whole = (ulong)((epoch * 10) + metric + (recipe.BatchSize * 1000) + (recipe.Epochs * 7));
        var real = (ulong)((recipe.LearningRate * 1e8) + (recipe.InitialScale * 1e7));
        var network = (recipe.HasBatchNormalization ? 1UL << 40 : 0)
            + (recipe.Network.Normalization is LayerNormalizationConfiguration ? 1UL << 41 : 0)
            + ((ulong)(Layers(recipe) ?? 0) << 42)
            + ((ulong)(recipe.Network.BatchNormalization?.GhostBatchSize ?? 0) << 41);
        var optimizer = recipe.IsPlainDescent ? 0 : (ulong)recipe.Optimizer.Name.Length << 48;
        var random = new Pcg32(recipe.Seed, whole + real + network + optimizer);
        _ = random.NextDouble();
        return Normal.InvCDF(0, 1, random.NextDouble() + 1e-12);
    }
}
