using Reproduction.Networks;

namespace Reproduction.Tests.Networks;

public sealed class NetworkLayoutTests
{
    private static readonly NetworkConfiguration Configuration = new() { InputSize = 2, HiddenSizes = [3], ClassCount = 2 };

    private static IEnumerable<TestCaseData> Others()
    {
        yield return Case("a kernel laid on its side", "hiddenLayer1/kernel of shape [3, 2] with 6 values", array => array with { Shape = [3, 2] });
        yield return Case("a value too few", "hiddenLayer1/kernel of shape [2, 3] with 5 values", array => array with { Values = array.Values[1..] });
        yield return Case("of another layer", "hiddenLayer2/kernel of shape [2, 3] with 6 values", array => array with { Layer = "hiddenLayer2" });
        yield return Case("of another name", "hiddenLayer1/weights of shape [2, 3] with 6 values", array => array with { Name = "weights" });
        yield return Case(
            "one that is not trained", "hiddenLayer1/kernel of shape [2, 3] with 6 values, not trained", array => array with { Trainable = false });

        static TestCaseData Case(string name, string received, Func<ParameterArray, ParameterArray> change) =>
            new TestCaseData(received, change).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Others))]
    public void A_state_with_another_array_than_the_network_holds_is_refused(string received, Func<ParameterArray, ParameterArray> change)
    {
        var arrays = Initialization.GlorotUniform(Configuration, seed: 1).Arrays;
        var load = () => NetworkLayout.Of(Configuration).Require(new(arrays.SetItem(0, change(arrays[0]))));

        load.Should().Throw<InvalidConfigurationException>()
            .WithMessage($"Expected hiddenLayer1/kernel of shape [2, 3] with 6 values; received {received}.");
    }

    [Test]
    public void A_state_that_lacks_an_array_is_refused()
    {
        var arrays = Initialization.GlorotUniform(Configuration, seed: 1).Arrays;
        var load = () => NetworkLayout.Of(Configuration).Require(new(arrays[..^1]));

        load.Should().Throw<InvalidConfigurationException>().WithMessage("The network holds 8 arrays; received 7.");
    }
}
