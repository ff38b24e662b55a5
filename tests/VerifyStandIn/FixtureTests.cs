namespace Reproduction.VerifyStandInTests;

/// <summary>A fixture with arguments: they are part of the name.</summary>
[TestFixture("alpha", 1)]
[TestFixture("beta", 2)]
internal sealed class FixtureWithArguments(string tag, int n)
{
    [Test]
    public Task Plain() => Verify($"{tag} {n}").UseDirectory("Fixtures");

    [TestCase(7)]
    public Task With_case(int m) => Verify($"{tag} {n} {m}").UseDirectory("Fixtures");
}

/// <summary>A fixture inside a fixture: the outer name is part of the inner one's.</summary>
internal static class Outer
{
    internal sealed class Inner
    {
        [Test]
        public Task Test() => Verify("x").UseDirectory("Fixtures");
    }
}
