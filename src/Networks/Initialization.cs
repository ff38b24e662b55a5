using System.Collections.Immutable;
using Reproduction.Data;

namespace Reproduction.Networks;

/// <summary>The state in which tf.keras starts a network.</summary>
/// <remarks>
/// Kernels are Glorot uniform (Glorot and Bengio 2010, equation 16): uniform in [-limit, limit) with limit = sqrt(6 / (inputs + outputs)).
/// The layout says what the other arrays start with: biases 0, gamma 1, beta 0, moving mean 0, moving variance 1.
/// <para>
/// The kernels are drawn layer by layer, row by row ([inputs, outputs]), one 24-bit uniform number u in [0, 1) for each value, which
/// becomes (2u - 1) x limit, computed in double precision and rounded once. Normalization draws nothing: with and
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
        return NetworkLayout.Of(configuration).Fill((layer, parameter) => parameter.Initial == InitialValues.GlorotUniform
            ? GlorotUniformValues(random, layer, parameter, scale)
            : Constant(parameter));
    }

    /// <summary>The initial state with kernels that come from elsewhere, each [inputs, outputs], row-major.</summary>
    /// <exception cref="InvalidConfigurationException">
    /// A kernel has another number of values, or the kernels are not as many as the dense layers.
    /// </exception>
    public static NetworkParameters FromKernels(NetworkConfiguration configuration, IReadOnlyList<ImmutableArray<float>> kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        var layout = NetworkLayout.Of(configuration);
        var dense = layout.Layers.OfType<DenseLayout>().Select(layer => layer.Name).ToList();
        InvalidConfigurationException.ThrowUnless(
            dense.Count == kernels.Count, $"The network has {dense.Count} dense layers; received {kernels.Count} kernels.");
        var state = layout.Fill((layer, parameter) => parameter.Initial == InitialValues.GlorotUniform
            ? kernels[dense.IndexOf(layer.Name)]
            : Constant(parameter));
        layout.Require(state);
        return state;
    }

    private static ImmutableArray<float> GlorotUniformValues(Pcg32 random, LayerLayout layer, ParameterLayout parameter, double scale)
    {
        var limit = Math.Sqrt(6.0 / ((double)layer.Inputs + layer.Outputs)) * scale;
        var values = ImmutableArray.CreateBuilder<float>(checked((int)parameter.Count));
        for (var i = 0; i < values.Capacity; i++)
        {
            values.Add((float)(((2.0 * random.NextSingle()) - 1.0) * limit));
        }

        return values.MoveToImmutable();
    }

    private static ImmutableArray<float> Constant(ParameterLayout parameter) =>
        [.. Enumerable.Repeat(parameter.Initial == InitialValues.Ones ? 1f : 0f, checked((int)parameter.Count))];
}
