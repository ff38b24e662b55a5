using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Reproduction.Networks;

/// <summary>One array of a network's state, by Keras's names.</summary>
/// <param name="Layer">The layer: <c>hiddenLayer1</c>, <c>batchNormalization1</c>, ..., <c>outputLayer</c>.</param>
/// <param name="Name"><c>kernel</c>, <c>bias</c>, <c>gamma</c>, <c>beta</c>, <c>moving_mean</c> or <c>moving_variance</c>.</param>
/// <param name="Shape">[inputs, outputs] for a kernel, [features] for the others.</param>
/// <param name="Values">The values, row-major.</param>
/// <param name="Trainable">Whether gradient descent moves it: false for the moving statistics.</param>
public sealed record ParameterArray(string Layer, string Name, ImmutableArray<int> Shape, ImmutableArray<float> Values, bool Trainable);

/// <summary>The whole state of a network outside any engine: what a run starts from and what it ends with.</summary>
/// <remarks>
/// The arrays stand in the order of the layers; within a dense layer kernel, bias; within a batch normalization layer gamma, beta,
/// moving_mean, moving_variance. That is the order of Keras's <c>Model.get_weights()</c>, layer by layer.
/// </remarks>
public sealed class NetworkParameters
{
    /// <summary>Takes the arrays over.</summary>
    public NetworkParameters(ImmutableArray<ParameterArray> arrays) => Arrays = arrays;

    /// <summary>The arrays, in the order described above.</summary>
    public ImmutableArray<ParameterArray> Arrays { get; }

    /// <summary>The values of one array.</summary>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    public ImmutableArray<float> this[string layer, string name] =>
        Arrays.FirstOrDefault(array => array.Layer == layer && array.Name == name)?.Values
        ?? throw new KeyNotFoundException(
            $"The network has no array {layer}/{name}; it has {string.Join(", ", Arrays.Select(array => $"{array.Layer}/{array.Name}"))}.");

    /// <summary>SHA-256 over all values, in order, as little-endian 32-bit floats; 64 lowercase hexadecimal digits.</summary>
    /// <remarks>Equal hashes mean equal bits in every parameter and moving statistic.</remarks>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var array in Arrays)
        {
            var bytes = new byte[array.Values.Length * sizeof(float)];
            for (var i = 0; i < array.Values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), array.Values[i]);
            }

            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
