namespace Reproduction.Data;

/// <summary>The four files of MNIST, or of a data set built like it, and how their training part is split.</summary>
/// <param name="TrainImages">The images to train on and to validate with.</param>
/// <param name="TrainLabels">Their labels.</param>
/// <param name="TestImages">The images for the test.</param>
/// <param name="TestLabels">Their labels.</param>
/// <param name="ValidationCount">How many of the training images, from the first on, are held out for validation.</param>
public sealed record DatasetFiles(IdxFile TrainImages, IdxFile TrainLabels, IdxFile TestImages, IdxFile TestLabels, int ValidationCount)
{
    /// <summary>MNIST as its authors published it, split as the notebook does: 5,000 for validation, the other 55,000 for training.</summary>
    public static DatasetFiles Mnist { get; } = new(
        new("train-images-idx3-ubyte", [60_000, 28, 28], "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", [60_000], "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", [10_000, 28, 28], "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", [10_000], "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        5_000);

    /// <summary>All four.</summary>
    public IReadOnlyList<IdxFile> All => [TrainImages, TrainLabels, TestImages, TestLabels];
}
