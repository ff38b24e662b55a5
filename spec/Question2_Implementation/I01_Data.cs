using System.IO.Compression;
using Reproduction.Spec.Runs;

namespace Reproduction.Spec.Question2_Implementation;

/// <summary>I1: 5,000 of the 60,000 training images validate, the other 55,000 train, pixels divided by 255; the test images train nothing.</summary>
[Claim("I1")]
public sealed class I01_Data
{
    [Test]
    public void MNIST_is_split_into_the_first_5000_images_for_validation_and_the_other_55000_for_training()
    {
        var data = TrainedRuns.MnistData;
        var (pixels, labels) = (Raw(data.Source, "train-images", headerLength: 16), Raw(data.Source, "train-labels", headerLength: 8));

        (data.Validation.Count, data.Training.Count, data.Test!.Count).Should().Be((5_000, 55_000, 10_000));
        data.Validation.Labels.SequenceEqual(labels.AsSpan(0, 5_000)).Should().BeTrue();
        data.Training.Labels.SequenceEqual(labels.AsSpan(5_000)).Should().BeTrue();
        FirstDifference(data.Validation.Inputs, pixels.AsSpan(0, 5_000 * 784)).Should().Be(-1, "every pixel is its byte divided by 255");
        FirstDifference(data.Training.Inputs, pixels.AsSpan(5_000 * 784)).Should().Be(-1, "every pixel is its byte divided by 255");
    }

    [Test]
    public void The_test_images_are_scaled_and_belong_to_no_other_part()
    {
        var data = TrainedRuns.MnistData;
        var labels = Raw(data.Source, "t10k-labels", headerLength: 8);

        data.Test!.Labels.SequenceEqual(labels).Should().BeTrue();
        FirstDifference(data.Test.Inputs, Raw(data.Source, "t10k-images", headerLength: 16))
            .Should().Be(-1, "every pixel is its byte divided by 255");
    }

    [Test]
    public void The_sample_is_split_and_scaled_in_the_same_way()
    {
        var data = TrainedRuns.SampleData;

        (data.Validation.Count, data.Training.Count).Should().Be((2_000, 10_000));
        data.Test.Should().BeNull();
        var pixels = data.Training.Inputs.ToArray().Concat(data.Validation.Inputs.ToArray()).ToList();
        (pixels.Min(), pixels.Max()).Should().Be((0f, 1f));
        pixels.Should().OnlyContain(pixel => pixel == (float)Math.Round(pixel * 255) / 255f, "every pixel is a byte divided by 255");
    }

    [Test]
    public void No_validation_image_is_trained_on()
    {
        var data = TrainedRuns.SampleData;
        var training = Enumerable.Range(0, data.Training.Count).Select(i => Key(data.Training.Input(i))).ToHashSet(StringComparer.Ordinal);

        Enumerable.Range(0, data.Validation.Count).Count(i => training.Contains(Key(data.Validation.Input(i)))).Should().Be(0);
    }

    private static string Key(ReadOnlySpan<float> image) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(image)));

    /// <summary>The bytes of a file after its header, read without the project's reader.</summary>
    private static byte[] Raw(string folder, string name, int headerLength)
    {
        var path = Directory.GetFiles(folder).Single(file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal));
        using var file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        content.CopyTo(bytes);
        return bytes.ToArray()[headerLength..];
    }

    private static int FirstDifference(ReadOnlySpan<float> inputs, ReadOnlySpan<byte> pixels)
    {
        if (inputs.Length != pixels.Length)
        {
            return Math.Min(inputs.Length, pixels.Length);
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] != pixels[i] / 255f)
            {
                return i;
            }
        }

        return -1;
    }
}
