using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Statistics;
using Reproduction.Tests.Claims.Rules;

namespace Reproduction.Tests.Claims;

/// <summary>
/// The family of all tests of all rules: its correction, and that its stated error rate is kept where nothing differs from anything.
/// </summary>
public sealed class FamilyTests
{
    private static FamilyTest Test(string name, double p, int direction) => new(name, new(name, direction, null, 60), p, direction);

    [Test]
    public void P_values_are_corrected_together_by_Holm_and_the_direction_says_what_is_found()
    {
        var family = new Family([Test("a", 0.0024, 1), Test("b", 0.004, 1), Test("c", 0.001, -1), Test("d", 0.5, 1)]);

        new[] { "a", "b", "c", "d" }.Select(name => Math.Round(family[name]!.PValue, 6)).Should().Equal(0.0072, 0.008, 0.004, 0.5);
        new[] { "a", "b", "c", "d" }.Where(family.Finds).Should().Equal("a", "b");
        new[] { "a", "b", "c", "d" }.Where(family.FindsContrary).Should().Equal("c");
        family["a"]!.Effect.PValue.Should().Be(family["a"]!.PValue, "what is printed is what decides");
        new Family([Test("a", 0.0024, 1), Test("b", 0.0051, 1)]).Finds("b").Should().BeTrue("the last of Holm's steps has the whole level");
        new Family([Test("a", 0.0024, 1), Test("b", 0.0101, 1)]).Finds("b").Should().BeFalse();
    }

    [Test]
    public void A_paired_test_is_on_two_sides_and_points_to_the_claims_side()
    {
        var pairs = PairedComparison.Of([1.0, 1.2, 0.9, 1.4, 1.1], [0.9, 1.0, 0.8, 1.1, 1.05]);

        var up = FamilyTest.Paired("up", "what", pairs).Single();
        (up.Direction, up.PValue).Should().Be((1, pairs.PValue(Alternative.TwoSided)));
        FamilyTest.Paired("down", "what", pairs, claimed: -1).Single().Direction.Should().Be(-1);
        FamilyTest.Paired("few", "what", PairedComparison.Of([1.0, 1.2, 0.9, 1.4], [0.9, 1.0, 0.8, 1.1]))
            .Should().BeEmpty("four pairs decide nothing");
    }

    /// <summary>Six of six seeds on one side: 2 (1/2)^6.</summary>
    [Test]
    public void The_sign_test_of_T7_is_on_two_sides() =>
        Rule.All.Single(rule => rule.Claim.Id == "T7")
            .Tests(EvidenceRuns.Select(new SyntheticEvidence { Which = kind => kind.Seed <= 6 }.Runs("notebook")))
            .Single().PValue.Should().BeApproximately(2.0 / 64, 1e-12);

    /// <summary>
    /// Worlds in which nothing differs: as many tests as the rules have, each over as many seeds, correlated with each other by seed, as metrics of
    /// one run and comparisons with one kind of run are, their figures as coarse as accuracies on 5,000 images. In at most 1 % of them a test finds
    /// something, in either direction: 73 of 6,000 and 28 of 2,000, which 95 % of such series do not exceed. (Of 12,000 without correlation it is
    /// 118, and 119 with figures that are not coarse.) Without a correction it would be far more.
    /// </summary>
    [TestCase(0.0, 6000)]
    [TestCase(0.5, 2000)]
    [TestCase(0.95, 2000)]
    public void Where_nothing_differs_the_family_finds_something_in_1_percent_of_worlds_at_most(double correlation, int worlds)
    {
        var family = Rule.All.SelectMany(rule => rule.Tests(EvidenceRuns.Select(new SyntheticEvidence().Runs(rule.Claim.Grids)))).ToList();
        var most = family.Max(test => test.Effect.Count);
        var random = new Pcg32(11, 3);
        var (found, uncorrected) = (0, 0);
        for (var world = 0; world < worlds; world++)
        {
            var shared = Normals(random, most);
            var tests = family.SelectMany(test => FamilyTest.Paired(test.Name, test.Name, Pairs(random, shared, test, correlation))).ToList();
            var corrected = new Family(tests);
            found += tests.Exists(test => corrected.Finds(test.Name) || corrected.FindsContrary(test.Name)) ? 1 : 0;
            uncorrected += tests.Exists(test => test.PValue < Family.Alpha) ? 1 : 0;
        }

        var allowed = NightlySimulation.MostAlarms(worlds, Family.Alpha);
        TestContext.Out.WriteLine($"{family.Count} tests, correlation {correlation}: {found} of {worlds} worlds; uncorrected {uncorrected}");
        family.Count.Should().BeGreaterThan(20);
        found.Should().BeLessThanOrEqualTo(allowed);
        uncorrected.Should().BeGreaterThan(2 * allowed, "the simulation sees what a correction is for");
    }

    private static PairedComparison Pairs(Pcg32 random, double[] shared, FamilyTest test, double correlation)
    {
        const double Spread = 0.0015;
        const double Step = 0.0002;
        var own = Normals(random, test.Effect.Count);
        var differences = own.Select((value, seed) =>
            Math.Round(Spread / Step * ((Math.Sqrt(correlation) * shared[seed]) + (Math.Sqrt(1 - correlation) * value))) * Step);
        return PairedComparison.Of(differences, new double[own.Length]);
    }

    /// <summary>Standard normal values, two at a time (Box and Muller 1958).</summary>
    private static double[] Normals(Pcg32 random, int count)
    {
        var values = new double[count + 1];
        for (var i = 0; i < count; i += 2)
        {
            var (radius, angle) = (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
            (values[i], values[i + 1]) = (radius * Math.Cos(angle), radius * Math.Sin(angle));
        }

        return values[..count];
    }
}
