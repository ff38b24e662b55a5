using Reproduction.Data;
using Reproduction.Engines.Portable;

namespace Reproduction.Tests.Engines.Portable;

public sealed class MatrixProductWorkTests
{
    /// <summary>300 columns are padded to 304, 100 to 112 and 10 to 16; 10 outputs stand in three quads of four.</summary>
    [TestCase(196, 1f, TestName = "Dense inputs are computed with in all of their 196 quads")]
    [TestCase(0, 0f, TestName = "Inputs that are 0 cost nothing")]
    public void The_notebooks_network_does_as_many_multiply_adds_as_its_padded_layers_make(int quads, float value)
    {
        var inputs = new float[2 * 784];
        Array.Fill(inputs, value);

        MatrixProductWork.MultiplyAdds(new(), new Examples(784, inputs, new byte[2])).Should()
            .Be((2.0 * quads * 4 * 304) + (2 * 300 * 112) + (100 * 304) + (2 * 100 * 16) + (12 * 112));
    }

    [Test]
    public void A_quad_counts_where_one_of_its_inputs_is_not_0()
    {
        var inputs = new float[8];
        inputs[6] = 0.5f;

        MatrixProductWork.MultiplyAdds(new() { InputSize = 8, HiddenSizes = [], ClassCount = 3 }, new Examples(8, inputs, new byte[1]))
            .Should().Be(2 * 4 * 16);
    }
}
