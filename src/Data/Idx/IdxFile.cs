namespace Reproduction.Data;

/// <summary>What a file in the IDX format must hold, to the byte: its name, its dimensions and the hash of its content.</summary>
/// <remarks>
/// IDX, the format of MNIST's distribution, all numbers big-endian:
/// <code>
/// magic       4 bytes    0x0000 08 dd: unsigned bytes in dd dimensions, so 0x00000803 for images and 0x00000801 for labels
/// dimensions  dd times 4 bytes
/// values      1 byte each, the last dimension varies fastest
/// </code>
/// Length and hash are those of these bytes. The gzip wrapper around them differs from mirror to mirror and is not compared.
/// </remarks>
/// <param name="Name">The name in the original distribution, without <c>.gz</c>: <c>train-images-idx3-ubyte</c>.</param>
/// <param name="Dimensions">Count, rows and columns of images; the count of labels. None is negative.</param>
/// <param name="Sha256">SHA-256 of the decompressed file, 64 lower-case hexadecimal digits; null where any content will do.</param>
public sealed record IdxFile(string Name, IReadOnlyList<int> Dimensions, string? Sha256)
{
    /// <summary>The number of images or labels.</summary>
    public int Count => Dimensions[0];

    /// <summary>The first four bytes, as one big-endian number.</summary>
    public uint Magic => 0x0800u + (uint)Dimensions.Count;

    /// <summary>The length of magic and dimensions, in bytes.</summary>
    public int HeaderLength => 4 + (4 * Dimensions.Count);

    /// <summary>The number of values of one item: 784 of a 28x28 image, 1 of a label.</summary>
    public int ItemLength => Dimensions.Skip(1).Aggregate(1, (product, dimension) => checked(product * dimension));

    /// <summary>The number of values, and so of bytes after the header.</summary>
    public int ValueCount => checked(Count * ItemLength);

    /// <summary>The length of the decompressed file, in bytes.</summary>
    public long Length => HeaderLength + (long)ValueCount;

    /// <summary>The names under which mirrors and archives spell the file, in the order in which they are looked for.</summary>
    public IReadOnlyList<string> FileNames
    {
        get
        {
            var dotted = Name.Replace("-idx", ".idx", StringComparison.Ordinal);
            return [Name + ".gz", Name, dotted + ".gz", dotted];
        }
    }
}
