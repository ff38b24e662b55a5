using Reproduction.Data;
using Reproduction.Tests.Training;

namespace Reproduction.Tests.Data;

public sealed class DatasetTests
{
    [Test]
    public void The_hash_is_that_of_the_documented_bytes()
    {
        var examples = new Examples(2, new[] { 0f, 1f, 0.5f, 0.25f }, new byte[] { 3, 7 });

        // sha256sum of: 02000000 02000000, the floats 00000000 0000803f 0000003f 0000803e, the labels 03 07
        byte[] bytes = [2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x3f, 0, 0, 0x80, 0x3e, 3, 7];
        examples.Sha256.Should().Be(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    [TestCase(3)]
    [TestCase(5)]
    public void Inputs_that_do_not_go_with_the_labels_are_refused(int inputs) =>
        FluentActions.Invoking(() => new Examples(2, new float[inputs], new byte[2]))
            .Should().Throw<ArgumentException>().WithMessage($"*need 4 inputs; received {inputs}.*");

    [Test]
    public void Equal_examples_have_one_hash_whatever_the_data_set_is_called()
    {
        var data = SyntheticData.Create();

        (SyntheticData.Create() with { Name = "another", Source = "elsewhere" }).Sha256.Should().Be(data.Sha256).And.MatchRegex("^[0-9a-f]{64}$");
    }

    [Test]
    public void Every_part_changes_the_hash()
    {
        var data = SyntheticData.Create(test: SyntheticData.Create(validationCount: 20).Validation);
        var other = SyntheticData.Create(trainingCount: 120, validationCount: 16);

        new[]
        {
            data.Sha256,
            (data with { Training = other.Training }).Sha256,
            (data with { Validation = other.Validation }).Sha256,
            (data with { Test = other.Validation }).Sha256,
            (data with { Test = null }).Sha256,
            (data with { Training = data.Validation, Validation = data.Training }).Sha256,
        }.Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void One_pixel_or_one_label_changes_the_hash()
    {
        float[] inputs = [0, 1, 0.5f, 0.25f];
        byte[] labels = [3, 7];
        var hash = new Examples(2, inputs, labels).Sha256;

        new Examples(2, new[] { 0, 1, 0.5f, 0.26f }, labels).Sha256.Should().NotBe(hash);
        new Examples(2, inputs, new byte[] { 3, 8 }).Sha256.Should().NotBe(hash);
    }
}
