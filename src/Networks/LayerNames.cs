using System.Globalization;

namespace Reproduction.Networks;

/// <summary>The names of a network's layers, as the notebook gives them; layers are counted from 1.</summary>
public static class LayerNames
{
    /// <summary>The layer that flattens an image.</summary>
    public const string Input = "inputLayer";

    /// <summary>The last dense layer, which gives the logits.</summary>
    public const string Output = "outputLayer";

    /// <summary>A hidden dense layer: <c>hiddenLayer1</c>.</summary>
    public static string Hidden(int number) => "hiddenLayer" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The ReLU of a hidden layer: <c>relu1</c>.</summary>
    public static string Relu(int number) => "relu" + number.ToString(CultureInfo.InvariantCulture);
}
