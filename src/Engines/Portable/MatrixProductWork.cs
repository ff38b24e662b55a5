using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Engines.Portable;

/// <summary>How much the matrix products of a training step compute: what the time of a step is held against.</summary>
public static class MatrixProductWork
{
    /// <summary>
    /// Multiply-adds of one example, padding included: forward and kernel gradient of every dense layer, input gradient of all but the first, which
    /// computes with the quads of inputs that are not 0 alone. Everything else (normalization, softmax, gathering, transposing) is not counted.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="examples">What it is trained on; the mean over all of them is given.</param>
    public static double MultiplyAdds(NetworkConfiguration network, Examples examples)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(examples);
        var sizes = network.LayerSizes;
        var quads = (double)new SparseInputs(examples).QuadCount / examples.Count;
        var sum = 2 * quads * NonZeroRows.QuadSize * PackedMatrix.Padded(sizes[1]);
        for (var layer = 1; layer + 1 < sizes.Length; layer++)
        {
            var (inputs, outputs) = (sizes[layer], sizes[layer + 1]);
            var product = (double)InQuads(inputs) * PackedMatrix.Padded(outputs);
            var inputGradient = (double)InQuads(outputs) * PackedMatrix.Padded(inputs);
            sum += (2 * product) + inputGradient;
        }

        return sum;
    }

    private static int InQuads(int count) => checked(NonZeroRows.CountOf(count) * NonZeroRows.QuadSize);
}
