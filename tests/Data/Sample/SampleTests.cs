using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class SampleTests
{
    [Test]
    public void The_sample_is_whole_and_split_10000_2000_and_none()
    {
        var sample = Sample.Load();

        (sample.Training.Count, sample.Validation.Count).Should().Be((10_000, 2_000));
        (sample.Training.FeatureCount, sample.Validation.FeatureCount).Should().Be((784, 784));
        sample.Test.Should().BeNull();
    }

    [Test]
    public void The_sample_does_not_pass_for_MNIST()
    {
        var sample = Sample.Load();

        (sample.Name, sample.IsMnist).Should().Be(("sample", false));
        sample.Title.Should().Be("sample (12,000 images of Fashion-MNIST, not MNIST)");
    }

    [Test]
    public void The_sample_is_the_beginning_of_the_packages_training_set_and_validation_comes_first()
    {
        const string Folder = "/usr/share/datasets/fashion-mnist";
        var source = SampleSource.FashionMnist;
        if (!Directory.Exists(Folder))
        {
            Assert.Ignore($"the package dataset-fashion-mnist is not installed: there is no {Folder}");
        }

        var package = LabelledImages.Read(
            IdxSource.OfPath(Path.Combine(Folder, source.SourceImages.FileNames[0]), source.SourceImages),
            IdxSource.OfPath(Path.Combine(Folder, source.SourceLabels.FileNames[0]), source.SourceLabels));
        var sample = Sample.Load();

        sample.Validation.Inputs.SequenceEqual(package.Slice(0, 2_000).Inputs).Should().BeTrue();
        sample.Validation.Labels.SequenceEqual(package.Slice(0, 2_000).Labels).Should().BeTrue();
        sample.Training.Inputs.SequenceEqual(package.Slice(2_000, 10_000).Inputs).Should().BeTrue();
        sample.Training.Labels.SequenceEqual(package.Slice(2_000, 10_000).Labels).Should().BeTrue();
    }
}
