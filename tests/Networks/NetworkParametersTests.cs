using Reproduction.Networks;

namespace Reproduction.Tests.Networks;

public sealed class NetworkParametersTests
{
    private static NetworkParameters Of(params float[] values) => new([new("layer", "bias", [values.Length], [.. values], Trainable: true)]);

    [Test]
    public void The_hash_is_that_of_little_endian_floats() =>
        // sha256 of the bytes 00 00 80 3f 00 00 00 c0, as sha256sum gives it.
        Of(1f, -2f).Sha256().Should().Be("ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b");

    [Test]
    public void One_bit_makes_another_hash()
    {
        Of(1f, MathF.BitIncrement(2f)).Sha256().Should().NotBe(Of(1f, 2f).Sha256());
        Of(0f).Sha256().Should().NotBe(Of(-0f).Sha256(), "the two zeros differ in a bit");
    }

    [Test]
    public void An_unknown_array_is_reported_with_those_that_exist()
    {
        var look = () => Of(1)["layer", "gamma"];

        look.Should().Throw<KeyNotFoundException>().WithMessage("The network has no array layer/gamma; it has layer/bias.");
    }
}
