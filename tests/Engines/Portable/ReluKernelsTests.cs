using Reproduction.Engines.Portable;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>ReLU and its gradient at the values where implementations differ.</summary>
public sealed class ReluKernelsTests
{
    [TestCase(2f, 2f)]
    [TestCase(-2f, 0f)]
    [TestCase(0f, 0f)]
    [TestCase(float.Epsilon, float.Epsilon)]
    [TestCase(float.PositiveInfinity, float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity, 0f)]
    public void Rectify_keeps_what_is_above_0(float value, float expected) => Rectified(value).Should().Be(expected);

    /// <summary>Training that has diverged has to be seen in the loss, not to be turned into zeros.</summary>
    [Test]
    public void Rectify_keeps_what_is_not_a_number() => float.IsNaN(Rectified(float.NaN)).Should().BeTrue();

    /// <summary>Minus zero equals zero, but has other bits, and bits are what a hash sees.</summary>
    [Test]
    public void Rectify_makes_minus_zero_zero() => BitConverter.SingleToInt32Bits(Rectified(-0f)).Should().Be(0);

    [TestCase(1f, 5f)]
    [TestCase(0f, 0f)]
    [TestCase(float.Epsilon, 5f)]
    public void Mask_passes_the_gradient_where_the_result_is_above_0(float result, float expected)
    {
        using var gradient = new FloatBuffer(PackedMatrix.Width);
        using var results = new FloatBuffer(PackedMatrix.Width);
        gradient.All.AsSpan().Fill(5f);
        results.All.AsSpan().Fill(result);

        ReluKernels.Mask(new PackedMatrix(gradient.All, Rows: 1, Columns: 3), new PackedMatrix(results.All, Rows: 1, Columns: 3));

        gradient.All.AsSpan()[..3].ToArray().Should().AllBeEquivalentTo(expected);
    }

    private static float Rectified(float value)
    {
        using var buffer = new FloatBuffer(PackedMatrix.Width);
        buffer.All.AsSpan()[2] = value;
        ReluKernels.Relu(new PackedMatrix(buffer.All, Rows: 1, Columns: 3));
        return buffer.All[2];
    }
}
