using System.Security.Cryptography;
using System.Text;

namespace Reproduction.Data;

/// <summary>A data set, split and scaled: everything that a training run reads.</summary>
/// <param name="Name">The short name that results carry: <c>mnist</c>, <c>sample</c>, or that of another data set.</param>
/// <param name="Title">The name that people read, which never lets another data set pass for MNIST.</param>
/// <param name="Source">Where it came from: a folder, or the embedded sample.</param>
/// <param name="Training">The examples trained on: 55,000 of MNIST, 10,000 of the sample.</param>
/// <param name="Validation">The examples held out: 5,000 of MNIST, 2,000 of the sample.</param>
/// <param name="Test">MNIST's 10,000 test images, which no run trains on or chooses by; null where there are none.</param>
/// <exception cref="ArgumentException">The three parts differ in their number of features.</exception>
public sealed record Dataset(string Name, string Title, string Source, Examples Training, Examples Validation, Examples? Test = null)
{
    /// <summary>The <see cref="Name"/> of MNIST.</summary>
    public const string MnistName = "mnist";

    /// <summary>The <see cref="Name"/> of Fashion-MNIST.</summary>
    public const string FashionMnistName = "fashion-mnist";

    /// <summary>The <see cref="Name"/> of the embedded sample.</summary>
    public const string SampleName = "sample";

    /// <summary>The examples trained on: 55,000 of MNIST, 10,000 of the sample.</summary>
    public Examples Training { get; init; } = Fitting(Training, Validation, Test);

    /// <summary>The number of classes, from 0 on: 10 of MNIST.</summary>
    public int ClassCount { get; init; } = LabelledImages.ClassCount;

    /// <summary>The number of values of one example: 784 of MNIST.</summary>
    public int FeatureCount => Training.FeatureCount;

    /// <summary>Whether figures on this data set may stand beside the notebook's, which are MNIST's.</summary>
    public bool IsMnist => string.Equals(Name, MnistName, StringComparison.Ordinal);

    /// <summary>
    /// The SHA-256 of every example that a run's figures rest on, as 64 lower-case hexadecimal digits: of the hashes of the training,
    /// validation and test examples, one a line, an empty line where there are no test examples.
    /// </summary>
    /// <remarks>Name and source are no part of it. It is computed when it is first asked for, and kept by the examples.</remarks>
    public string Sha256 => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.ASCII.GetBytes($"{Training.Sha256}\n{Validation.Sha256}\n{Test?.Sha256}\n")));

    private static Examples Fitting(Examples training, Examples validation, Examples? test)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        return validation.FeatureCount == training.FeatureCount && (test ?? training).FeatureCount == training.FeatureCount
            ? training
            : throw new ArgumentException(
                $"The training examples have {training.FeatureCount} features, those for validation {validation.FeatureCount}, those for the test "
                    + $"{test?.FeatureCount}.",
                nameof(training));
    }
}
