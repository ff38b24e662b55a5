using System.Collections.Immutable;
using System.Globalization;

namespace Reproduction.Networks;

/// <summary>One line of a model summary.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">Its kind, in Keras's words: Flatten, Dense, BatchNormalization.</param>
/// <param name="OutputSize">The number of values it gives for one example.</param>
/// <param name="TrainableCount">The values that gradient descent moves.</param>
/// <param name="NonTrainableCount">The values that are kept but not trained: moving means and variances.</param>
public sealed record LayerSummary(string Name, string Kind, long OutputSize, long TrainableCount, long NonTrainableCount)
{
    /// <summary>All values of the layer.</summary>
    public long ParameterCount => TrainableCount + NonTrainableCount;
}

/// <summary>The layers of a network with their output shapes and parameter counts.</summary>
public sealed record ModelSummary(ImmutableArray<LayerSummary> Layers)
{
    /// <summary>All values.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>The values that gradient descent moves.</summary>
    public long TrainableCount => Layers.Sum(layer => layer.TrainableCount);

    /// <summary>The moving statistics.</summary>
    public long NonTrainableCount => Layers.Sum(layer => layer.NonTrainableCount);

    /// <summary>The layers of a network; ReLU is part of the dense layer in front of it, as Keras prints it.</summary>
    /// <exception cref="InvalidConfigurationException">The configuration makes no network.</exception>
    public static ModelSummary Of(NetworkConfiguration configuration) => new(
    [
        .. NetworkLayout.Of(configuration).Layers.Where(layer => layer is not ReluLayout).Select(layer => new LayerSummary(
            layer.Name, layer.Kind, layer.Outputs, Count(layer, trainable: true), Count(layer, trainable: false))),
    ]);

    private static long Count(LayerLayout layer, bool trainable) =>
        layer.Parameters.Where(parameter => parameter.Trainable == trainable).Sum(parameter => parameter.Count);

    /// <summary>The table that Keras's <c>model.summary()</c> prints; lines end in \n, numbers have commas between thousands.</summary>
    public override string ToString()
    {
        const int LayerWidth = 46;
        const int ShapeWidth = 18;
        var rule = new string('=', LayerWidth + ShapeWidth + 10);
        var text = new System.Text.StringBuilder();
        void Line(string line) => text.Append(line.TrimEnd()).Append('\n');
        string Row(string layer, string shape, string count) => layer.PadRight(LayerWidth) + shape.PadRight(ShapeWidth) + count.PadLeft(10);

        Line(Row("Layer (type)", "Output shape", "Parameters"));
        Line(rule);
        foreach (var layer in Layers)
        {
            Line(Row($"{layer.Name} ({layer.Kind})", $"(None, {layer.OutputSize})", Number(layer.ParameterCount)));
        }

        Line(rule);
        Line($"Total parameters: {Number(ParameterCount)}");
        Line($"Trainable parameters: {Number(TrainableCount)}");
        Line($"Non-trainable parameters: {Number(NonTrainableCount)}");
        return text.ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
