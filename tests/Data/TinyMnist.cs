using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>
/// A data set built like MNIST, of 300 and 20 images of 2x3 pixels: image i has i in its first two pixels, low byte first, and label i % 10.
/// Test images count from 1000 on. The first 50 training images are for validation.
/// </summary>
internal static class TinyMnist
{
    public const int TrainCount = 300;
    public const int TestCount = 20;
    public const int ValidationCount = 50;
    public const int FirstTest = 1000;

    public static byte[] TrainImages { get; } = Images(0, TrainCount);

    public static byte[] TrainLabels { get; } = Labels(TrainCount);

    public static byte[] TestImages { get; } = Images(FirstTest, TestCount);

    public static byte[] TestLabels { get; } = Labels(TestCount);

    public static DatasetFiles Files { get; } = new(
        Describe("train-images-idx3-ubyte", TrainImages, TrainCount, 2, 3),
        Describe("train-labels-idx1-ubyte", TrainLabels, TrainCount),
        Describe("t10k-images-idx3-ubyte", TestImages, TestCount, 2, 3),
        Describe("t10k-labels-idx1-ubyte", TestLabels, TestCount),
        ValidationCount)
    { Name = Dataset.MnistName, Title = "MNIST", TorchvisionFolder = "MNIST" };

    public static byte[][] Contents { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>What an IDX file must hold if this is its content.</summary>
    public static IdxFile Describe(string name, byte[] content, params int[] dimensions) =>
        new(name, dimensions, Convert.ToHexStringLower(SHA256.HashData(content)));

    public static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }

    public static byte[] Idx(byte[] values, params int[] dimensions)
    {
        var content = new byte[4 + (4 * dimensions.Length) + values.Length];
        BinaryPrimitives.WriteInt32BigEndian(content, 0x0800 + dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        values.CopyTo(content, content.Length - values.Length);
        return content;
    }

    /// <summary>Writes all four files under their names at the mirrors.</summary>
    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (file, content) in Files.All.Zip(Contents))
        {
            File.WriteAllBytes(Path.Combine(folder, file.FileNames[0]), Gzip(content));
        }
    }

    /// <summary>The positions that the images of a data set carry.</summary>
    public static int[] Positions(Examples examples) =>
        [.. Enumerable.Range(0, examples.Count).Select(i => (int)MathF.Round((examples.Input(i)[0] + (256 * examples.Input(i)[1])) * 255))];

    private static byte[] Images(int first, int count)
    {
        var values = new byte[count * 6];
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(values.AsSpan(i * 6), (ushort)(first + i));
        }

        return Idx(values, count, 2, 3);
    }

    private static byte[] Labels(int count) => Idx([.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], count);
}
