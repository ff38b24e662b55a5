using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Reproduction.Claims;

namespace Reproduction.Spec;

/// <summary>The rules and the specs hold the same ids.</summary>
public sealed class Every_claim_has_a_spec
{
    private static readonly HashSet<string> Catalogue = [.. Rule.All.Select(rule => rule.Claim.Id)];

    /// <summary>Each test with the ids that it, or its fixture, names.</summary>
    private static IEnumerable<(string Test, string Id)> Specs() =>
        from type in Assembly.GetExecutingAssembly().GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        where method.GetCustomAttributes().Any(attribute => attribute is TestAttribute or TestCaseAttribute or TestCaseSourceAttribute)
        from claim in method.GetCustomAttributes<ClaimAttribute>().Concat(type.GetCustomAttributes<ClaimAttribute>())
        select ($"{type.Name}.{method.Name}", claim.Id);

    [Test]
    public void No_claim_is_without_a_spec() =>
        Catalogue.Except(Specs().Select(spec => spec.Id), StringComparer.Ordinal)
            .Should().BeEmpty("every claim of the assignment is decided by a spec");

    [Test]
    public void No_spec_names_a_claim_that_does_not_exist() =>
        Specs().Where(spec => !Catalogue.Contains(spec.Id)).Should().BeEmpty("the ids are those of the rules in src/Claims/Rules");

    /// <summary>
    /// Every case of every fixture but this one, whether this run selects it or not: `make spec CLAIM=...` finds all that is said of a claim.
    /// </summary>
    [Test]
    public void No_spec_is_without_a_claim()
    {
        ITest root = TestExecutionContext.CurrentContext.CurrentTest;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        Without(root, isNamed: false).Should().BeEmpty("each spec carries the id of a claim, by an attribute or as a category of its case");
    }

    private static IEnumerable<string> Without(ITest test, bool isNamed)
    {
        var named = isNamed || test.Properties.ContainsKey("Claim") || test.TypeInfo?.Type == typeof(Every_claim_has_a_spec);
        return test.IsSuite ? test.Tests.SelectMany(child => Without(child, named)) : named ? [] : [test.FullName];
    }

    [Test]
    public void The_rules_begin_with_the_assignments_claims_and_none_is_there_twice()
    {
        Rule.All.Select(rule => rule.Claim.Id).Take(23).Should().Equal([.. Ids("T", 10), .. Ids("I", 8), .. Ids("B", 5)]);
        Rule.All.Select(rule => rule.Claim.Id).Should().OnlyHaveUniqueItems();
    }

    private static IEnumerable<string> Ids(string letter, int count) => Enumerable.Range(1, count).Select(number => $"{letter}{number}");
}
