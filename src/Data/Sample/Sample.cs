namespace Reproduction.Data;

/// <summary>The sample that is built into this assembly: what the program runs on where there is no MNIST.</summary>
/// <remarks>
/// The first 12,000 images of Fashion-MNIST's training set: 2,000 for validation, 10,000 for training, none for the test. Images of the same shape
/// and number of classes as MNIST's, but of clothes, and harder to tell apart: no figure measured on them may stand beside the notebook's.
/// </remarks>
public static class Sample
{
    /// <summary>How many of the images, from the first on, are held out for validation.</summary>
    public const int ValidationCount = 2_000;

    /// <summary>The images.</summary>
    public static IdxFile Images { get; } =
        new("sample-images-idx3-ubyte", [12_000, 28, 28], "39fed60d923648a6a26c8891a4a29115b7c8277438b70da22b9c4ba97262f3b4");

    /// <summary>Their labels.</summary>
    public static IdxFile Labels { get; } =
        new("sample-labels-idx1-ubyte", [12_000], "d3ceaa7f344b00d0a41770262dfcc5d3093a9f5ea49aadeabb5631e7d67e4323");

    /// <summary>Unpacks the sample and checks it.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DataException">The assembly is damaged.</exception>
    public static Dataset Load(CancellationToken cancellationToken = default)
    {
        var examples = LabelledImages.Read(Embedded(Images), Embedded(Labels), cancellationToken: cancellationToken);
        return new Dataset(
            Dataset.SampleName,
            "sample (12,000 images of Fashion-MNIST, not MNIST)",
            "built into the program",
            examples.Slice(ValidationCount, examples.Count - ValidationCount),
            examples.Slice(0, ValidationCount));
    }

    private static IdxSource Embedded(IdxFile file) => new(
        file,
        "embedded " + file.FileNames[0],
        "build the program anew",
        () => typeof(Sample).Assembly.GetManifestResourceStream(file.FileNames[0]) ?? throw new IOException("there is no such resource"));
}
