using Reproduction.Cli;

namespace Reproduction.Tests.Cli;

public sealed class LabelledLineTests
{
    [Test]
    public void A_long_value_goes_on_under_itself_broken_between_words() =>
        LabelledLine.Wrap("Data     MNIST: 55,000 training images, from /a/long/path/that/is/wider/than/a/line", 9, 30)
            .Should().Equal("Data     MNIST: 55,000", "         training images, from", "         /a/long/path/that/is/wider/than/a/line");

    [Test]
    public void A_value_that_fits_stays_on_its_line() =>
        LabelledLine.Wrap("Runs     4 of 10 epochs", 9, 23).Should().Equal("Runs     4 of 10 epochs");
}
