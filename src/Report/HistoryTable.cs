using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>
/// A history as a small aligned table of text that a person can review: what was run, one row for each epoch, the parameters' hash.
/// </summary>
/// <remarks>The form that <see cref="ApprovedHistory"/> reads. A figure that changes shows as one changed line.</remarks>
public static class HistoryTable
{
    /// <summary>The table; lines end in \n, the last one too.</summary>
    /// <param name="history">The run.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="engine">The engine's description with its numerics.</param>
    public static string Of(TrainingHistory history, Dataset data, string engine)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(data);
        var recipe = history.Recipe;
        var text = new StringBuilder();
        void Write(string name, string value) => text.Append(name.PadRight(14)).Append(value).Append('\n');

        Write("data", string.Create(
            CultureInfo.InvariantCulture, $"{data.Title}, {data.Training.Count:N0} training and {data.Validation.Count:N0} validation images"));
        Write("network", Network(recipe.Network));
        Write("batch size", recipe.BatchSize.ToString(CultureInfo.InvariantCulture));
        Write("learning rate", recipe.LearningRate.ToString("R", CultureInfo.InvariantCulture));
        if (!recipe.IsPlainDescent)
        {
            Write("optimizer", recipe.Optimizer.Title);
        }

        if (recipe.InitialScale != 1)
        {
            Write("initial scale", recipe.InitialScale.ToString("R", CultureInfo.InvariantCulture));
        }

        Write("seed", recipe.Seed.ToString(CultureInfo.InvariantCulture));
        Write("engine", $"{history.Engine}: {engine}");
        text.Append('\n').Append(ApprovedHistory.TableHeader).Append('\n');
        foreach (var row in history.Epochs)
        {
            text.Append(ApprovedHistory.Row(row)).Append('\n');
        }

        return text.Append('\n').Append(ApprovedHistory.HashLabel).Append(history.ParametersSha256).Append('\n').ToString();
    }

    /// <summary>A network with all settings of its normalization: <c>784-300-100-10, LN after ReLU (epsilon 0.001)</c>.</summary>
    internal static string Network(NetworkConfiguration network)
    {
        var layers = string.Join('-', network.LayerSizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        if (network.BatchNormalization is not { } normalization)
        {
            return network.Normalization is { } other
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{layers}, {other.Abbreviation} {(other.Placement == NormalizationPlacement.AfterActivation ? "after" : "before")} ReLU "
                        + $"(epsilon {other.Epsilon:R})")
                : $"{layers}, ReLU, no BN";
        }

        return string.Create(
                CultureInfo.InvariantCulture,
                $"{layers}, {(normalization.Placement == NormalizationPlacement.AfterActivation ? "BN after ReLU" : "BN before ReLU")} (epsilon "
                    + $"{normalization.Epsilon:R}, momentum {normalization.Momentum:R}, "
                    + $"{(normalization.MovingVariance == MovingVarianceEstimate.Biased ? "biased" : "unbiased")} moving variance"
                    + $"{(normalization.GhostBatchSize is { } size ? $", ghost batches of {size}" : string.Empty)})");
    }
}
