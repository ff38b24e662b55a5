using Reproduction.Ensembles;
using Reproduction.Networks;

namespace Reproduction.Tests.Ensembles;

public sealed class NumberListTests
{
    [TestCase("1..3", new ulong[] { 1, 2, 3 })]
    [TestCase("7", new ulong[] { 7 })]
    [TestCase("5, 1..2 ,9..9", new ulong[] { 5, 1, 2, 9 })]
    [TestCase("18446744073709551614..18446744073709551615", new ulong[] { ulong.MaxValue - 1, ulong.MaxValue })]
    public void Numbers_and_ranges_are_read_in_their_order(string text, ulong[] expected) =>
        GridValues.Seeds("--seeds", text.Split(',')).Should().Equal(expected);

    [TestCase("")]
    [TestCase("1..")]
    [TestCase("..3")]
    [TestCase("3..1")]
    [TestCase("1..2..3")]
    [TestCase("1...3")]
    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase("1.5")]
    [TestCase("1e3")]
    [TestCase("18446744073709551616")]
    public void What_is_no_list_of_seeds_is_refused(string text) =>
        FluentActions.Invoking(() => GridValues.Seeds("--seeds", [text])).Should().Throw<InvalidConfigurationException>()
            .WithMessage($"--seeds takes whole numbers from 0 on and ranges, such as 1..20 or 1,5,7..9; received '{text}'.");

    [Test]
    public void A_number_named_twice_is_refused() =>
        FluentActions.Invoking(() => GridValues.Seeds("--seeds", ["1..3", "2"]))
            .Should().Throw<InvalidConfigurationException>().WithMessage("--seeds names 2 twice.");

    [TestCase("0..18446744073709551615")]
    [TestCase("1..100001")]
    public void A_range_without_end_is_refused_at_once(string text) =>
        FluentActions.Invoking(() => GridValues.Seeds("--seeds", [text]))
            .Should().Throw<InvalidConfigurationException>().WithMessage("--seeds takes at most 100000 numbers*");

    [TestCase("0")]
    [TestCase("-0.1")]
    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("1e999")]
    [TestCase("0.01..0.1")]
    [TestCase("")]
    public void What_is_no_learning_rate_is_refused(string text) =>
        FluentActions.Invoking(() => GridValues.LearningRates("--learning-rates", ["0.1", text])).Should().Throw<InvalidConfigurationException>()
            .WithMessage($"--learning-rates takes positive numbers, such as 0.01,0.1; received '{text}'.");

    [Test]
    public void Zero_is_an_initial_scale_and_minus_zero_is_not()
    {
        GridValues.InitialScales("--initial-scales", ["0", "1e-2"]).Should().Equal(0, 0.01);
        FluentActions.Invoking(() => GridValues.InitialScales("--initial-scales", ["-0"])).Should().Throw<InvalidConfigurationException>();
    }

    [TestCase("0")]
    [TestCase("10001")]
    public void Epochs_have_their_range(string text) =>
        FluentActions.Invoking(() => GridValues.Epochs("--epochs", [text])).Should().Throw<InvalidConfigurationException>();
}
