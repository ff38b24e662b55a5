using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>Corrections against R's p.adjust.</summary>
public sealed class MultipleComparisonsTests
{
    private static readonly double[] P = [0.012, 0.0003, 0.04, 0.5, 0.0125, 0.0003, 0.9, 0.021];

    [ReferenceRows("p.adjust holm", "p.adjust bonferroni")]
    public void An_adjusted_p_is_that_of_R(Reference row)
    {
        var adjusted = row.Quantity == "p.adjust holm" ? MultipleComparisons.Holm(P) : MultipleComparisons.Bonferroni(P);

        adjusted[Reference.Whole(row.A)].Should().BeApproximately(row.Value, 1e-15, "one multiplication");
    }

    [Test]
    public void One_alone_stays_as_it_is_and_none_is_none()
    {
        MultipleComparisons.Holm([0.03]).Should().Equal(0.03);
        MultipleComparisons.Holm([0, 1]).Should().Equal(0, 1);
        MultipleComparisons.Bonferroni([]).Should().BeEmpty();
    }

    [TestCase(double.NaN)]
    [TestCase(-0.1)]
    [TestCase(1.1)]
    public void What_is_no_p_is_refused(double p)
    {
        FluentActions.Invoking(() => MultipleComparisons.Holm([0.1, p])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => MultipleComparisons.Bonferroni([0.1, p])).Should().Throw<ArgumentException>();
    }
}
