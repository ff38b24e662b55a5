using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>What names a run: everything that decides its figures, and nothing else.</summary>
/// <remarks>
/// The engine's description is part of it, because versions and numerics decide last bits: after an upgrade of the engine a grid is trained
/// anew, and the old runs stay beside the new ones as other runs. Machine and durations are no part of it. Keys are ordered by data set, engine,
/// network (batch normalization first), batch size, learning rate, initial scale, epochs and seed.
/// </remarks>
public sealed class RunKey : IEquatable<RunKey>
{
    /// <summary>Names a run.</summary>
    /// <param name="recipe">What is trained.</param>
    /// <param name="datasetName">On what: <c>mnist</c> or <c>sample</c>.</param>
    /// <param name="datasetSha256">The hash of its examples.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="engineDescription">The engine with versions and numerics.</param>
    public RunKey(TrainingRecipe recipe, string datasetName, string datasetSha256, string engine, string engineDescription)
    {
        (Recipe, DatasetName, DatasetSha256, Engine, EngineDescription) = (recipe, datasetName, datasetSha256, engine, engineDescription);
        Text = RunLine.KeyText(recipe, datasetName, datasetSha256, engine, engineDescription);
    }

    /// <summary>The order of keys; 0 for equal keys alone.</summary>
    public static IComparer<RunKey> Order { get; } = Comparer<RunKey>.Create((x, y) =>
        Differences(x, y).FirstOrDefault(difference => difference != 0));

    /// <summary>What is trained.</summary>
    public TrainingRecipe Recipe { get; }

    /// <summary>On what: <c>mnist</c> or <c>sample</c>.</summary>
    public string DatasetName { get; }

    /// <summary>The hash of its examples.</summary>
    public string DatasetSha256 { get; }

    /// <summary>The engine's name.</summary>
    public string Engine { get; }

    /// <summary>The engine with versions and numerics.</summary>
    public string EngineDescription { get; }

    /// <summary>The key in the words of a results file: one text for each key, on every machine.</summary>
    public string Text { get; }

    /// <summary>The SHA-256 of <see cref="Text"/>, as lower-case hexadecimal digits: a name for files that belong to the run.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Equal text, equal run.</summary>
    public bool Equals(RunKey? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RunKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>For people: <c>BN, batch 32, learning rate 0.01, initial scale 1, 10 epochs, seed 3 (mnist, portable)</c>.</summary>
    public override string ToString() => $"{Name(Recipe)} ({DatasetName}, {Engine})";

    /// <summary>A recipe for people, on one line, with all that a grid varies.</summary>
    public static string Name(TrainingRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{recipe.Title}{HiddenSizes(recipe)}, learning rate {recipe.LearningRate:R}, initial scale {recipe.InitialScale:R}, {recipe.Epochs} "
                + $"epoch{(recipe.Epochs == 1 ? string.Empty : "s")}, seed {recipe.Seed}"
                + $"{(recipe.Probes is { } probes ? $", probes every {probes.Every} steps until {probes.Until}" : string.Empty)}");
    }

    private static string HiddenSizes(TrainingRecipe recipe) => recipe.Network.HiddenSizes.SequenceEqual(new NetworkConfiguration().HiddenSizes)
        ? string.Empty
        : $", hidden layers {string.Join('-', recipe.Network.HiddenSizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))}";

    private static IEnumerable<int> Differences(RunKey x, RunKey y)
    {
        var (a, b) = (x.Recipe, y.Recipe);
        yield return string.CompareOrdinal(x.DatasetName, y.DatasetName);
        yield return string.CompareOrdinal(x.DatasetSha256, y.DatasetSha256);
        yield return string.CompareOrdinal(x.Engine, y.Engine);
        yield return string.CompareOrdinal(x.EngineDescription, y.EngineDescription);
        yield return b.HasBatchNormalization.CompareTo(a.HasBatchNormalization);
        yield return string.CompareOrdinal(RunLine.NetworkText(a.Network), RunLine.NetworkText(b.Network));
        yield return string.CompareOrdinal(a.IsPlainDescent ? null : a.Optimizer.Title, b.IsPlainDescent ? null : b.Optimizer.Title);
        yield return a.BatchSize.CompareTo(b.BatchSize);
        yield return a.LearningRate.CompareTo(b.LearningRate);
        yield return a.InitialScale.CompareTo(b.InitialScale);
        yield return a.Epochs.CompareTo(b.Epochs);
        yield return a.Seed.CompareTo(b.Seed);
        yield return string.CompareOrdinal(x.Text, y.Text);
    }
}
