using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>Whether two samples spread alike.</summary>
public sealed class LeveneTestTests
{
    /// <summary>
    /// Distances 1, 1, 1, 1 and 4, 2, 2, 4 about the means 0 and 10: means 1 and 3, variances 0 and 4/3, pooled 2/3, so that t = 2 / sqrt(2/3 (1/4 +
    /// 1/4)) = 2 sqrt(3) with 6 degrees of freedom.
    /// </summary>
    [Test]
    public void A_sample_by_hand()
    {
        LeveneTest.PValue([1, -1, 1, -1], [14, 12, 8, 6]).Should().BeApproximately(2 * Student.UpperTail(2 * Math.Sqrt(3), 6), 1e-12);
        LeveneTest.PValue([14, 12, 8, 6], [1, -1, 1, -1]).Should().BeApproximately(2 * Student.UpperTail(2 * Math.Sqrt(3), 6), 1e-12);
    }

    [Test]
    public void Samples_that_spread_alike_are_not_told_apart()
    {
        LeveneTest.PValue([1, 2, 3, 4], [101, 102, 103, 104]).Should().Be(1);
        LeveneTest.PValue([5, 5, 5], [7, 7, 7]).Should().Be(1);
        LeveneTest.PValue([1, 1, -1, -1], [3, 3, -3, -3]).Should().Be(0, "distances of 1 and of 3, without any noise");
        FluentActions.Invoking(() => LeveneTest.PValue([1], [1, 2])).Should().Throw<ArgumentException>();
    }
}
