using System.Runtime.Intrinsics;
using Reproduction.Data;
using Reproduction.Engines.Portable;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>The portable exponential and logarithm are those of the system's library, up to its last bits.</summary>
public sealed class DeterministicMathTests
{
    /// <summary>Four times the spacing of doubles near 1: each side rounds its last operations, and neither claims to be exact.</summary>
    private const double Tolerance = 1e-15;

    private static IEnumerable<double> Spread(double low, double high)
    {
        var random = new Pcg32(seed: 11, stream: 4);
        return Enumerable.Range(0, 20_000).Select(_ => low + ((high - low) * random.NextDouble()));
    }

    /// <summary>Each of the eight places gives the same bits.</summary>
    private static double Exp(double x)
    {
        double[] others = [-1, -700, 0, -3, -800, -0.1, -20];
        var results = Enumerable.Range(0, Vector512<double>.Count)
            .Select(place => DeterministicMath.Exp(Vector512.Create([.. others[..place], x, .. others[place..]]))[place]);
        return results.Distinct().Should().ContainSingle().Which;
    }

    [Test]
    public void Exp_is_the_exponential() =>
        Spread(-708, 0).Concat(Spread(-2, 0)).Select(x => Math.Abs((Exp(x) / Math.Exp(x)) - 1)).Max().Should().BeLessThan(Tolerance);

    [Test]
    public void Log_is_the_logarithm() =>
        Spread(1, 2).Concat(Spread(1, 1000)).Select(x => Math.Abs(DeterministicMath.Log(x) - Math.Log(x)) / Math.Max(Math.Log(x), double.Epsilon))
            .Max()
            .Should().BeLessThan(Tolerance);

    [TestCase(0, ExpectedResult = 1)]
    [TestCase(-709, ExpectedResult = 0)]
    [TestCase(double.NegativeInfinity, ExpectedResult = 0)]
    [TestCase(double.NaN, ExpectedResult = double.NaN)]
    [TestCase(double.PositiveInfinity, ExpectedResult = double.NaN)]
    public double Exp_at_the_ends_of_its_range(double x) => Exp(x);

    [TestCase(1, ExpectedResult = 0)]
    [TestCase(double.PositiveInfinity, ExpectedResult = double.NaN)]
    [TestCase(double.NaN, ExpectedResult = double.NaN)]
    [TestCase(0.5, ExpectedResult = double.NaN)]
    public double Log_at_the_ends_of_its_range(double x) => DeterministicMath.Log(x);
}
