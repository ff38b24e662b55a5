using System.Reflection;
using Reproduction.Claims;

namespace Reproduction.Spec;

/// <summary>The catalogue of claims and the specs hold the same ids.</summary>
public sealed class Every_claim_has_a_spec
{
    private static readonly HashSet<string> Catalogue = [.. ClaimCatalogue.All.Select(claim => claim.Id)];

    /// <summary>Each test with the ids that it, or its fixture, names.</summary>
    private static IEnumerable<(string Test, string Id)> Specs() =>
        from type in Assembly.GetExecutingAssembly().GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        where method.GetCustomAttributes().Any(attribute => attribute is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute)
        from claim in method.GetCustomAttributes<ClaimAttribute>().Concat(type.GetCustomAttributes<ClaimAttribute>())
        select ($"{type.Name}.{method.Name}", claim.Id);

    [Test]
    public void No_claim_is_without_a_spec() =>
        Catalogue.Except(Specs().Select(spec => spec.Id), StringComparer.Ordinal).Should().BeEmpty("every claim of the assignment is decided by a spec");

    [Test]
    public void No_spec_names_a_claim_that_does_not_exist() =>
        Specs().Where(spec => !Catalogue.Contains(spec.Id)).Should().BeEmpty("the ids are those of the catalogue in src/Claims");

    [Test]
    public void The_catalogue_is_the_assignments() =>
        ClaimCatalogue.All.Select(claim => claim.Id).Should().Equal(
            [.. Ids("T", 10), .. Ids("I", 8), .. Ids("B", 5)]);

    private static IEnumerable<string> Ids(string letter, int count) => Enumerable.Range(1, count).Select(number => $"{letter}{number}");
}
