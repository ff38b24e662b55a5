using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

/// <summary>No engine sees what it could not bear: the seam refuses it, whatever the engine.</summary>
public sealed class EngineSeamTests
{
    private static readonly NetworkConfiguration Network = new()
    {
        InputSize = SyntheticData.FeatureCount,
        HiddenSizes = [4],
        ClassCount = SyntheticData.ClassCount,
    };

    private static readonly Examples Good = SyntheticData.Create().Training;

    private readonly FakeEngine engine = new();

    private static NetworkParameters State(NetworkConfiguration? network = null) => Initialization.GlorotUniform(network ?? Network, seed: 1);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1e-50)]
    [TestCase(1e39)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_learning_rate_that_single_precision_does_not_hold_is_refused(double rate) =>
        FluentActions.Invoking(() => engine.Start(Network, State(), rate))
            .Should().Throw<InvalidConfigurationException>().WithMessage("The learning rate must be*");

    [Test]
    public void An_epsilon_that_single_precision_does_not_hold_is_refused() =>
        FluentActions.Invoking(() => engine.Start(Network with { BatchNormalization = new() { Epsilon = 1e-46 } }, State(), 0.1))
            .Should().Throw<InvalidConfigurationException>().WithMessage("Epsilon must be*");

    [Test]
    public void An_optimizer_out_of_range_is_refused() =>
        FluentActions.Invoking(() => engine.Start(Network, State(), 0.1, new SgdConfiguration { IsNesterov = true }))
            .Should().Throw<InvalidConfigurationException>();

    [Test]
    public void A_state_of_another_network_is_refused()
    {
        FluentActions.Invoking(() => engine.Start(Network, State(Network with { HiddenSizes = [5] }), 0.1))
            .Should().Throw<InvalidConfigurationException>();

        // A bias of another length breaks the padding that kernels rely on.
        var arrays = State().Arrays;
        var longer = new NetworkParameters(arrays.SetItem(1, arrays[1] with { Values = [.. new float[20]] }));
        FluentActions.Invoking(() => engine.Start(Network, longer, 0.1)).Should().Throw<InvalidConfigurationException>()
            .WithMessage("Expected hiddenLayer1/bias of shape [4] with 4 values; received hiddenLayer1/bias of shape [4] with 20 values.");
    }

    [Test]
    public void Labels_and_features_that_the_network_does_not_know_are_refused_wherever_they_come_from()
    {
        using var session = engine.Start(Network, State(), 0.1);
        var labels = new Examples(SyntheticData.FeatureCount, new float[SyntheticData.FeatureCount], new byte[] { SyntheticData.ClassCount });
        var features = new Examples(2, new float[2], new byte[1]);

        foreach (var examples in new[] { labels, features })
        {
            FluentActions.Invoking(() => session.Step(examples, [0])).Should().Throw<InvalidConfigurationException>();
            FluentActions.Invoking(() => session.Evaluate(examples, [0])).Should().Throw<InvalidConfigurationException>();
        }

        engine.Steps.Should().BeEmpty();
        engine.Evaluations.Should().BeEmpty();
    }

    [Test]
    public void Positions_that_are_none_are_refused()
    {
        using var session = engine.Start(Network, State(), 0.1);

        FluentActions.Invoking(() => session.Step(Good, [0, Good.Count])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => session.Step(Good, [-1])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => session.Evaluate(Good, [])).Should().Throw<ArgumentException>();
        engine.Steps.Should().BeEmpty();
    }

    [Test]
    public void A_session_that_is_disposed_of_does_nothing_more()
    {
        var session = engine.Start(Network, State(), 0.1);
        session.Dispose();

        FluentActions.Invoking(() => session.Step(Good, [0])).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => session.Evaluate(Good, [0])).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(session.Export).Should().Throw<ObjectDisposedException>();
        engine.Steps.Should().BeEmpty();
    }
}
