using Reproduction.Models;
using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Tests.Engines;

/// <summary>A normalization by its torch module in double precision; the gradients come from automatic differentiation.</summary>
/// <param name="layer">The layer.</param>
/// <param name="values">All arrays of the network, by layer and name: read before each pass, and written where statistics move.</param>
internal sealed class DoublePrecisionModule(NormalizationLayout layer, Dictionary<string, double[]> values)
{
    /// <summary>y, and what takes dy to dx and puts the gradients of the layer's parameters among those given.</summary>
    public (double[][] Y, Func<double[][], double[][]> Back) Normalize(
        double[][] x, Dictionary<string, double[]> gradients, bool moveStatistics)
    {
        // The pass back repeats the pass forward, from the arrays as they were before statistics moved.
        var state = values.Where(one => one.Key.StartsWith($"{layer.Name}/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        var y = Pass(x, dy: null, state, [], moveStatistics);
        return (y, dy => Pass(x, dy, state, gradients, moveStatistics: false));
    }

    private double[][] Pass(
        double[][] x, double[][]? dy, Dictionary<string, double[]> state, Dictionary<string, double[]> gradients, bool moveStatistics)
    {
        using var scope = NewDisposeScope();
        using var module = NormalizationModules.Create(layer, ScalarType.Float64);
        var arrays = module.state_dict();
        using (no_grad())
        {
            foreach (var (name, array) in arrays)
            {
                array.copy_(tensor(state[$"{layer.Name}/{name}"]));
            }
        }

        var input = Tensor(x).requires_grad_();
        var output = module.forward(input);
        if (moveStatistics)
        {
            foreach (var (name, buffer) in module.named_buffers())
            {
                values[$"{layer.Name}/{name}"] = [.. buffer.data<double>()];
            }
        }

        if (dy is null)
        {
            return Rows(output);
        }

        (output * Tensor(dy)).sum().backward();
        foreach (var (name, parameter) in module.named_parameters())
        {
            gradients[$"{layer.Name}/{name}"] = [.. parameter.grad!.data<double>()];
        }

        return Rows(input.grad!);
    }

    private Tensor Tensor(double[][] rows) => tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Length, layer.Features);

    private double[][] Rows(Tensor tensor) => [.. tensor.data<double>().ToArray().Chunk(layer.Features)];
}
