using Reproduction.Report.Page;

namespace Reproduction.Tests.Report.Page;

public sealed class JitterTests
{
    [Test]
    public void Offsets_stay_within_their_stripe_and_apart()
    {
        var offsets = Enumerable.Range(0, 40).Select(Jitter.At).Order().ToList();

        offsets.Should().OnlyContain(offset => offset >= -0.5 && offset <= 0.5);
        offsets.Zip(offsets.Skip(1), (a, b) => b - a).Min().Should().BeGreaterThan(0.005, "no dot hides another");
    }
}
