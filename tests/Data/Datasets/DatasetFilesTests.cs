using System.Globalization;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class DatasetFilesTests
{
    [Test]
    public void The_original_files_have_the_lengths_of_the_distribution()
    {
        DatasetFiles.Mnist.All.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length}")).Should().Equal(
            "train-images-idx3-ubyte 47040016",
            "train-labels-idx1-ubyte 60008",
            "t10k-images-idx3-ubyte 7840016",
            "t10k-labels-idx1-ubyte 10008");
    }

    [Test]
    public void Every_hash_is_64_lower_case_hexadecimal_digits()
    {
        IEnumerable<IdxFile> all = [.. DatasetFiles.Mnist.All, .. DatasetFiles.FashionMnist.All, Sample.Images, Sample.Labels];

        all.Select(file => file.Sha256).Should().OnlyHaveUniqueItems().And.AllSatisfy(hash => hash.Should().MatchRegex("^[0-9a-f]{64}$"));
    }

    [Test]
    public void Real_MNIST_is_split_55000_5000_10000()
    {
        var search = DatasetLocator.FindLocal(DatasetLocatorOptions.FromEnvironment());
        if (search.Found is not { } found)
        {
            Assert.Ignore("MNIST is not here: " + search.Summary);
            return;
        }

        var mnist = found.Dataset;
        mnist.IsMnist.Should().BeTrue();
        (mnist.Training.Count, mnist.Validation.Count, mnist.Test!.Count).Should().Be((55_000, 5_000, 10_000));
        mnist.Training.FeatureCount.Should().Be(784);

        // the first training image is a 5; the one at 5,000, where training begins, a 7; the first test image a 7
        (mnist.Validation.Label(0), mnist.Training.Label(0), mnist.Test.Label(0)).Should().Be((5, 7, 7));
    }
}
