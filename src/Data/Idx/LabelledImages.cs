namespace Reproduction.Data;

/// <summary>Reads a file of images and a file of labels into <see cref="Examples"/>.</summary>
/// <remarks>
/// <code>
/// images  [count, rows, columns]   bytes, 0..255; other data sets may have one dimension or three after the count
/// labels  [count]                  bytes, 0..9, or as many classes as there are
/// inputs  [count, rows * columns]  float, (float)byte / 255f: 0..1
/// </code>
/// Bytes become floats while they are read; no copy of the images' bytes is ever held.
/// </remarks>
public static class LabelledImages
{
    /// <summary>The number of classes of MNIST and of its stand-ins.</summary>
    public const int ClassCount = 10;

    /// <summary>Reads both files and checks them.</summary>
    /// <param name="images">The images.</param>
    /// <param name="labels">One label for each image.</param>
    /// <param name="classCount">Labels must be below it, from 1 to 256.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DataException">A file cannot be read or is not what it must be, a label is too large, or the counts differ.</exception>
    public static Examples Read(IdxSource images, IdxSource labels, int classCount = ClassCount, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.File.Count != labels.File.Count)
        {
            throw labels.Problem($"expected {images.File.Count} labels, as many as there are images in {images.Place}, received {labels.File.Count}");
        }

        // the small file first: what is wrong with it shows before the large one is read
        var classes = new byte[labels.File.ValueCount];
        IdxReader.Read(labels, (offset, values) => CopyLabels(labels, classCount, offset, values, classes), cancellationToken);

        var inputs = new float[images.File.ValueCount];
        IdxReader.Read(images, (offset, values) => Scale(values, inputs.AsSpan(offset)), cancellationToken);
        return new Examples(images.File.ItemLength, inputs, classes);
    }

    private static void CopyLabels(IdxSource source, int classCount, int offset, ReadOnlySpan<byte> values, byte[] classes)
    {
        var wrong = values.IndexOfAnyExceptInRange((byte)0, (byte)(classCount - 1));
        if (wrong >= 0)
        {
            throw source.Problem(
                $"expected a label of 0..{classCount - 1} at byte {source.File.HeaderLength + offset + wrong}, received {values[wrong]}");
        }

        values.CopyTo(classes.AsSpan(offset));
    }

    private static void Scale(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            inputs[i] = pixels[i] / 255f;
        }
    }
}
