using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Networks;

/// <summary>The state in which tf.keras starts a network.</summary>
/// <remarks>
/// Kernels are Glorot uniform (Glorot and Bengio 2010, equation 16): uniform in [-limit, limit) with limit = sqrt(6 / (inputs + outputs)).
/// Biases are 0, gamma 1, beta 0, moving mean 0, moving variance 1.
/// <para>
/// The kernels are drawn layer by layer, row by row ([inputs, outputs]), one 24-bit uniform number u in [0, 1) for each value, which
/// becomes (2u - 1) x limit, computed in double precision and rounded once. Batch normalization draws nothing: with and
/// without it, one seed gives the same kernels.
/// </para>
/// </remarks>
public static class Initialization
{
    /// <summary>The stream of the generator that initial kernels are drawn from.</summary>
    public const ulong Stream = 1;

    /// <summary>The initial state that belongs to a seed.</summary>
    /// <param name="configuration">The network.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="scale">A factor on every kernel; 1 is Glorot's, others are for experiments on delicate initialization.</param>
    public static NetworkParameters GlorotUniform(NetworkConfiguration configuration, ulong seed, double scale = 1)
    {
        var random = new Pcg32(seed, Stream);
        return Arrange(configuration, (inputs, outputs) => GlorotUniformKernel(random, inputs, outputs, scale));
    }

    /// <summary>The initial state with kernels that come from elsewhere, each [inputs, outputs], row-major.</summary>
    public static NetworkParameters FromKernels(NetworkConfiguration configuration, IReadOnlyList<ImmutableArray<float>> kernels)
    {
        var layer = 0;
        return Arrange(configuration, (inputs, outputs) => kernels[layer++].Length == inputs * outputs
            ? kernels[layer - 1]
            : throw new ArgumentException($"Kernel {layer} must hold {inputs} x {outputs} values; received {kernels[layer - 1].Length}.", nameof(kernels)));
    }

    private static ImmutableArray<float> GlorotUniformKernel(Pcg32 random, int inputs, int outputs, double scale)
    {
        var limit = Math.Sqrt(6.0 / (inputs + outputs)) * scale;
        var values = ImmutableArray.CreateBuilder<float>(inputs * outputs);
        for (var i = 0; i < inputs * outputs; i++)
        {
            values.Add((float)(((2.0 * random.NextSingle()) - 1.0) * limit));
        }

        return values.MoveToImmutable();
    }

    private static NetworkParameters Arrange(NetworkConfiguration configuration, Func<int, int, ImmutableArray<float>> kernel)
    {
        configuration.Validate();
        var arrays = ImmutableArray.CreateBuilder<ParameterArray>();
        var sizes = configuration.LayerSizes;
        for (var i = 0; i + 1 < sizes.Length; i++)
        {
            var (inputs, outputs) = (sizes[i], sizes[i + 1]);
            var isOutput = i + 2 == sizes.Length;
            var dense = isOutput ? LayerNames.Output : LayerNames.Hidden(i + 1);
            arrays.Add(new(dense, "kernel", [inputs, outputs], kernel(inputs, outputs), Trainable: true));
            arrays.Add(new(dense, "bias", [outputs], Constant(outputs, 0), Trainable: true));
            if (!isOutput && configuration.BatchNormalization is not null)
            {
                var normalization = LayerNames.BatchNormalization(i + 1);
                arrays.Add(new(normalization, "gamma", [outputs], Constant(outputs, 1), Trainable: true));
                arrays.Add(new(normalization, "beta", [outputs], Constant(outputs, 0), Trainable: true));
                arrays.Add(new(normalization, "moving_mean", [outputs], Constant(outputs, 0), Trainable: false));
                arrays.Add(new(normalization, "moving_variance", [outputs], Constant(outputs, 1), Trainable: false));
            }
        }

        return new(arrays.ToImmutable());
    }

    private static ImmutableArray<float> Constant(int count, float value) => [.. Enumerable.Repeat(value, count)];
}
