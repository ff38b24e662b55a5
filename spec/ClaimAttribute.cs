using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Reproduction.Claims;

namespace Reproduction.Spec;

/// <summary>Says which claim of the assignment a spec decides. The id is a category too: <c>--filter TestCategory=T2</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ClaimAttribute : NUnitAttribute, IApplyToTest
{
    public ClaimAttribute(string id) => Id = id;

    /// <summary>An id of the catalogue, such as T2.</summary>
    public string Id { get; }

    public void ApplyToTest(Test test)
    {
        test.Properties.Add("Claim", Id);
        test.Properties.Add(PropertyNames.Category, Id);
    }
}

/// <summary>Says that a spec is about the verdicts on all claims: it runs with those of any.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class EveryClaimAttribute : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        foreach (var claim in Rule.All.Select(rule => rule.Claim))
        {
            new ClaimAttribute(claim.Id).ApplyToTest(test);
        }
    }
}
