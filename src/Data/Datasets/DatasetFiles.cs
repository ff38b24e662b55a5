namespace Reproduction.Data;

/// <summary>The four files of MNIST, or of a data set built like it: what they must hold, and how their training part is split.</summary>
/// <param name="TrainImages">The images to train on and to validate with.</param>
/// <param name="TrainLabels">Their labels.</param>
/// <param name="TestImages">The images for the test; null where there are none.</param>
/// <param name="TestLabels">Their labels.</param>
/// <param name="ValidationCount">How many of the training images, from the first on, are held out for validation.</param>
public sealed record DatasetFiles(IdxFile TrainImages, IdxFile TrainLabels, IdxFile? TestImages, IdxFile? TestLabels, int ValidationCount)
{
    /// <summary>MNIST as its authors published it, split as the notebook does: 5,000 for validation, the other 55,000 for training.</summary>
    public static DatasetFiles Mnist { get; } = new(
        new("train-images-idx3-ubyte", [60_000, 28, 28], "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", [60_000], "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", [10_000, 28, 28], "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", [10_000], "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        5_000)
    {
        Name = Dataset.MnistName,
        Title = "MNIST",
        TorchvisionFolder = "MNIST",
        Mirrors =
        [
            new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            new("http://yann.lecun.com/exdb/mnist/"),
        ],
    };

    /// <summary>Fashion-MNIST as Zalando Research published it, split like MNIST.</summary>
    public static DatasetFiles FashionMnist { get; } = new(
        new("train-images-idx3-ubyte", [60_000, 28, 28], "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        new("train-labels-idx1-ubyte", [60_000], "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        new("t10k-images-idx3-ubyte", [10_000, 28, 28], "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        new("t10k-labels-idx1-ubyte", [10_000], "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        5_000)
    {
        Name = Dataset.FashionMnistName,
        Title = "Fashion-MNIST",
        TorchvisionFolder = "FashionMNIST",

        // where Debian's package dataset-fashion-mnist puts it
        InstalledFolder = "/usr/share/datasets/fashion-mnist",
        Mirrors = [new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
    };

    /// <summary>The data set's short name, which results carry, and the name of its folders.</summary>
    public required string Name { get; init; }

    /// <summary>The data set's name for people.</summary>
    public required string Title { get; init; }

    /// <summary>The folder that torchvision makes for it, whose folder <c>raw</c> holds the files; null for none.</summary>
    public string? TorchvisionFolder { get; init; }

    /// <summary>Where a package of the system puts it; null for nowhere.</summary>
    public string? InstalledFolder { get; init; }

    /// <summary>The folders that it is downloaded from, each ending in a slash, in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>Labels are below it; null where the labels say how many classes there are.</summary>
    public int? ClassCount { get; init; } = LabelledImages.ClassCount;

    /// <summary>The environment variable that names a folder with it: <c>MNIST_DIR</c>.</summary>
    public string FolderVariable => Name.ToUpperInvariant().Replace('-', '_') + "_DIR";

    /// <summary>All that there are.</summary>
    public IReadOnlyList<IdxFile> All => [.. new[] { TrainImages, TrainLabels, TestImages, TestLabels }.OfType<IdxFile>()];

    /// <summary>How many images are held out of another data set: the first 5,000, as of MNIST, or a twelfth where that is less.</summary>
    public static int ValidationCountOf(int trainingCount) => Math.Min(5_000, trainingCount / 12);
}
