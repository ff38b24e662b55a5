namespace Reproduction.Claims;

/// <summary>A claim that mathematics or the code itself decides: specs compare with independent references, and no seed has a part in it.</summary>
/// <remarks>What is said here is what those specs assert; where one of them fails, the build is red, and nothing is published.</remarks>
internal abstract class SpecRule(string id, string statement, string refutation, string headline, string evidence, string scope = "")
    : Rule(new(id, statement) { Refutation = refutation })
{
    public override Finding Decide(Evidence runs) => new(Decision.Reproduced, headline, evidence, scope);
}
