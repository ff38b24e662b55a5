using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Reproduction.Statistics;

namespace Reproduction.Tests.Statistics;

/// <summary>Student's t, central and not, against R.</summary>
public sealed class StudentTests
{
    /// <summary>A relative tolerance, so that the far tail, 1e-67, counts like the rest; MathNet's incomplete beta gives 12 digits there.</summary>
    [ReferenceRows("pt")]
    public void A_tail_is_that_of_R(Reference row) =>
        Student.LowerTail(Reference.Number(row.A), Reference.Number(row.B)).Should().BeApproximately(row.Value, 1e-10 * row.Value);

    [ReferenceRows("qt")]
    public void A_quantile_is_that_of_R(Reference row) =>
        Student.Quantile(Reference.Number(row.A), Reference.Number(row.B)).Should().BeApproximately(row.Value, 1e-9 * Math.Abs(row.Value));

    /// <summary>R's series ends when a term falls below 1e-12, and warns of fewer digits in far tails: hence 1e-10, absolute.</summary>
    [ReferenceRows("pnt")]
    public void A_noncentral_tail_is_that_of_R(Reference row)
    {
        var (t, freedom, noncentrality) = (Reference.Number(row.A), Reference.Whole(row.B), Reference.Number(row.C));

        NoncentralT.LowerTail(t, freedom, noncentrality).Should().BeApproximately(row.Value, 1e-10);
        NoncentralT.UpperTail(t, freedom, noncentrality).Should().BeApproximately(1 - row.Value, 1e-10);
    }

    /// <summary>Beyond R's series both integrate, by different rules: 1e-10 is R's own estimate of its error.</summary>
    [ReferenceRows("pnt-large")]
    public void A_tail_of_a_large_noncentrality_is_R_s_integral(Reference row) =>
        NoncentralT.LowerTail(Reference.Number(row.A), Reference.Whole(row.B), Reference.Number(row.C)).Should().BeApproximately(row.Value, 1e-10);

    [TestCase(-4.1, 19)]
    [TestCase(0.3, 1)]
    [TestCase(2.5, 2)]
    [TestCase(1.7, 5000)]
    public void Without_an_effect_the_noncentral_is_the_central(double t, int freedom) =>
        NoncentralT.UpperTail(t, freedom, 0).Should().BeApproximately(Student.UpperTail(t, freedom), 1e-11, "the documented error");

    [Test]
    public void A_half_is_at_zero_and_both_sides_mirror_each_other()
    {
        Student.Quantile(0.5, 7).Should().Be(0);
        Student.Quantile(0.25, 7).Should().Be(-Student.Quantile(0.75, 7));
        Student.LowerTail(double.NegativeInfinity, 3).Should().Be(0);
        Student.UpperTail(double.NegativeInfinity, 3).Should().Be(1);
    }

    /// <summary>Why there is a quantile of our own; the day this fails, it can go.</summary>
    [Test]
    public void MathNet_finds_no_quantile_beyond_800()
    {
        FluentActions.Invoking(() => StudentT.InvCDF(0, 1, 1, 0.0003125)).Should().Throw<NonConvergenceException>();
        Student.Quantile(0.0003125, 1).Should().BeApproximately(-1018.5913, 1e-4, "of Cauchy, -1 / tan(pi p)");
    }

    [Test]
    public void What_is_no_number_is_refused()
    {
        FluentActions.Invoking(() => Student.LowerTail(double.NaN, 3)).Should().Throw<ArgumentException>();
        foreach (var freedom in new[] { 0, -1, double.PositiveInfinity })
        {
            FluentActions.Invoking(() => Student.LowerTail(1, freedom))
                .Should().Throw<ArgumentException>().WithMessage($"Degrees of freedom must be positive; received {freedom}.*");
        }

        FluentActions.Invoking(() => Student.Quantile(0, 3)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Student.Quantile(double.NaN, 3)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NoncentralT.LowerTail(double.NaN, 3, 0)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NoncentralT.LowerTail(1, 3, double.PositiveInfinity)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NoncentralT.LowerTail(1, 0, 1)).Should().Throw<ArgumentException>();
    }
}
